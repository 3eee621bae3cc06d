import type { Page, PageOptions } from './store-request.ts';

/**
 * All pages of a list, one request each, from `filter.page` (default 1) on. Rows may repeat or be missed where the list
 * moves while it is read: callers overlap their windows and de-duplicate.
 */
export async function* pagesOf<T, F extends PageOptions>(
  list: (filter: F) => Promise<Page<T>>,
  filter: F,
): AsyncGenerator<Page<T>, void, undefined> {
  for (let page = filter.page ?? 1; ; page += 1) {
    const found = await list({ ...filter, page });
    yield found;
    if (!found.more) return;
  }
}
