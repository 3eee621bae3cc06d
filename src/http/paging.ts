import { FailureType, type Side } from '../contract/failures.ts';
import { HttpFailure } from './failure.ts';

/** One page of a list. */
export interface Page<T> {
  readonly rows: readonly T[];
  /** Counted from 1. */
  readonly page: number;
  /** True when there may be another page. */
  readonly more: boolean;
  /** How many pages there are, where the answer says so. */
  readonly pages?: number;
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

/** So many pages with the very same rows cannot be chance: the server ignores the page that is asked for. */
const SAME_PAGES = 3;

/** Pages of a list that is read as a whole: beyond this it is no list of one order's things. */
const MOST_PAGES = 100;

/**
 * All pages of a list, one request each, from `filter.page` (default 1) on. Rows may repeat or be missed where the list
 * moves while it is read: callers overlap their windows and de-duplicate.
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
    const rows = found.more ? JSON.stringify([found.rows[0], found.rows.at(-1)]) : '';
    same = rows !== '' && rows === last ? same + 1 : 1;
    if (same >= SAME_PAGES) throw endless(side, `gave the same page ${SAME_PAGES} times`);
    last = rows;
    yield found;
    if (!found.more) return;
  }
}

/**
 * The rows of all pages, for lists that are short by nature.
 * @throws HttpFailure `UnexpectedResponse` when the list does not end
 */
export async function allRows<T>(side: Side, list: (options: PageOptions) => Promise<Page<T>>): Promise<readonly T[]> {
  const rows: T[] = [];
  for await (const page of pagesOf(side, list, {})) {
    rows.push(...page.rows);
    if (page.page >= MOST_PAGES && page.more) throw endless(side, `gave more than ${MOST_PAGES} pages`);
  }
  return rows;
}

function endless(side: Side, words: string): HttpFailure {
  const name = side === 'myogo' ? 'myOGO' : 'BigCommerce';
  return new HttpFailure(FailureType.unexpectedResponse, `${name} ${words}`, {
    side,
    field: 'page',
    expected: 'an end',
  });
}
