import { describe, expect, it } from 'vitest';
import { answering } from '../http/fixed-transport.ts';
import { consignmentRow, consignments, lineRow, orderRow, storeAnswering } from './store.ts';

const withLines = (id: number, lines: readonly unknown[], over: object = {}): object =>
  orderRow(id, {
    items_total: lines.length,
    consignments: consignments([consignmentRow(5, lines)]),
    ...over,
  });

/** A store that answers the list, one order, and the lines of an order on their own. */
function storeOf(orders: readonly object[], lines: readonly object[] = []) {
  return storeAnswering((_method, path) => {
    if (path === '/v2/orders') return answering(200, orders);
    return path.endsWith('/products') ? answering(200, lines) : answering(200, orders[0]);
  });
}

describe('one odd order among others', () => {
  it('an empty amount is left out and said, a zero date names its order; the others are as ever', async () => {
    const { store } = storeOf([
      withLines(901, [lineRow(1)]),
      withLines(902, [lineRow(1)], { total_inc_tax: '' }),
      withLines(903, [lineRow(1)], { date_modified: 'Wed, 30 Nov -0001 00:00:00 +0000' }),
      withLines(904, [lineRow(1)]),
    ]);
    const page = await store.orders.list({ withLines: true });
    expect(page.rows.map(({ id, totalIncTax }) => [id, totalIncTax])).toEqual([
      [901, '49.8000'],
      [902, undefined],
      [904, '49.8000'],
    ]);
    expect(page.unreadable).toEqual([{ kind: 'order', id: 903, field: 'date_modified', expected: 'date' }]);
    expect(page.leftOut).toEqual([{ kind: 'order', id: 902, field: 'total_inc_tax', expected: 'string' }]);
  });

  it('numbers where texts are: phone and postcode are their digits, and the e-mail stays', async () => {
    const { store } = storeOf([
      orderRow(905, {
        items_total: 1,
        billing_address: { zip: 90100, phone: 358400000001, email: 'aino@example.test' },
        consignments: consignments([
          consignmentRow(5, [lineRow(1)], { zip: 90100, phone: 40123, email: { odd: true } }),
        ]),
      }),
    ]);
    const order = await store.orders.get(905, { withLines: true });
    expect(order.billing).toEqual({ phone: '358400000001', email: 'aino@example.test' });
    expect(order.shipping[0]?.person).toMatchObject({ zip: '90100', phone: '40123', email: '' });
    expect(order.contradictions).toEqual([]);
  });

  it('a page is full by what came, not by what could be read', async () => {
    const { store } = storeAnswering(() => answering(200, [orderRow(1, { status_id: null }), orderRow(2)]));
    expect(await store.orders.list({ limit: 2 })).toMatchObject({ more: true, rows: [{ id: 2 }] });
  });
});

describe('an order that contradicts itself is told from a clean one', () => {
  it.each([1.5, null, 'two', -1])('a line of %j pieces is named, and is no line of none', async (quantity) => {
    const odd = lineRow(2, { quantity });
    const { store, sent } = storeOf([withLines(1, [lineRow(1), odd])], [lineRow(1), odd]);
    const order = await store.orders.get(1, { withLines: true });
    expect(order.shipping[0]?.lines.map(({ id }) => id)).toEqual([1]);
    expect(order.unreadableLines).toMatchObject([{ kind: 'line', id: 2, field: 'quantity' }]);
    expect(order.contradictions).toEqual(order.unreadableLines);
    // The lines on their own were the second reading.
    expect(sent).toHaveLength(2);
    const page = await store.orders.list({ withLines: true });
    expect(page.rows[0]?.unreadableLines).toEqual(order.unreadableLines);
  });

  it.each(['quantity_shipped', 'quantity_refunded', 'is_refunded'])('an odd %s is not 0', async (field) => {
    const odd = lineRow(2, { [field]: 'some' });
    const { store } = storeOf([withLines(1, [odd])], [odd]);
    expect((await store.orders.get(1, { withLines: true })).contradictions).toMatchObject([{ id: 2, field }]);
  });

  it('no lines although it counts items, also in their own list', async () => {
    const { store } = storeOf([orderRow(1, { consignments: consignments([]) })]);
    const order = await store.orders.get(1, { withLines: true });
    expect(order.itemsTotal).toBe(2);
    expect(order.contradictions).toMatchObject([{ kind: 'order', id: 1, field: 'items_total' }]);
  });

  it('no lines in one answer, and all of them in their own list: a clean order', async () => {
    const { store } = storeOf(
      [orderRow(1, { consignments: consignments([consignmentRow(5, [])]) })],
      [lineRow(1), lineRow(2)],
    );
    const order = await store.orders.get(1, { withLines: true });
    expect(order.shipping[0]?.lines).toHaveLength(2);
    expect(order.contradictions).toEqual([]);
  });

  it('lines at an address that it does not have', async () => {
    const stray = lineRow(2, { order_address_id: 77 });
    const { store } = storeOf(
      [orderRow(1, { consignments: consignments([consignmentRow(5, [])]) })],
      [lineRow(1), stray],
    );
    const order = await store.orders.get(1, { withLines: true });
    expect(order.strayLines.map(({ id }) => id)).toEqual([2]);
    expect(order.contradictions).toMatchObject([{ kind: 'line', id: 2, field: 'order_address_id' }]);
  });

  it('an address that cannot be read', async () => {
    const { store } = storeOf(
      [orderRow(1, { consignments: consignments([consignmentRow(5, [], { id: null })]) })],
      [lineRow(1), lineRow(2)],
    );
    const order = await store.orders.get(1, { withLines: true });
    expect(order.contradictions).toMatchObject([
      { kind: 'address', field: 'id' },
      { kind: 'line', id: 1, field: 'order_address_id' },
      { kind: 'line', id: 2, field: 'order_address_id' },
    ]);
  });
});

