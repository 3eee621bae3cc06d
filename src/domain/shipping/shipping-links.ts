import type { LinkCandidate, LinkResult, ShippingDecision, ShippingLink } from '../../contract/shipping.ts';
import { IGNORE_CODE } from '../../contract/shipping.ts';
import { countryOf, isDefaultPattern, linkIdentity, normalise } from '../../contract/shipping/link-pattern.ts';
import { validateLink } from './link-input.ts';
import type { LinkProblem } from './link-problem.ts';
import { advantage, byRank, compileLinks, saysTheSame, type LinkRow, type LinkTable } from './link-rank.ts';
import { fits, toCodePoints, type CompiledPattern } from '../shared/wildcard.ts';

/** One address's shipping method, as the store names it. */
export interface MethodToShip {
  /** The method's text on the order. */
  readonly method: string;
  /** The method's code, where it was looked up. */
  readonly code?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

type Fit = Pick<LinkCandidate, 'matched'> & { readonly row: LinkRow };

/** The most links that one integration may have: far over any shop's methods. */
export const MAX_LINKS = 1_000;
/** The most characters of all of them together, as stored: they travel in one payload with all else that a run hands on. */
export const MAX_LINK_TEXT = 250_000;

/**
 * Which link an address is shipped by.
 *
 * A link fits when its pattern fits the whole of the method's text, or of its code, and it names the address's country
 * or none. Among those that fit, an exact pattern beats one with `*`; then more literal characters beat fewer; then a
 * named country beats none. What is still equal is a tie, unless all of them say the same.
 *
 * Without `code` only the text is judged: see {@link needsCode}.
 *
 * @returns the decision, with every link and, in plain words, why it won or lost: winners first, misfits last
 */
export function decideShipping(links: readonly ShippingLink[] | LinkTable, address: MethodToShip): ShippingDecision {
  const country = address.country.trim().toUpperCase();
  const text = toCodePoints(normalise(address.method));
  const code = address.code === undefined ? undefined : toCodePoints(normalise(address.code));

  const fitting: Fit[] = [];
  const elsewhere: LinkCandidate[] = [];
  const misfits: LinkCandidate[] = [];
  for (const row of tableOf(links).rows) {
    const matched = fits(row.pattern, text) ? 'text' : code && fits(row.pattern, code) ? 'code' : 'no';
    if (matched === 'no') misfits.push(row.misfit);
    else if (appliesIn(row, country)) fitting.push({ row, matched });
    else elsewhere.push({ link: row.link, matched, why: `is for ${row.country ?? ''} only, not for ${country}` });
  }

  const [first, ...others] = fitting.sort((a, b) => byRank(a.row, b.row));
  if (first === undefined) return { kind: 'none', candidates: [...elsewhere, ...misfits] };
  const winner = first.row;
  const equals = others.filter(({ row }) => byRank(winner, row) === 0);
  const losers = others.slice(equals.length);
  const tied = equals.some(({ row }) => !saysTheSame(winner.link, row.link));
  const because = ({ row, matched }: Fit, why: string): LinkCandidate => ({ link: row.link, matched, why });
  const candidates = [
    because(first, tied ? whyTied(winner) : whyWon(winner, losers[0]?.row)),
    ...equals.map((fit) => because(fit, tied ? whyTied(fit.row) : `says the same as “${winner.link.method}”`)),
    ...losers.map((fit) => because(fit, `loses to “${winner.link.method}”, which ${advantage(winner, fit.row)}`)),
    ...elsewhere,
    ...misfits,
  ];
  if (tied) return { kind: 'tie', links: [winner.link, ...equals.map(({ row }) => row.link)], candidates };
  const { link } = winner;
  if (link.code === IGNORE_CODE) return { kind: 'ignore', link, candidates };
  return { kind: 'code', code: link.code, link, candidates };
}

/**
 * Whether the method's code must be looked up before {@link decideShipping} can be trusted: it costs a request, so it is
 * asked for only where it can change the outcome.
 *
 * - No link fits the text: any link that applies in the country may still fit the code.
 * - A link fits the text: only a link that would beat or equal it, and that is written like a code (one word with a
 *   digit, `_` or `:` in it, for example `2` or `fedex_ground`), is worth the look.
 */
export function needsCode(
  links: readonly ShippingLink[] | LinkTable,
  address: Pick<MethodToShip, 'method' | 'country'>,
): boolean {
  const country = address.country.trim().toUpperCase();
  const text = toCodePoints(normalise(address.method));
  const here = tableOf(links).rows.filter((row) => appliesIn(row, country));
  const [best] = here.filter((row) => fits(row.pattern, text)).sort(byRank);
  if (best === undefined) return here.length > 0;
  return here.some((row) => byRank(row, best) <= 0 && looksLikeCode(row.pattern) && !fits(row.pattern, text));
}

/**
 * The links with one more. The same link again changes nothing; the same pattern (as it is compared) and country with
 * another code is refused, since one of the two would be a mistake.
 *
 * @returns the new list, or the problem of the link: see {@link isLinkProblem}
 */
export function saveLink(links: readonly ShippingLink[], link: ShippingLink): LinkResult | LinkProblem {
  const checked = validateLink(link);
  if ('problem' in checked) return checked.problem;
  const saved = checked.link;
  const warnings = isDefaultPattern(saved.method)
    ? [`“*” takes every method that no other link fits${saved.country ? ` in ${saved.country}` : ''}: it is a default.`]
    : [];
  const identity = linkIdentity(saved);
  const at = links.findIndex((other) => linkIdentity(other) === identity);
  const present = links[at];
  if (present === undefined) {
    if (links.length >= MAX_LINKS) {
      return { field: 'method', message: `There are ${links.length} links already.`, expected: 'fewer links, with *' };
    }
    return { links: [...links, saved], changed: true, warnings };
  }
  if (present.code !== saved.code) {
    const where = saved.country === undefined ? '' : ` for ${saved.country}`;
    return {
      field: 'code',
      message: `“${present.method}”${where} is linked to ${present.code} already.`,
      expected: `${present.code}, or another pattern or country; to change the code, unlink the method first`,
    };
  }
  if (saysTheSame(present, saved)) return { links, changed: false, warnings };
  return { links: links.with(at, saved), changed: true, replaced: present, warnings };
}

/**
 * Asked of what {@link saveLink} gives, before it is saved. A thousand links with all places and texts that a link may have would
 * be more than Temporal carries, and the run that holds them could not go on.
 */
export function tooLarge(before: readonly ShippingLink[], { links, changed }: LinkResult): LinkProblem | undefined {
  const length = changed ? JSON.stringify(links).length : 0;
  // Where there is more already, each step to less is taken.
  if (length <= MAX_LINK_TEXT || length <= JSON.stringify(before).length) return undefined;
  return {
    field: 'method',
    message: `All links together would have ${length} characters of text.`,
    expected: `at most ${MAX_LINK_TEXT} characters: fewer links, with *, or fewer places in where`,
  };
}

/** The links without the one of this pattern (as it is compared) and country. What is not there changes nothing. */
export function removeLink(
  links: readonly ShippingLink[],
  link: { readonly method: string; readonly country?: string },
): LinkResult {
  const identity = linkIdentity(link);
  const kept = links.filter((other) => linkIdentity(other) !== identity);
  const changed = kept.length < links.length;
  return { links: changed ? kept : links, changed, warnings: changed ? [] : ['No such link was there.'] };
}

/** The decision's candidates as lines for a person; what is over `most` is only counted. */
export function candidateLines(candidates: readonly LinkCandidate[], most = 20): readonly string[] {
  const lines = candidates.slice(0, most).map(({ link, matched, why }) => {
    const country = countryOf(link);
    const scope = country === undefined ? '' : ` (${country})`;
    return `“${link.method}”${scope} → ${link.code}: ${matched === 'code' ? 'fits the code; ' : ''}${why}`;
  });
  const rest = candidates.length - lines.length;
  return rest > 0 ? [...lines, `and ${rest} more that lost or do not fit`] : lines;
}

function tableOf(links: readonly ShippingLink[] | LinkTable): LinkTable {
  return 'rows' in links ? links : compileLinks(links);
}

function appliesIn(row: LinkRow, country: string): boolean {
  return row.country === undefined || row.country === country;
}

function looksLikeCode(pattern: CompiledPattern): boolean {
  return /^\S*[0-9_:]\S*$/u.test(pattern.normalised);
}

function whyWon(winner: LinkRow, second: LinkRow | undefined): string {
  return second === undefined ? 'wins: nothing else fits' : `wins: it ${advantage(winner, second)}`;
}

function whyTied(row: LinkRow): string {
  const kind = row.pattern.wildcard ? `${row.pattern.literalLength} literal characters` : 'an exact pattern';
  return `fits equally well: ${kind}, ${row.country === undefined ? 'no country' : `country ${row.country}`}`;
}
