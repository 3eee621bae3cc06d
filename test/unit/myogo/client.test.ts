import { describe, expect, it } from 'vitest';
import { answering } from '../http/fixed-transport.ts';
import { merchantAnswering, orderRow } from './merchant.ts';

const sentOrder = {
  reference: 'r',
  customer: { name: 'Test Person', address1: 'Testikatu 5', city: 'Helsinki', countryCode: 'FI', zip: '00100' },
  orderLines: [{ code: 'A', quantity: 3 }],
};

describe('orders of a merchant', () => {
  it('are found by their exact reference, whatever the server’s filter does', async () => {
    const rows = [orderRow('abc-100'), orderRow('ABC-100'), orderRow('abc-1001'), orderRow('other')];
    const { merchant, sent } = merchantAnswering(() => answering(200, rows));
    expect((await merchant.orders.byReference('abc-100')).map((order) => order.reference)).toEqual(['abc-100']);
    expect(sent[0]?.url.searchParams.get('reference')).toBe('abc-100');
    expect(sent[0]?.headers).toMatchObject({ authorization: 'Bearer token-1' });
  });

  it('are looked for on further pages when the filter is ignored', async () => {
    const foreign = Array.from({ length: 250 }, (_, index) => orderRow(`other-${index}`));
    const { merchant, sent } = merchantAnswering((_method, _path, query) =>
      answering(200, query.get('page') === '1' ? foreign : [orderRow('abc-100')]),
    );
    expect(await merchant.orders.byReference('abc-100')).toHaveLength(1);
    expect(sent).toHaveLength(2);
  });

  it('are never taken for absent when the list has no end', async () => {
    const foreign = Array.from({ length: 250 }, (_, index) => orderRow(`other-${index}`));
    const { merchant } = merchantAnswering(() => answering(200, foreign));
    await expect(merchant.orders.byReference('abc-100')).rejects.toMatchObject({
      type: 'UnexpectedResponse',
      detail: { field: 'reference' },
    });
  });

  it.each([[''], [null], [[]]])('are not taken for absent where their reference is %j', async (reference) => {
    const { merchant } = merchantAnswering(() => answering(200, [orderRow('abc-100', { reference })]));
    await expect(merchant.orders.byReference('abc-100')).rejects.toMatchObject({ type: 'UnexpectedResponse' });
  });

  it('come without the person, with what the design needs', async () => {
    const row = orderRow('abc-100', {
      status: 'shipped',
      trackingNumber: 'T1,T2',
      trackingUrl: 'https://t.example.test/T1',
    });
    const { merchant } = merchantAnswering(() => answering(200, [row], { date: 'Thu, 15 Jan 2026 11:00:00 GMT' }));
    const [order] = await merchant.orders.byReference('abc-100');
    expect(order).toEqual({
      id: '8f2a6c1e-7c1b-4f0c-9d38-0b1c5d7a2e11',
      reference: 'abc-100',
      status: 'SHIPPED',
      statusText: 'shipped',
      shippingCode: 'DHL',
      lines: [{ code: 'A', quantity: 2 }],
      trackingNumber: 'T1,T2',
      trackingUrl: 'https://t.example.test/T1',
      editTime: '2026-01-15T10:22:31.123Z',
      warehouseComments: undefined,
      countryCode: 'FI',
    });
    const page = await merchant.orders.changedSince('2026-01-01T00:00:00Z');
    expect(page.serverTime).toBe(Date.parse('2026-01-15T11:00:00Z'));
  });

  it.each([
    ['New', 'NEW'],
    ['COLLECTING', 'COLLECTING'],
    ['cancelled', 'CANCELLED'],
    [' Shipped ', 'SHIPPED'],
    ['Packed', 'UNKNOWN'],
    ['', 'UNKNOWN'],
  ])('have the status %j as %s', async (word, status) => {
    const { merchant } = merchantAnswering(() => answering(200, [orderRow('r', { status: word, trackingNumber: '' })]));
    expect(await merchant.orders.byReference('r')).toMatchObject([
      { status, statusText: word, trackingNumber: undefined },
    ]);
  });

  it('have times without a zone read as UTC', async () => {
    const { merchant } = merchantAnswering(() =>
      answering(200, [orderRow('r', { editTime: '2026-01-15T10:22:31.1234567' })]),
    );
    expect((await merchant.orders.byReference('r'))[0]?.editTime).toBe('2026-01-15T10:22:31.123Z');
  });

  it('can be read in full and sent again', async () => {
    const { merchant, sent } = merchantAnswering((method) =>
      answering(200, method === 'GET' ? [orderRow('r/1')] : orderRow('r/1')),
    );
    const body = await merchant.orders.full('r/1');
    expect(body).toEqual({
      reference: 'r/1',
      shippingCode: 'DHL',
      status: 'New',
      customer: { name: 'Test Person', address1: 'Testikatu 5', city: 'Helsinki', countryCode: 'FI', zip: '00100' },
      orderLines: [{ code: 'A', quantity: 2, unitPrice: 24.9 }],
    });
    if (body === undefined) return;
    await merchant.orders.update('r/1', { ...body, status: 'Cancelled' });
    expect(sent[1]).toMatchObject({ method: 'PUT' });
    expect(sent[1]?.url.pathname).toBe('/api/v1/Orders/r%2F1');
    expect(sent[1]?.body).not.toContain('null');
    expect(await merchantAnswering(() => answering(200, null)).merchant.orders.full('r')).toBeUndefined();
  });

  it.each([{ orderLines: null }, { orderLines: undefined }])(
    'whose lines are not told (%j) are none of no lines',
    async (over) => {
      const { merchant } = merchantAnswering((method) =>
        answering(200, method === 'GET' ? [orderRow('r', over), orderRow('s')] : orderRow('r', over)),
      );
      const page = await merchant.orders.changedSince('2026-01-01T00:00:00Z');
      expect(page.rows.map(({ reference }) => reference)).toEqual(['s']);
      expect(page.unreadable).toMatchObject([{ kind: 'warehouse order', id: 'r', field: 'orderLines' }]);
      await expect(merchant.orders.byReference('r')).rejects.toMatchObject({ type: 'UnexpectedResponse' });
      await expect(merchant.orders.full('r')).rejects.toMatchObject({ type: 'UnexpectedResponse' });
      expect(await merchant.orders.update('r', sentOrder)).toMatchObject({ lines: [{ code: 'A', quantity: 3 }] });
    },
  );

  it.each([null, undefined, []])(
    'that were taken with an answer that shows %j as their lines have those that were sent',
    async (orderLines) => {
      const { merchant } = merchantAnswering(() => answering(201, orderRow('r', { orderLines })));
      expect(await merchant.orders.create(sentOrder)).toMatchObject({
        reference: 'r',
        lines: [{ code: 'A', quantity: 3 }],
      });
    },
  );

  it('that were taken with other lines than were sent show those', async () => {
    const { merchant } = merchantAnswering(() =>
      answering(201, orderRow('r', { orderLines: [{ code: 'A', quantity: 1 }] })),
    );
    expect(await merchant.orders.create(sentOrder)).toMatchObject({ lines: [{ code: 'A', quantity: 1 }] });
  });

  it('that are refused do not repeat the person', async () => {
    const { merchant } = merchantAnswering(() =>
      answering(400, { statusCode: 400, message: 'Test Person, Testikatu 5: zip 00100 unknown' }),
    );
    const creating = merchant.orders.create({
      reference: 'r',
      customer: { name: 'Test Person', address1: 'Testikatu 5', city: 'Helsinki', countryCode: 'FI', zip: '00100' },
      orderLines: [],
    });
    await expect(creating).rejects.toMatchObject({
      type: 'Rejected',
      message: expect.not.stringMatching(/Person|Testikatu|00100/) as string,
    });
  });
});