describe('what nobody reads of a row costs nothing of it', () => {
  const shipment = { id: 9, order_id: 100, order_address_id: 5, items: [{ order_product_id: 1, quantity: 2 }] };
  it.each([{ date_created: '' }, { date_created: 'Wed, 30 Nov -0001 00:00:00 +0000' }, { order_id: null }, {}])(
    'a shipment with %j is a shipment',
    async (odd) => {
      const { store } = storeAnswering(() => answering(200, [{ ...shipment, ...odd }]));
      expect(await store.shipments.list(100)).toMatchObject([{ id: 9, lines: [{ orderProductId: 1, quantity: 2 }] }]);
    },
  );

  it.each([{ items_shipped: 'all' }, { items_total: '1,5' }, { order_id: '' }])(
    'an address with %j is an address',
    async (odd) => {
      const { store } = storeAnswering(() => answering(200, [{ ...consignmentRow(5, []), order_id: 100, ...odd }]));
      expect(await store.addresses.list(100)).toMatchObject([{ addressId: 5, person: { city: 'Helsinki' } }]);
    },
  );

  it('an order whose count of shipped pieces is a word is an order', async () => {
    const { store } = storeOf([withLines(901, [lineRow(1)], { items_shipped: 'some' })]);
    const { rows, leftOut } = await store.orders.list({ withLines: true });
    expect(rows.map(({ id }) => id)).toEqual([901]);
    expect(leftOut).toMatchObject([{ kind: 'order', id: 901, field: 'items_shipped' }]);
  });
});

describe('what PHP writes of a list of which rows were taken out', () => {
  it('are addresses, lines and what was chosen for them all the same', async () => {
    const options = { 3: { display_name: 'Engraving', display_value: 'Aino', type: 'Text field' } };
    const fields = { 1: { name: 'Note', value: 'soft' } };
    const shipping = {
      1: consignmentRow(5, [lineRow(1, { product_options: options, configurable_fields: fields })]),
      2: consignmentRow(6, [lineRow(2, { order_address_id: 6 })], {
        form_fields: { 4: { name: 'Locker', value: '0118' } },
      }),
    };
    const row = orderRow(7, { items_total: 2, consignments: { ...consignments([]), shipping } });
    const order = await storeOf([row]).store.orders.get(7, { withLines: true });
    expect(order.contradictions).toEqual([]);
    expect(order.shipping.map(({ addressId, lines }) => [addressId, lines.map(({ id }) => id)])).toEqual([
      [5, [1]],
      [6, [2]],
    ]);
    expect(order.shipping[0]?.lines[0]?.options.map(({ name, value }) => [name, value])).toEqual([
      ['Engraving', 'Aino'],
      ['Note', 'soft'],
    ]);
    expect(order.shipping[1]?.formFields).toEqual([{ name: 'Locker', value: '0118' }]);
  });
});

describe('the kind of a line, and of a product', () => {
  it.each(['Physical', 'PHYSICAL', ' physical '])('is %j whatever its letters', async (type) => {
    const { store } = storeOf([withLines(1, [lineRow(1, { type })])]);
    expect((await store.orders.get(1, { withLines: true })).shipping[0]?.lines).toMatchObject([{ type: 'physical' }]);
    const odd = { type, quantity: 2, date_modified: 'odd' };
    const page = await storeOf([withLines(1, [lineRow(1, odd)], { date_modified: 'odd' })]).store.orders.listForStock(
      {},
    );
    expect(page.odd).toMatchObject([{ id: 1, lines: [{ type: 'physical', quantity: 2 }] }]);
    const products = storeAnswering(() => answering(200, { data: [{ id: 3, type }] })).store.catalogue.products;
    expect((await products.list({})).rows).toMatchObject([{ id: 3, type: 'physical' }]);
  });

  it.each(['goods', '', 'bundle', 7])(
    'that nobody knows (%j) is none that is left out: it is named, and its pieces count',
    async (type) => {
      const odd = lineRow(2, { type });
      const row = withLines(1, [lineRow(1), odd]);
      const order = await storeOf([row], [lineRow(1), odd]).store.orders.get(1, { withLines: true });
      expect(order.contradictions).toMatchObject([{ kind: 'line', id: 2, field: 'type' }]);
      const page = await storeOf([row], [lineRow(1), odd]).store.orders.listForStock({});
      expect(page.odd[0]?.lines).toMatchObject([{ sku: 'SKU-1' }, { sku: 'SKU-2', type: 'physical' }]);
    },
  );

  it('of a product that nobody knows is not “digital”: the product is named', async () => {
    const { catalogue } = storeAnswering(() => answering(200, { data: [{ id: 3, type: 'bundle' }, { id: 4 }] })).store;
    const page = await catalogue.products.list({});
    expect(page.rows).toMatchObject([{ id: 4, type: '' }]);
    expect(page.unreadable).toMatchObject([{ kind: 'product', id: 3, field: 'type' }]);
  });
});
