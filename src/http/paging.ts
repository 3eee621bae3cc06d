import { FailureType, sideNames, type Side } from '../contract/failures.ts';
import { HttpFailure } from './failure.ts';
import type { OddRow, Rows } from './rows.ts';

/** One page of a list. Its rows are fewer than came where some are unreadable. */
export interface Page<T> extends Rows<T> {
  /** Counted from 1. */
  readonly page: number;
  /** True when there may be another page. */
  readonly more: boolean;
  /** How many pages there are, where the answer says so. */
  readonly pages?: number;
  /** How many rows there are, where the answer says so. For people: nothing may rest on it. */
  readonly total?: number;
  /** The answering server's own clock, in epoch milliseconds with one-second granularity: cursors come from it. */
  readonly serverTime: number | undefined;
}

/** Which page of a list. */
export interface PageOptions {
  /** Counted from 1; default 1. */
  readonly page?: number;
  /** Rows a page; default 250, the most that is allowed (1,000 for BigCommerce's inventory). */
  readonly limit?: number;
}

/** Servers cap what a page may have, in silence, at round numbers. */
const ROUND = 50;

/**
 * Whether a page that says nothing of the others may be followed by one. A server that caps its pages gives fewer rows than were
 * asked for, and the rest of its list all the same: so a round number of rows counts as a full page.
 */
export function mayGoOn(rows: number, limit: number): boolean {
  return rows > 0 && (rows >= limit || rows % ROUND === 0);
}

/** So many pages with the very same rows cannot be chance: the server ignores the page that is asked for. */
const SAME_PAGES = 3;

/** Pages of a list that is read as a whole: beyond this it is no list of one order's things. */
const MOST_PAGES = 100;

/**
 * All pages of a list, one request each, from `filter.page` (default 1) on. Rows may repeat or be missed where the list
 * moves while it is read: callers overlap their windows and de-duplicate.
 *
 * A full page goes on also where the answer said that it was the last one. A page beyond that, which is the last one again,
 * ends the list.
 * @throws HttpFailure `UnexpectedResponse` when the server gives the same page again and again, which would never end
 */
export async function* pagesOf<T, F extends PageOptions>(
  side: Side,
  list: (filter: F) => Promise<Page<T>>,
  filter: F,
): AsyncGenerator<Page<T>, void, undefined> {
  let last = '';
  let same = 1;
  for (let page = filter.page ?? 1; ; page += 1) {
    const found = await list({ ...filter, page });
    const rows = found.more ? endsOf(found) : '';
    const repeats = rows !== '' && rows === last;
    if (repeats && found.pages !== undefined && page > found.pages) return;
    same = repeats ? same + 1 : 1;
    if (same >= SAME_PAGES) throw endless(side, `gave the same page ${SAME_PAGES} times`);
    last = rows;
    yield found;
    if (!found.more) return;
  }
}

function endsOf({ rows, unreadable }: Rows<unknown>): string {
  return JSON.stringify([rows[0], rows.at(-1), unreadable[0], unreadable.at(-1)]);
}

/**
 * The rows of all pages, for lists that are short by nature.
 * @throws HttpFailure `UnexpectedResponse` when the list does not end
 */
export async function allRows<T>(side: Side, list: (options: PageOptions) => Promise<Page<T>>): Promise<Rows<T>> {
  const rows: T[] = [];
  const unreadable: OddRow[] = [];
  const leftOut: OddRow[] = [];
  for await (const page of pagesOf(side, list, {})) {
    rows.push(...page.rows);
    unreadable.push(...page.unreadable);
    leftOut.push(...page.leftOut);
    if (page.page >= MOST_PAGES && page.more) throw endless(side, `gave more than ${MOST_PAGES} pages`);
  }
  return { rows, unreadable, leftOut };
}

/**
 * All pages of a list in ascending order of ids, one request each, each from the id after the last one on: nothing is
 * missed or met twice where the list moves while it is read. Unreadable rows count by their ids.
 * @param list one page, in ascending order of ids
 * @throws HttpFailure `UnexpectedResponse` where a full page leads no further
 */
export async function* pagesById<P extends Page<{ readonly id: number }>>(
  side: Side,
  list: (from: { readonly minId?: number }) => Promise<P>,
  start?: number,
): AsyncGenerator<P, void, undefined> {
  let minId = start;
  for (;;) {
    const page = await list(minId === undefined ? {} : { minId });
    yield page;
    if (!page.more) return;
    const next =
      1 + Math.max(...[...page.rows, ...page.unreadable].map(({ id }) => (typeof id === 'number' ? id : -1)));
    if (next <= (minId ?? 0)) throw endless(side, 'gave a full page that leads no further');
    minId = next;
  }
}

function endless(side: Side, words: string): HttpFailure {
  return new HttpFailure(FailureType.unexpectedResponse, `${sideNames[side]} ${words}`, {
    side,
    field: 'page',
    expected: 'an end',
  });
}