describe('products and stock of a merchant', () => {
  it('are addressed safely, whatever is in the code', async () => {
    const code = 'ä/b\\c?&=1';
    const { merchant, sent } = merchantAnswering(() => answering(200, { code }));
    await merchant.products.update(code, { code, languageCode: 'en' });
    const segment = sent[0]?.url.pathname.split('/').at(-1) ?? '';
    expect(Buffer.from(segment, 'base64url').toString('utf8')).toBe(code);
    expect(sent[0]?.url.search).toBe('?base64url=true');
  });

  it('may be several of one code', async () => {
    const { merchant } = merchantAnswering(() =>
      answering(200, [{ code: 'A', stockUpdate: 5 }, { code: 'A' }, { code: 'a' }]),
    );
    expect(await merchant.products.byCode('A')).toMatchObject([{ incoming: 5 }, { incoming: undefined }]);
  });

  it('are paged until a short page', async () => {
    const { merchant, sent } = merchantAnswering((_method, _path, query) =>
      answering(200, query.get('page') === '1' ? [{ code: 'A' }, { code: 'B' }] : [{ code: 'C' }]),
    );
    const codes: string[] = [];
    for await (const page of merchant.products.pages({ modifiedAfter: '2026-01-01T00:00:00Z', limit: 2 })) {
      codes.push(...page.rows.map((row) => row.code));
    }
    expect(codes).toEqual(['A', 'B', 'C']);
    expect(sent[0]?.url.search).toBe('?modifiedAfter=2026-01-01T00%3A00%3A00Z&limit=2&page=1');
  });

  it('have no stock where the warehouse answers 404, null or 204', async () => {
    for (const answer of [answering(404, { statusCode: 404 }), answering(200, null), answering(204)]) {
      const { merchant } = merchantAnswering(() => answer);
      expect((await merchant.stock.byCode('A')).rows).toEqual([]);
      expect((await merchant.stock.list({})).rows).toEqual([]);
    }
  });

  it('whose available stock is missing are no zero', async () => {
    const { merchant } = merchantAnswering(() => answering(200, [{ productCode: 'A', stock: 1 }]));
    expect(await merchant.stock.byCode('A')).toMatchObject({
      rows: [],
      unreadable: [{ kind: 'stock', id: 'A', field: 'stockAvailable' }],
    });
  });

  it('a page of a wrong address is no empty list', async () => {
    const { merchant } = merchantAnswering(() => ({
      status: 404,
      headers: { 'content-type': 'text/html' },
      text: '<html>',
    }));
    await expect(merchant.stock.list({})).rejects.toMatchObject({ type: 'UnexpectedResponse' });
  });
});

