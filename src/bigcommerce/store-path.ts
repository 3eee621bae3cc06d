import { wellFormed } from '../domain/shared/well-formed.ts';
import type { PageOptions } from '../http/paging.ts';

/* How a request to a store is addressed. */

/** Values of a query string; undefined ones are left out, arrays are joined by commas. */
export type Query = Readonly<Record<string, string | number | boolean | readonly (string | number)[] | undefined>>;

/** What the address of a request is made of. */
interface Asked {
  readonly path: string;
  readonly ids?: readonly number[];
  readonly query?: Query;
}

const LARGEST_PAGE = 250;

/** Path templates as people read them: there are a few dozen, and each is asked for a million times. */
const shownPaths = new Map<string, string>();

/** A path template with `{id}` for each value. */
export function shownPath(path: string): string {
  let shown = shownPaths.get(path);
  if (shown === undefined) {
    shown = path.replaceAll('{}', '{id}');
    shownPaths.set(path, shown);
  }
  return shown;
}

/** The page of a list that is asked for. */
export interface Window {
  readonly page: number;
  readonly limit: number;
}

export function windowOf({ page, limit }: PageOptions): Window {
  return { page: page ?? 1, limit: limit ?? LARGEST_PAGE };
}

/** Written by hand: a `URL` object for every request costs more than all the rest of it. */
export function pathOf(base: string, { path, ids, query }: Asked, window: Window | undefined): string {
  let next = 0;
  let where = base + (ids === undefined ? path : path.replace(/\{\}/g, () => String(ids[next++])));
  let before = '?';
  for (const name in query) {
    const value = query[name];
    if (value === undefined) continue;
    const text = typeof value === 'object' ? value.join(',') : String(value);
    where += `${before}${name}=${encodeURIComponent(wellFormed(text))}`;
    before = '&';
  }
  return window === undefined ? where : `${where}${before}page=${window.page}&limit=${window.limit}`;
}
