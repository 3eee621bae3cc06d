import type { Exchange } from '../exchange.ts';
import type { Reply } from '../reply.ts';
import { ok } from '../reply.ts';
import { v3Refusal } from './errors.ts';

/** Page and size of a V3 list. A size over the maximum is cut to it. */
function v3Page(query: URLSearchParams, maximum = 250): { page: number; limit: number } {
  const limit = positive(query, 'limit') ?? 50;
  return { page: positive(query, 'page') ?? 1, limit: Math.min(limit, maximum) };
}

function positive(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d+$/.test(text) || Number(text) < 1)
    throw v3Refusal(422, `The value of '${name}' is invalid.`, { [name]: 'invalid' });
  return Number(text);
}

/** `{data, meta.pagination}`; an empty page is 200 with an empty list. Rows are looked up only for the page. */
export function v3List<T>(
  items: readonly T[],
  query: URLSearchParams,
  view: (item: T) => unknown,
  maximum = 250,
): Reply {
  const { page, limit } = v3Page(query, maximum);
  const rows = items.slice((page - 1) * limit, page * limit).map(view);
  const pages = Math.ceil(items.length / limit);
  const at = (n: number) => {
    const next = new URLSearchParams(query);
    next.set('page', String(n));
    next.set('limit', String(limit));
    return `?${next.toString()}`;
  };
  return ok({
    data: rows,
    meta: {
      pagination: {
        total: items.length,
        count: rows.length,
        per_page: limit,
        current_page: page,
        total_pages: pages,
        links: {
          ...(page > 1 && { previous: at(page - 1) }),
          current: at(page),
          ...(page < pages && { next: at(page + 1) }),
        },
        too_many: false,
      },
    },
  });
}

/** Refuses filters that the resource does not know, all in one message. */
export function onlyV3Filters(query: URLSearchParams, known: ReadonlySet<string>): void {
  const unknown = [...new Set(query.keys())].filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw v3Refusal(422, `The filter(s): ${unknown.join(', ')} are not valid filter parameter(s).`);
}

/** A comma-separated list; undefined when the filter is absent. */
export function listFilter(query: URLSearchParams, name: string): string[] | undefined {
  const text = query.get(name);
  return text === null ? undefined : text.split(',').filter((piece) => piece !== '');
}

export function numberListFilter(query: URLSearchParams, name: string): number[] | undefined {
  const list = listFilter(query, name);
  if (list?.some((piece) => !/^\d+$/.test(piece)))
    throw v3Refusal(422, `The filter '${name}' is invalid.`, { [name]: 'invalid' });
  return list?.map(Number);
}

/** Keeps or drops fields as `include_fields` and `exclude_fields` say; the id always stays. */
export function pickFields(row: Record<string, unknown>, query: URLSearchParams): Record<string, unknown> {
  const keep = listFilter(query, 'include_fields');
  const drop = listFilter(query, 'exclude_fields');
  if (!keep && !drop) return row;
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => name === 'id' || ((!keep || keep.includes(name)) && !drop?.includes(name))),
  );
}

/** V3 writes need a JSON content type. */
export function needsJson(exchange: Exchange): void {
  if (!(exchange.headers['content-type'] ?? '').includes('json'))
    throw v3Refusal(415, 'The content type is not supported.');
}
