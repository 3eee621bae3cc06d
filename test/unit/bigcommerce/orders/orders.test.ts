import { describe, expect, it } from 'vitest';
import { answering } from '../../http/fixed-transport.ts';
import { consignmentRow, consignments, lineRow, orderRow, storeAnswering } from '../store.ts';

const date = { date: 'Thu, 18 Jun 2026 15:00:00 GMT' };

describe('orders of a store', () => {
  it('come with ISO dates, plain texts and the store’s own clock', async () => {
    const { store, sent } = storeAnswering(() => answering(200, [orderRow(100)], date));
    const page = await store.orders.list({
      minDateModified: '2026-06-18T14:00:00Z',
      statusId: 11,
      sort: 'date_modified:asc',
      limit: 50,
    });
    expect(page).toMatchObject({ page: 1, more: false, serverTime: Date.parse('2026-06-18T15:00:00Z') });
    expect(page.rows[0]).toEqual({
      id: 100,
      statusId: 11,
      dateCreated: '2026-06-18T14:34:50.000Z',
      dateModified: '2026-06-18T14:35:00.000Z',
      currencyCode: 'EUR',
      isDeleted: false,
      orderIsDigital: false,
      customerMessage: '',
      staffNotes: '',
      paymentMethod: 'Manual',
      paymentStatus: '',
      dateShipped: undefined,
      externalOrderId: undefined,
      itemsTotal: 2,
      itemsShipped: 0,
      totalIncTax: '49.8000',
      billing: { email: 'jane@example.test', phone: '040123' },
    });
    expect(sent[0]?.url.href).toBe(
      'https://api.example.test/stores/abc123/v2/orders?min_date_modified=2026-06-18T14%3A00%3A00Z&status_id=11&sort=date_modified%3Aasc&page=1&limit=50',
    );
    expect(sent[0]?.headers).toMatchObject({ 'x-auth-token': 'secret-token' });
  });

  it('are paged to the first short page, or to a 204', async () => {
    for (const last of [answering(200, [orderRow(5)]), answering(204)]) {
      const pages = [answering(200, [orderRow(1), orderRow(2)]), answering(200, [orderRow(3), orderRow(4)]), last];
      const { store, sent } = storeAnswering((_method, _path, query) => pages[Number(query.get('page')) - 1] ?? last);
      const ids: number[] = [];
      for await (const page of store.orders.pages({ limit: 2 })) ids.push(...page.rows.map((row) => row.id));
      expect(ids.slice(0, 4)).toEqual([1, 2, 3, 4]);
      expect(sent).toHaveLength(3);
    }
  });

  it('have all lines at their addresses, with one request', async () => {
    const body = orderRow(100, {
      consignments: consignments(
        [consignmentRow(5, [lineRow(1), lineRow(2)]), consignmentRow(6, [lineRow(3, { order_address_id: 6 })])],
        {
          downloads: [
            { recipient_email: 'x@example.test', line_items: [lineRow(4, { type: 'digital', order_address_id: 0 })] },
          ],
          email: {
            gift_certificates: [{ line_items: [lineRow(9, { type: 'giftcertificate', order_address_id: 0 })] }],
          },
        },
      ),
    });
    const { store, sent } = storeAnswering(() => answering(200, body));
    const order = await store.orders.get(100, { withLines: true });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.url.search).toBe('?include=consignments.line_items&consignment_structure=object');
    expect(order.shipping.map(({ addressId, lines }) => [addressId, lines.map((line) => line.id)])).toEqual([
      [5, [1, 2]],
      [6, [3]],
    ]);
    expect(order.shipping[0]).toMatchObject({
      method: 'Flat Rate',
      zoneId: 1,
      person: { firstName: 'Jane', street2: '', countryIso2: 'FI' },
    });
    expect(order.shipping[0]?.lines[0]).toMatchObject({
      productId: 7,
      sku: 'SKU-1',
      priceIncTax: '24.9000',
      parentOrderProductId: undefined,
    });
    expect(order.downloads.map((group) => group.lines.map((line) => line.id))).toEqual([[4]]);
    expect(order.giftCertificates.map((group) => group.lines.map((line) => line.id))).toEqual([[9]]);
    expect(order.unaddressedLines.map((line) => line.id)).toEqual([4, 9]);
  });

  const warning = { message: 'Not all line items of this consignment are returned' };
  const lines = Array.from({ length: 120 }, (_, index) => lineRow(index + 1));
  const first = lines.slice(0, 50);
  it.each([
    ['beside the list', consignmentRow(5, first, { __warning__: warning, items_total: 50 })],
    ['among the rows', consignmentRow(5, [...first, { __warning__: warning }], { items_total: 50 })],
    [
      'among an object’s keys',
      consignmentRow(5, [], {
        line_items: { ...Object.fromEntries(first.entries()), __warning__: warning },
        items_total: 50,
      }),
    ],
    ['nowhere, but pieces are missing', consignmentRow(5, first, { items_total: 120 })],
    [
      'nowhere, with links for rows',
      consignmentRow(5, [], { line_items: [{ url: 'x', resource: '/x' }], items_total: 0 }),
    ],
    ['nowhere, with one link', consignmentRow(5, [], { line_items: { url: 'x', resource: '/x' }, items_total: 0 })],
    ['nowhere, without lines', consignmentRow(5, [], { line_items: undefined, items_total: 0 })],
  ])('are completed where lines were cut short, the warning standing %s', async (_name, consignment) => {
    const other = lineRow(500, { order_address_id: 0, type: 'digital' });
    const { store, sent } = storeAnswering((_method, path, query) => {
      if (path === '/v2/orders/100')
        return answering(200, orderRow(100, { consignments: consignments([consignment]) }));
      if (path === '/v2/orders') return answering(200, [orderRow(100, { consignments: consignments([consignment]) })]);
      if (query.get('page') === '1') return answering(200, [...lines, other]);
      return answering(204);
    });
    const order = await store.orders.get(100, { withLines: true });
    expect(order.shipping[0]?.lines).toHaveLength(120);
    expect(order.unaddressedLines.map((line) => line.id)).toEqual([500]);
    expect(sent.map((request) => request.call.operation)).toEqual([
      'GET /v2/orders/{id}',
      'GET /v2/orders/{id}/products',
    ]);
    const page = await store.orders.list({ withLines: true });
    expect(page.rows[0]?.shipping[0]?.lines).toHaveLength(120);
  });

  it('of a pickup have no address and all their lines', async () => {
    const pickup = { id: 99, line_items: [lineRow(1, { order_address_id: 0 })] };
    const { store } = storeAnswering(() =>
      answering(200, orderRow(1, { items_total: 1, consignments: consignments([], { pickups: [pickup] }) })),
    );
    const order = await store.orders.get(1, { withLines: true });
    expect(order.shipping).toEqual([]);
    expect(order.pickups[0]?.lines).toHaveLength(1);
    expect(order.unaddressedLines).toHaveLength(1);
  });

  it('tolerate the empty arrays that stand for empty objects', async () => {
    for (const email of [[], {}, undefined, null]) {
      const body = orderRow(1, {
        items_total: 0,
        consignments: consignments([], { email, pickups: null, downloads: {} }),
        billing_address: [],
      });
      const { store } = storeAnswering(() => answering(200, body));
      expect(await store.orders.get(1, { withLines: true })).toMatchObject({
        pickups: [],
        downloads: [],
        billing: { email: '' },
      });
    }
  });

  it('are named by their id and the field where an essential one is broken', async () => {
    for (const [over, field] of [
      [{ status_id: 'new' }, 'status_id'],
      [{ date_modified: 'yesterday-ish' }, 'date_modified'],
    ] as const) {
      const { store } = storeAnswering((_method, path) =>
        path === '/v2/orders' ? answering(200, [orderRow(1), orderRow(2, over)]) : answering(200, orderRow(2, over)),
      );
      const page = await store.orders.list({});
      expect(page.rows.map((row) => row.id)).toEqual([1]);
      expect(page.unreadable).toMatchObject([{ kind: 'order', id: 2, field }]);
      await expect(store.orders.get(2)).rejects.toMatchObject({
        type: 'UnexpectedResponse',
        message: expect.stringContaining(`order 2: the field ${field}`),
        detail: { field },
      });
    }
  });

  it('change their status and notes alone, and throw NotFound where there are none', async () => {
    const { store, sent } = storeAnswering((method) =>
      method === 'PUT'
        ? answering(200, orderRow(100, { status_id: 9 }))
        : answering(404, [{ status: 404, message: 'no' }]),
    );
    expect((await store.orders.update(100, { statusId: 9 })).statusId).toBe(9);
    expect(sent[0]?.body).toBe('{"status_id":9}');
    await expect(store.orders.get(1)).rejects.toMatchObject({ type: 'NotFound' });
    await expect(store.orders.get(1, { withLines: true })).rejects.toMatchObject({ type: 'NotFound' });
  });

  it('tell which credentials and which permission were refused', async () => {
    const unauthorized = storeAnswering(() => answering(401, { title: 'the secret-token is refused' }));
    const failing = unauthorized.store.orders.list({});
    await expect(failing).rejects.toMatchObject({ type: 'CredentialsRejected', detail: { credentialsVersion: 3 } });
    await expect(failing).rejects.not.toMatchObject({ message: expect.stringContaining('secret-token') as string });
    const forbidden = storeAnswering(() => answering(403, { title: 'no' }));
    await expect(forbidden.store.inventory.locations()).rejects.toMatchObject({
      type: 'ScopeMissing',
      detail: { capability: 'Store Locations' },
    });
  });
});
