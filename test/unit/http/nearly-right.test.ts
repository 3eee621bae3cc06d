import { describe, expect, it } from 'vitest';
import { storeAnswering } from '../bigcommerce/store.ts';
import { merchantAnswering, orderRow } from '../myogo/merchant.ts';
import { answering } from './fixed-transport.ts';

/** An answer whose body is no JSON of an API. */
const plain = (status: number, text: string, type = 'text/plain') => ({
  status,
  text,
  headers: { 'content-type': type },
});

describe('an answer that is nearly right', () => {
  it('counts its pages also where their number is a text: a short page is not the last one', async () => {
    const rows = Array.from({ length: 30 }, (_, n) => ({ id: n + 1, product_id: 1, sku: `S-${n}` }));
    const meta = { pagination: { total: '120', total_pages: '4', current_page: '1', per_page: '30' } };
    const { store } = storeAnswering(() => answering(200, { data: rows, meta }));
    expect(await store.catalogue.variants.list({})).toMatchObject({ more: true, pages: 4, total: 120 });
  });

  it.each([
    ['an empty list', '[]'],
    ['null', 'null'],
    ['a transaction id that is no text', '{"transaction_id":{"id":"x"}}'],
    ['nothing of a transaction', '{"data":{},"meta":{}}'],
  ])('says that levels were taken, with %s', async (_, text) => {
    const { store } = storeAnswering(() => plain(200, text, 'application/json'));
    const items = [{ locationId: 1, productId: 1, quantity: 2 }];
    expect(await store.inventory.setAbsolute({ reason: 'x', items })).toMatchObject({ outcome: 'accepted' });
    const levels = [{ id: 1, inventoryLevel: 2 }];
    expect(await store.catalogue.products.updateLevels(levels)).toEqual([{ id: 1, outcome: 'written' }]);
  });

  it('says of levels that were done in part that they are to be sent again', async () => {
    const body = { errors: [{ status: 422, title: 'product_id 113 is not tracked' }] };
    const { store } = storeAnswering(() => answering(207, body));
    const items = [113, 114].map((productId) => ({ locationId: 1, productId, quantity: 2 }));
    const outcome = await store.inventory.setAbsolute({ reason: 'x', items });
    expect(outcome).toMatchObject({ outcome: 'refused', named: [{ productId: 113 }] });
  });

  it.each([
    ['Thu, 15 Jan 2026 11:00:00 GMT', Date.UTC(2026, 0, 15, 11)],
    ['Thu, 01 Jan 2099 00:00:00 GMT', Date.UTC(2099, 0)],
    ['Fri, 01 Jan 12026 00:00:00 GMT', undefined],
    ['Thu, 01 Jan 1970 00:00:00 GMT', undefined],
    ['-271821-04-20T00:00:00Z', undefined],
    ['now', undefined],
  ])('tells the time with the date %s: %s', async (date, expected) => {
    const { store } = storeAnswering(() => answering(200, [], { date }));
    expect((await store.orders.list({})).serverTime).toBe(expected);
  });

  it.each([
    [['T1', 2], 'T1,2'],
    [['T1'], 'T1'],
    [[' ', null], undefined],
    [[], undefined],
    [12345678, '12345678'],
  ])('has tracking numbers that are no text: %j', async (trackingNumber, expected) => {
    const { merchant } = merchantAnswering(() => answering(200, [orderRow('r-1', { trackingNumber })]));
    expect((await merchant.orders.byReference('r-1'))[0]?.trackingNumber).toBe(expected);
  });

  it('has links to its parcels that are no text', async () => {
    const trackingUrl = ['https://a.example/T1', 'https://a.example/T2'];
    const { merchant } = merchantAnswering(() => answering(200, [orderRow('r-1', { trackingUrl })]));
    expect((await merchant.orders.byReference('r-1'))[0]?.trackingUrl).toBe(trackingUrl.join(' '));
  });

  it('has an amount at the door that is a text of digits', async () => {
    const cashOnDelivery = { amount: '12.50', currencyCode: 'EUR', reference: null };
    const { merchant } = merchantAnswering(() => answering(200, [orderRow('r-1', { cashOnDelivery })]));
    expect(await merchant.orders.full('r-1')).toMatchObject({ cashOnDelivery: { amount: 12.5, currencyCode: 'EUR' } });
  });
});

describe.each([
  ['404 page not found', 'text/plain; charset=utf-8'],
  ['default backend - 404', 'text/plain'],
  ['{"message":"no Route matched with those values"}', 'application/json'],
])('a gateway that knows no route: %s', (text, type) => {
  it('says nothing of what the warehouse has', async () => {
    const { merchant } = merchantAnswering(() => plain(404, text, type));
    const unclear = { type: 'UnexpectedResponse' };
    await expect(merchant.stock.list({})).rejects.toMatchObject(unclear);
    await expect(merchant.stock.byCode('A')).rejects.toMatchObject(unclear);
  });

  it('says nothing of an order of the store', async () => {
    const { store } = storeAnswering(() => plain(404, text, type));
    await expect(store.orders.get(100)).rejects.toMatchObject({ type: 'UnexpectedResponse' });
  });
});
