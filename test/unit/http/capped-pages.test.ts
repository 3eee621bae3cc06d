import { describe, expect, it } from 'vitest';
import { mayGoOn } from '../../../src/http/paging.ts';
import { answering } from './fixed-transport.ts';
import { storeAnswering } from '../bigcommerce/store.ts';
import { merchantAnswering } from '../myogo/merchant.ts';

const numbers = Array.from({ length: 120 }, (_, n) => n + 1);
/** What a server gives that caps its pages at so many rows, whatever is asked for. */
const capped = (cap: number) => (page: number) => numbers.slice((page - 1) * cap, page * cap);

describe('a server that caps its pages in silence', () => {
  it.each([50, 100])('at %i rows gives all of a V2 list', async (cap) => {
    const { store } = storeAnswering((_method, _path, query) => {
      const ids = capped(cap)(Number(query.get('page')));
      const rows = ids.map((id) => ({
        id,
        status_id: 11,
        date_created: 'Thu, 01 Jan 2026 00:00:00 +0000',
        date_modified: 'Thu, 01 Jan 2026 00:00:00 +0000',
        is_deleted: false,
      }));
      return ids.length === 0 ? answering(204, undefined) : answering(200, rows);
    });
    const seen: number[] = [];
    for await (const page of store.orders.pages({})) seen.push(...page.rows.map(({ id }) => id));
    expect(seen).toEqual(numbers);
  });

  it.each([50, 100])('at %i rows gives all of a myOGO list', async (cap) => {
    const { merchant } = merchantAnswering((_method, _path, query) =>
      answering(
        200,
        capped(cap)(Number(query.get('page'))).map((id) => ({ id: String(id), code: `C-${id}` })),
      ),
    );
    const seen: string[] = [];
    for await (const page of merchant.products.pages({})) seen.push(...page.rows.map(({ code }) => code));
    expect(seen).toEqual(numbers.map((id) => `C-${id}`));
  });
});

it.each([
  [0, 250, false],
  [1, 250, false],
  [249, 250, false],
  [250, 250, true],
  [1, 1, true],
  [50, 250, true],
  [100, 250, true],
  [99, 250, false],
])('a page of %i rows where %i were asked for may be followed by one: %s', (rows, limit, expected) => {
  expect(mayGoOn(rows, limit)).toBe(expected);
});

it.each([50, 100])(
  'a server that caps its pages at %i rows gives the customs information of all products',
  async (cap) => {
    const { store } = storeAnswering((_method, _path, query) =>
      answering(200, {
        data: capped(cap)(Number(query.get('page'))).map((id) => ({ product_id: id })),
        meta: {},
      }),
    );
    const { rows } = await store.catalogue.customs(numbers);
    expect(rows.map(({ productId }) => productId)).toEqual(numbers);
  },
);
