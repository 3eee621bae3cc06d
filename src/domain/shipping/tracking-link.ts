import { fieldLimits } from '../shared/field-limits.ts';
import { visible } from '../shared/visible.ts';
import { wellFormed } from '../shared/well-formed.ts';
import type { ShippingLink } from '../../contract/shipping.ts';
import { decideShipping } from './shipping-links.ts';

/** What becomes of the text in the warehouse's link field. */
export type TrackingLink =
  | { readonly kind: 'link'; readonly link: string }
  | {
      readonly kind: 'none';
      /** `empty` where there is nothing; otherwise what is wrong, in words for people. The text itself is not repeated. */
      readonly why: string;
    };

/** The store's field takes so many characters; a cut link leads nowhere. */
const MAX_LINK = fieldLimits.trackingLink.most;

/** A host that the public may reach: names with a dot, no bare word (`JJFI0001`) and no number. */
const PUBLIC_HOST = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]*$/u;

/** Without a scheme only what can be nothing else is taken for an address: a host with a path, a query or `www.`. */
const SCHEMELESS = /^(?:\/\/)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d{1,5})?[/?#]\S|www\.\S+\.)/u;

/**
 * The link of a parcel as a store takes it. Warehouses and sellers fill the field with links, bare numbers, a carrier's name,
 * `javascript:` and padding; the store refuses the whole shipment for a link that is none, so what is no http(s) address is
 * left out, and the number goes without it.
 */
export function trackingLinkFor(url: string | undefined): TrackingLink {
  // Copied out of a page, `&` is often still `&amp;`, and what nobody sees stands in it. Whatever space is left within is part of a value.
  const text = wellFormed(visible(url ?? ''))
    .replace(/[^\P{Cc}\s]/gu, '')
    .trim()
    .replace(/&amp;/gi, '&')
    .replace(/\s+/g, '%20');
  if (text === '') return { kind: 'none', why: 'empty' };
  const address = withScheme(text);
  if (address === undefined) return { kind: 'none', why: 'it is not an http or https address' };
  // What a browser would encode, and what only stands in mark-up.
  const link = address.replace(/["<>\\^`{|}]/g, (sign) => encodeURIComponent(sign));
  const parsed = URL.canParse(link) ? new URL(link) : undefined;
  const host = /^https?:\/\/([^/?#]*)/i.exec(link)?.[1]?.replace(/:\d+$/, '') ?? '';
  if (parsed === undefined || !PUBLIC_HOST.test(host)) return { kind: 'none', why: 'it names no host' };
  return link.length > MAX_LINK
    ? { kind: 'none', why: `it is longer than ${MAX_LINK} characters` }
    : { kind: 'link', link };
}

function withScheme(text: string): string | undefined {
  if (/^https?:\/\//i.test(text)) return text;
  return SCHEMELESS.test(text) ? `https://${text.replace(/^\/\//, '')}` : undefined;
}

/**
 * Which link belongs to which of an order's tracking numbers. The warehouse has one link field and may send several numbers:
 * a link belongs to the numbers that stand in it. One that names none of them is the first parcel's, since its field is
 * filled together with the first number, and never another's; as many links as numbers go in their order.
 * @param numbers in the warehouse's order
 * @param url the field as it came; may hold several links
 * @returns a usable link for each number that has one
 */
export function linksByNumber(numbers: readonly string[], url: string | undefined): ReadonlyMap<string, string> {
  const links = addressesIn(url ?? '', numbers)
    .map(trackingLinkFor)
    .flatMap((found) => (found.kind === 'link' ? [found.link] : []));
  const found = new Map<string, string>();
  for (const number of numbers) {
    const own = links.find((link) => names(link, number));
    if (own !== undefined) found.set(number, own);
  }
  const opaque = links.filter((link) => !numbers.some((number) => names(link, number)));
  if (opaque.length === numbers.length && found.size === 0) {
    numbers.forEach((number, at) => {
      const link = opaque[at];
      if (link !== undefined) found.set(number, link);
    });
    return found;
  }
  const [first] = numbers;
  const [shared] = opaque;
  if (first !== undefined && shared !== undefined && !found.has(first)) found.set(first, shared);
  return found;
}

/** Where another address may begin: not within one, as `?to=https://…` does. */
const ANOTHER = /(?<=[\s,;|<>()[\]{}"'–—])(?=https?:\/\/|www\.)/i;

/** What no address ends with, and what stands between two. A bracket may be its own. */
const BETWEEN = new Set(",;|('[{.:–—");

/** The addresses of a field that may hold several: in lines, in a list, in mark-up, in a sentence. */
function addressesIn(text: string, numbers: readonly string[]): readonly string[] {
  const parts = text.split(ANOTHER);
  if (parts.length === 1) return parts;
  const inCapitals = new Set(numbers.map((number) => number.toUpperCase()));
  return parts.map((part, at) => {
    // What stands around an address is none of it: mark-up, a word between two, the name of the next one.
    const [bare = ''] = part.split(at === parts.length - 1 ? /[<>"]/ : /[<>"\r\n]|[,;|]\s/, 1);
    return withoutEnd(withoutWords(bare, inCapitals));
  });
}

/** Of an address with a query, whose values may be of several words, only these are none of it. */
const JOINS = /^(?:and|und|sowie|then|dann|ja|sekä|och|samt|og|et|puis|y|e|en|or|oder|tai|eller|ou|[^\p{L}\p{N}]+)$/iu;
/** How the next of a list is named or numbered. */
const NEXT = /:$|^\(?\d{1,2}[.)]$/;

/** A space within an address is part of a value; a word behind the last figure of one without a query is none of it. */
function withoutWords(text: string, numbers: ReadonlySet<string>): string {
  const words = text.trim().split(/\s+/);
  let mayName = !text.includes('?');
  for (let word = words.at(-1) ?? ''; words.length > 1; word = words.at(-1) ?? '') {
    const isNext = NEXT.test(word);
    const isNumber = numbers.has(word.replace(/^\(|\)?:?$/g, '').toUpperCase()) && words.at(-2)?.endsWith('=') !== true;
    if (!isNext && !isNumber && !JOINS.test(word) && !(mayName && !/\d/.test(word))) break;
    // The name of the next one may be of several words.
    mayName ||= isNext;
    words.pop();
  }
  return words.join(' ');
}

function withoutEnd(address: string): string {
  const opened = new Map([')', ']', '}'].map((sign, at) => [sign, address.indexOf('([{'.charAt(at))]));
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address.charAt(end - 1);
    const openedAt = opened.get(last) ?? 0;
    const isOwn = openedAt >= 0 && openedAt < end;
    if (!BETWEEN.has(last) && isOwn) break;
  }
  return address.slice(0, end);
}

/** The number stands in the link as a whole: `AA1` is not named by a link to `AA12`. */
function names(link: string, number: string): boolean {
  const spaceless = (text: string): string => text.replace(/\s+/g, '').toUpperCase();
  const wanted = spaceless(number);
  if (wanted === '') return false;
  const text = spaceless(decoded(link));
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (!/[A-Z0-9]/.test(`${text[at - 1] ?? ''}${text[at + wanted.length] ?? ''}`)) return true;
  }
  return false;
}

function decoded(link: string): string {
  try {
    return decodeURIComponent(link.replace(/\+/g, ' '));
  } catch {
    return link;
  }
}

/** An address whose goods were shipped. */
export interface ShippedAddress {
  /** The method's text on the store's order. */
  readonly method: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** The myOGO code that it was handed over with; absent where that is not known any more. */
  readonly code?: string;
}

/**
 * The carrier that a parcel is told with, by the links as they are now: so that one which is named or corrected later
 * still reaches the parcels that are written after it.
 *
 * Where the links would decide otherwise by now, or the code came from a person or fitted the method's code, it is the
 * carrier on which all links to that code agree; else none is named, since it would be a guess.
 */
export function trackingCarrierOf(
  links: readonly ShippingLink[],
  { method, country, code }: ShippedAddress,
): string | undefined {
  const decision = decideShipping(links, { method, country });
  if (decision.kind === 'code' && decision.code === (code ?? decision.code)) return decision.link.trackingCarrier;
  const [first, ...others] = links.filter((link) => link.code === code);
  const agree = others.every(({ trackingCarrier }) => trackingCarrier === first?.trackingCarrier);
  return agree ? first?.trackingCarrier : undefined;
}
