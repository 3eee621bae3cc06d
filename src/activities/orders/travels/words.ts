import type { Settings, WordsKind } from '../../../contract/settings.ts';
import type { PickUpSource, ShippingLink } from '../../../contract/shipping.ts';
import { wordsName, type WordsRead } from '../../../domain/orders/facts/travels/words.ts';
import type { ShippingWay } from '../../../domain/orders/learn/answers.ts';
import { codesIn, isNamed } from '../../../domain/shipping/pick-up/find-pick-up.ts';
import { visible } from '../../../domain/shared/visible.ts';
import { decideShipping } from '../../../domain/shipping/shipping-links.ts';
import type { OrderLine } from '../../../bigcommerce/orders/order-line.ts';

/** What of an order and of one of its addresses may hold words for the packer. Personal data. */
export interface WordsSource {
  readonly customerMessage: string;
  readonly lines: readonly OrderLine[];
  /** By which method, and to where: which link says what of its options is a pick-up point. */
  readonly way?: ShippingWay;
}

/** Of one address: what is not shipped brings no words. */
export function wordsSource(
  { customerMessage }: Pick<WordsSource, 'customerMessage'>,
  { lines, method, person }: Addressed,
): WordsSource {
  const way = method === undefined ? {} : { way: { method, country: person?.countryIso2.toUpperCase() ?? '' } };
  return { customerMessage, lines: lines.filter(({ type }) => type === 'physical'), ...way };
}

interface Addressed extends Pick<WordsSource, 'lines'> {
  readonly method?: string;
  readonly person?: { readonly countryIso2: string };
}

interface Words {
  readonly kind: WordsKind;
  readonly text: string;
  /** Absent for what the whole order says. */
  readonly line?: number;
}

/** Options that the shopper writes, in the words of the store's contract; "" for what older stores call configurable fields. */
const written = /text|date|file|^$/i;

/**
 * All words of an address, each by its kind. What its link finds a pick-up point's code in is none: an option that a link merely
 * looks at may be an engraving.
 * @param lines the lines that are meant
 */
function wordsIn({ customerMessage, lines, way }: WordsSource, links: readonly ShippingLink[]): readonly Words[] {
  const message = visible(customerMessage).trim() === '' ? '' : customerMessage.trim();
  const points = lookingAtOptions(links, way).flatMap(({ where = [] }) => where.filter(isOption));
  const isPoint = ({ name, value }: OrderLine['options'][number]) =>
    points.some((point) => isNamed(point.name, name) && codesIn(point, value).length > 0);
  const ofLines = lines.flatMap((line): readonly Words[] => {
    const { id, sku, name, wrappingName, wrappingMessage, options } = line;
    const what = sku.trim() === '' ? name : sku;
    const wrapping = [wrappingName, wrappingMessage].map((part) => part.trim()).filter((part) => visible(part) !== '');
    const texts = options.filter((one) => written.test(one.type) && visible(one.value).trim() !== '' && !isPoint(one));
    return [
      ...(wrapping.length === 0
        ? []
        : [{ kind: 'giftWords' as const, line: id, text: `Gift, ${what}: ${wrapping.join(': ')}` }]),
      ...texts.map((one) => ({
        kind: 'lineOptions' as const,
        line: id,
        text: `${what}, ${one.name}: ${one.value.trim()}`,
      })),
    ];
  });
  return [...(message === '' ? [] : [{ kind: 'customerMessage' as const, text: message }]), ...ofLines];
}

/** The link that the method's text decides for; where it does not, any may be meant. */
function lookingAtOptions(links: readonly ShippingLink[], way: ShippingWay | undefined): readonly ShippingLink[] {
  if (!links.some(({ where = [] }) => where.some(isOption))) return [];
  const decision = way === undefined ? undefined : decideShipping(links, way);
  return decision?.kind === 'code' ? [decision.link] : links;
}

function isOption(place: PickUpSource): place is Extract<PickUpSource, { kind: 'product-option' }> {
  return place.kind === 'product-option';
}

/** How many words of which kind an address has, and what the settings say of them; nothing where it is as for any order. */
export function wordsRead(
  source: WordsSource,
  links: readonly ShippingLink[],
  settings: Settings,
): readonly WordsRead[] | undefined {
  const counts = new Map<WordsKind, number>();
  for (const { kind } of wordsIn(source, links)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const read = [...counts].map(([kind, count]) => ({ kind, count, rule: settings[kind] ?? ('undecided' as const) }));
  const isPlain = read.every(({ kind, rule }) => kind === 'customerMessage' && rule === 'forward');
  return isPlain ? undefined : read;
}

/** The words of these kinds as they are sent: one a line. */
export function commentsOf(
  source: WordsSource,
  links: readonly ShippingLink[],
  kinds: readonly WordsKind[] = ['customerMessage'],
): string {
  return wordsIn(source, links)
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ text }) => text)
    .join('\n');
}

/** The words of each line under a name of their own, to see a change of them: an added line changes none that was sent. */
export function wordsOfLines(source: WordsSource): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { kind, text, line } of wordsIn(source, [])) {
    if (line === undefined) continue;
    const name = `${wordsName(kind)} (line ${line})`;
    texts.set(name, `${texts.get(name) ?? ''}${text}\n`);
  }
  return texts;
}
