import type { PickUpSource, ShippingLink } from '../../../contract/shipping.ts';
import { shortDigest } from '../../../contract/runs/short-digest.ts';
import { visible } from '../../shared/visible.ts';
import { matches } from '../../shared/wildcard.ts';
import { capturesOf, compileCapture, isCaptureProblem } from './capture.ts';
import { isWrittenCode } from './pick-up-code.ts';
import { distinctPoints, type PickUpRead } from './pick-up-read.ts';

/** A text under a name. Personal data, perhaps. */
export interface NamedText {
  readonly name: string;
  readonly value: string;
}

/** What of a store's order may hold a pick-up point's code. Personal data: it is looked through inside one activity. */
export interface PickUpTexts {
  readonly formFields: readonly NamedText[];
  /** Of the address's lines. */
  readonly options: readonly NamedText[];
  /** Of its lines that are refunded whole: they say something only where no other line does. */
  readonly refundedOptions?: readonly NamedText[];
  readonly customerMessage: string;
  readonly staffNotes: string;
  readonly method: string;
  readonly addressLines: readonly string[];
}

/** Places that cost a request each. */
export type AskedSource = Extract<PickUpSource, { kind: 'metafield' | 'shipping-quote' }>;

/** True for a place that costs a request. */
export function isAsked(source: PickUpSource): source is AskedSource {
  return source.kind === 'metafield' || source.kind === 'shipping-quote';
}

/** So many different codes are told of; more are no better known. */
const MOST_CODES = 5;

/**
 * Looks for the code in all places of a link that need no request, and in the others, in their order, as long as nothing is
 * found. Two places that say different things are both told: nobody can know which of them the shopper meant.
 * @param ask the texts of a place that costs a request
 */
export async function findPickUp(
  link: ShippingLink,
  texts: PickUpTexts,
  ask: (source: AskedSource) => Promise<readonly string[]>,
): Promise<PickUpRead | undefined> {
  const { pickUpPoint: need = 'none', where = [], code } = link;
  if (need === 'none') return undefined;
  const codes: string[] = [];
  const odd = new Set<string>();
  for (const source of where) {
    if (isAsked(source) && codes.length > 0) continue;
    const found = isAsked(source) ? await ask(source) : textsAt(source, texts);
    for (const text of unlessEmpty(source, found, texts)) {
      const read = codesIn(source, text);
      codes.push(...read);
      if (read.length === 0 && text.trim() !== '' && source.pattern === undefined) odd.add(placeWords(source));
    }
  }
  return {
    need,
    shippingCode: code,
    by: shortDigest(JSON.stringify([need, where])),
    codes: distinctPoints(codes).slice(0, MOST_CODES),
    ...(odd.size === 0 ? {} : { odd: [...odd] }),
  };
}

/** The codes in a text that stands at a place. */
export function codesIn({ pattern }: Pick<PickUpSource, 'pattern'>, written: string): readonly string[] {
  const text = visible(written);
  if (pattern === undefined) return isWrittenCode(text.trim()) ? [text.trim()] : [];
  const read = compileCapture(pattern);
  return isCaptureProblem(read) ? [] : capturesOf(read, text);
}

/** What is refunded does not go to where it was to go; but an app may have written the code to one line alone. */
function unlessEmpty(
  source: PickUpSource,
  found: readonly string[],
  { refundedOptions = [] }: PickUpTexts,
): readonly string[] {
  if (source.kind !== 'product-option' || found.some((text) => codesIn(source, text).length > 0)) return found;
  return [...found, ...named(refundedOptions, source.name)];
}

/** All texts that stand at a place. */
function textsAt(source: Exclude<PickUpSource, AskedSource>, texts: PickUpTexts): readonly string[] {
  switch (source.kind) {
    case 'form-field':
      return named(texts.formFields, source.name);
    case 'product-option':
      return named(texts.options, source.name);
    case 'customer-message':
      return [texts.customerMessage];
    case 'staff-notes':
      return [texts.staffNotes];
    case 'shipping-method':
      return [texts.method];
    case 'address-line':
      return texts.addressLines;
  }
}

function named(all: readonly NamedText[], name: string): readonly string[] {
  return all.flatMap((one) => (isNamed(name, one.name) ? one.value : []));
}

/** True where a field or an option of this name is meant. */
export function isNamed(pattern: string, name: string): boolean {
  return matches(visible(pattern), visible(name));
}

/** A place in the merchant's own words. */
function placeWords(source: PickUpSource): string {
  switch (source.kind) {
    case 'form-field':
      return `form field “${source.name}”`;
    case 'product-option':
      return `product option “${source.name}”`;
    case 'metafield':
      return `metafield ${source.namespace}/${source.key}`;
    case 'shipping-quote':
      return `shipping quote’s ${source.field}`;
    case 'customer-message':
    case 'staff-notes':
    case 'shipping-method':
    case 'address-line':
      return source.kind.replace('-', ' ');
  }
}