describe('goods in and webhooks', () => {
  it('are read, also where the list is the literal null', async () => {
    const { merchant } = merchantAnswering(() => answering(200, null));
    expect((await merchant.stockUpdates.list({})).rows).toEqual([]);
    expect((await merchant.webhooks.list()).rows).toEqual([]);
  });

  it('are written', async () => {
    const { merchant, sent } = merchantAnswering((method, path) => {
      if (method === 'DELETE') return answering(204);
      if (path.endsWith('StockUpdate'))
        return answering(200, { reference: 'PO', status: 'NEW', products: [{ code: 'A', receivedQuantity: null }] });
      return answering(200, { id: 'g-1', url: 'https://x.example.test', key: 'k', type: 1 });
    });
    const made = await merchant.stockUpdates.create({
      reference: 'PO',
      supplier: 'S',
      receiveDate: '2026-01-20T00:00:00Z',
      products: [],
    });
    expect(made.products).toEqual([{ code: 'A', expectedQuantity: undefined, receivedQuantity: undefined }]);
    const hook = await merchant.webhooks.create({ url: 'https://x.example.test', key: 'k', type: 'OrderShipped' });
    expect(hook).toEqual({ id: 'g-1', url: 'https://x.example.test', type: '1' });
    await merchant.webhooks.update('g-1', { url: 'https://y.example.test', key: 'k', type: 'OrderShipped' });
    await merchant.webhooks.remove('g-1');
    expect(sent.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'POST /api/v1/StockUpdate',
      'POST /api/v1/WebHooks',
      'PUT /api/v1/WebHooks/g-1',
      'DELETE /api/v1/WebHooks/g-1',
    ]);
  });
});
