import { expect, it } from 'vitest';
import { answering } from '../http/fixed-transport.ts';
import { storeAnswering } from './store.ts';

const meta = { pagination: { total_pages: 1 } };

it('a full V3 page goes on although it says that it is the last, an odd row included', async () => {
  const pages = [
    [
      { id: 1, sku: 'A' },
      { id: null, sku: 'B' },
    ],
    [{ id: 3, sku: 'C' }],
  ];
  const { store, sent } = storeAnswering((_method, _path, query) =>
    answering(200, { data: pages[Number(query.get('page')) - 1] ?? [], meta }),
  );
  const skus: string[] = [];
  const odd: unknown[] = [];
  for await (const page of store.catalogue.variants.pages({ limit: 2 })) {
    skus.push(...page.rows.map(({ sku }) => sku));
    odd.push(...page.unreadable);
  }
  expect(skus).toEqual(['A', 'C']);
  expect(odd).toMatchObject([{ kind: 'variant', id: 'B', field: 'id' }]);
  expect(sent).toHaveLength(2);
});

it('a full last page costs one request more, and no page twice', async () => {
  const { store, sent } = storeAnswering(() => answering(200, { data: [{ id: 1 }, { id: 2 }], meta }));
  const ids: number[] = [];
  for await (const page of store.catalogue.variants.pages({ limit: 2 })) ids.push(...page.rows.map(({ id }) => id));
  expect(ids).toEqual([1, 2]);
  expect(sent).toHaveLength(2);
});

it.each<[string, object, readonly number[]]>([
  ['with a place left out', { 0: { id: 1 }, 2: { id: 3 } }, [1, 3]],
  ['with an odd row among them', { 1: { id: null, sku: 'B' }, 4: { id: 4 } }, [4]],
])('a list that PHP writes as an object of its places is a list, %s', async (_, data, ids) => {
  const v3 = storeAnswering(() => answering(200, { data, meta }));
  const page = await v3.store.catalogue.variants.list({});
  expect(page.rows.map(({ id }) => id)).toEqual(ids);
  expect(page.rows.length + page.unreadable.length).toBe(2);
  const v2 = storeAnswering(() => answering(200, data));
  const orders = await v2.store.orders.list({});
  expect(orders.rows.length + orders.unreadable.length).toBe(2);
});

it.each([{ id: 1 }, { 0: 1, more: 2 }, 'none', 5, null])('%j in the place of a list is none', async (data) => {
  const { store } = storeAnswering(() => answering(200, { data, meta }));
  await expect(store.catalogue.variants.list({})).rejects.toMatchObject({ type: 'UnexpectedResponse' });
});
