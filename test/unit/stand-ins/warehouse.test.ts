import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../dev/stand-ins/start.ts';
import { startWatchedSandbox } from '../../support/contract/watched-sandbox.ts';
import { first, list, object, orderRequest, passwordGrant, tokenRequest, warehouseCaller } from './parties.ts';

let sandbox: Sandbox;
let call: Awaited<ReturnType<typeof warehouseCaller>>;
beforeAll(async () => {
  sandbox = await startWatchedSandbox({ products: 1 }, 'by hand');
});
beforeEach(async () => {
  sandbox.control.reset({ products: 1 });
  call = await warehouseCaller(sandbox);
});
afterAll(() => sandbox.close());

const product = (code: string, more: Record<string, unknown> = {}) =>
  call('POST', '/Products', { code, languageCode: 'en', name: code, ...more });
const stockOf = async (code: string) => list((await call('GET', `/Stock?productCode=${code}`)).json)[0];
const statusOf = async (reference: string) =>
  list((await call('GET', `/Orders?reference=${reference}`)).json)[0]?.['status'];

/** A product with goods on the shelf. */
async function stocked(code: string, quantity: number): Promise<void> {
  await product(code);
  sandbox.control.goodsIn({ [code]: quantity });
}

describe('tokens', () => {
  test('the password grant gives a bearer token of an hour and a half', async () => {
    const { merchantId, secretToken } = first(sandbox);
    const answer = await tokenRequest(sandbox, { grant_type: 'password', username: merchantId, password: secretToken });
    expect(answer).toMatchObject({ status: 200, json: { token_type: 'bearer', expires_in: 5400 } });
    expect(String(object(answer.json)['access_token']).split('.')).toHaveLength(3);
  });

  test.each([
    { fields: { grant_type: 'password', username: '1', password: '2' }, error: 'invalid_grant' },
    { fields: { grant_type: 'refresh_token', refresh_token: 'nonsense' }, error: 'invalid_grant' },
    { fields: { grant_type: 'client_credentials' }, error: 'unsupported_grant_type' },
    { fields: {}, error: 'invalid_request' },
    { fields: { grant_type: 'password', client_secret: 'wrong' }, error: 'invalid_client' },
  ])('$fields is 400 $error', async ({ fields, error }) => {
    const given: Record<string, string> = { ...fields };
    expect(await tokenRequest(sandbox, given)).toMatchObject({ status: 400, json: { error } });
  });

  test('a JSON body is not read', async () => {
    const { merchantId, secretToken } = first(sandbox);
    const { clientId, clientSecret } = sandbox.credentials.oauth;
    const body = JSON.stringify({
      grant_type: 'password',
      client_id: clientId,
      client_secret: clientSecret,
      username: merchantId,
      password: secretToken,
    });
    const answer = await fetch(sandbox.tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(400);
  });

  test('a refresh token works once and gives the next one', async () => {
    const { refresh } = await passwordGrant(sandbox);
    const again = () => tokenRequest(sandbox, { grant_type: 'refresh_token', refresh_token: refresh });
    const answer = await again();
    expect(answer.status).toBe(200);
    expect(object(answer.json)['refresh_token']).not.toBe(refresh);
    expect(await again()).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
  });

  test('an access token ends by the clock, and by a switch of its lifetime', async () => {
    expect((await call('GET', '/Orders')).status).toBe(200);
    sandbox.control.advance('90m');
    expect(await call('GET', '/Orders')).toMatchObject({ status: 401, json: { statusCode: 401 } });
    sandbox.control.settings({ accessTokenSeconds: 10 });
    call = await warehouseCaller(sandbox);
    sandbox.control.advance('10s');
    expect((await call('GET', '/Orders')).status).toBe(401);
  });

  test('a new secret token replaces the old one', async () => {
    sandbox.control.access({ secretToken: true });
    const { merchantId, secretToken } = first(sandbox);
    expect(
      (await tokenRequest(sandbox, { grant_type: 'password', username: merchantId, password: secretToken })).status,
    ).toBe(400);
  });

  test('a token without a scope does not reach what the scope guards', async () => {
    call = await warehouseCaller(sandbox, first(sandbox), 'read:order');
    expect((await call('GET', '/Orders')).status).toBe(200);
    expect((await call('GET', '/Products')).status).toBe(403);
    expect((await call('POST', '/Orders', {})).status).toBe(403);
  });

  test('a merchant sees nothing of another one', async () => {
    await stocked('A', 5);
    await call('POST', '/Orders', orderRequest('r-1', [{ code: 'A', quantity: 1 }]));
    const other = await warehouseCaller(sandbox, sandbox.control.addStore({ products: 1 }));
    expect((await other('GET', '/Orders?reference=r-1')).json).toEqual([]);
    expect((await other('GET', '/Products')).json).toEqual([]);
    expect((await other('PUT', '/Orders/r-1', orderRequest('r-1', []))).status).toBe(404);
  });
});

describe('products', () => {
  test.each([
    { body: { languageCode: 'en' }, says: 'code' },
    { body: { code: '', languageCode: 'en' }, says: 'code' },
    { body: { code: 'A' }, says: 'languageCode' },
    { body: { code: 'A', languageCode: 'eng' }, says: 'languageCode' },
    { body: { code: 'A/1', languageCode: 'en' }, says: 'code' },
    { body: { code: 'A', languageCode: 'en', countryOfOrigin: 'FIN' }, says: 'countryOfOrigin' },
    { body: { code: 'A', languageCode: 'en', currencyCode: 'EU' }, says: 'currencyCode' },
    { body: { code: 'A', languageCode: 'en', salesPrice: '9.90' }, says: 'salesPrice' },
    { body: { code: 'A', languageCode: 'en', hsCode: 61 }, says: 'hsCode' },
  ])('$body is refused with a word about $says', async ({ body, says }) => {
    expect(await call('POST', '/Products', body)).toMatchObject({
      status: 400,
      json: { statusCode: 400, message: expect.stringContaining(says) as unknown },
    });
  });

  test('a code that is there is refused', async () => {
    expect((await product('A')).status).toBe(200);
    expect((await product('A')).status).toBe(400);
  });

  test('a product is addressed by base64url, renamed by another code, and keeps its EAN', async () => {
    await product('A b', { eanCode: '6400000000013' });
    const path = `/Products/${Buffer.from('A b').toString('base64url')}?base64url=true`;
    const answer = await call('PUT', path, { code: 'B', languageCode: 'fi', eanCode: '1', name: 'New' });
    expect(answer.json).toMatchObject({ code: 'B', languageCode: 'fi', name: 'New', eanCode: '6400000000013' });
    expect((await call('GET', '/Products?code=A%20b')).json).toEqual([]);
    expect((await call('PUT', path, { code: 'B', languageCode: 'fi' })).status).toBe(404);
  });

  test('one code may find several products', async () => {
    await product('A');
    sandbox.control.addWarehouseProduct({ code: 'A', twin: true });
    expect(list((await call('GET', '/Products?code=A')).json)).toHaveLength(2);
  });

  test('lists page by 50, and 250 at most', async () => {
    for (let n = 0; n < 60; n++) sandbox.control.addWarehouseProduct({ code: `P${n}` });
    expect(list((await call('GET', '/Products')).json)).toHaveLength(50);
    expect(list((await call('GET', '/Products?page=2')).json)).toHaveLength(10);
    expect((await call('GET', '/Products?page=3')).json).toEqual([]);
    expect((await call('GET', '/Products?limit=251')).status).toBe(400);
  });
});

describe('a new order', () => {
  beforeEach(() => stocked('A', 5));

  test.each([
    { body: orderRequest('', [{ code: 'A', quantity: 1 }]), says: 'reference' },
    { body: orderRequest('r', []), says: 'orderLines' },
    { body: orderRequest('r', [{ code: 'A', quantity: 1.5 }]), says: 'quantity' },
    { body: orderRequest('r', [{ code: 'A', quantity: '1' }]), says: 'quantity' },
    { body: orderRequest('r', [{ code: 'A', quantity: 0 }]), says: 'quantity' },
    { body: orderRequest('r', [{ code: 'NOPE', quantity: 1 }]), says: 'NOPE' },
    { body: orderRequest('r', [{ code: 'A', quantity: 1 }], { shippingCode: 'PIGEON' }), says: 'PIGEON' },
    { body: orderRequest('r', [{ code: 'A', quantity: 1 }], { shippingCode: null }), says: 'shippingCode' },
    { body: orderRequest('r', [{ code: 'A', quantity: 1 }], { customer: undefined }), says: 'customer' },
    {
      body: orderRequest('r', [{ code: 'A', quantity: 1 }], {
        customer: { name: 'x', address1: 'y', city: 'z', countryCode: 'FIN' },
      }),
      says: 'countryCode',
    },
    {
      body: orderRequest('r', [{ code: 'A', quantity: 1 }], { customer: { name: 'x', city: 'z', countryCode: 'FI' } }),
      says: 'address1',
    },
    { body: orderRequest('r', [{ code: 'A', quantity: 1 }], { priceCurrency: 'EURO' }), says: 'priceCurrency' },
    { body: orderRequest('r', [{ code: 'A', quantity: 1 }], { status: 'Shipped' }), says: 'status' },
    { body: orderRequest('r', [{ code: 'A', quantity: 1 }], { status: 'Flying' }), says: 'status' },
    { body: orderRequest('r'.repeat(101), [{ code: 'A', quantity: 1 }]), says: 'reference' },
    { body: orderRequest('r', [{ code: 'A', quantity: 1 }], { documents: [{ type: 'receipt' }] }), says: 'document' },
  ])('is refused with a word about $says', async ({ body, says }) => {
    const answer = await call('POST', '/Orders', body);
    expect([answer.status, object(answer.json)['message']]).toEqual([400, expect.stringContaining(says)]);
    expect((await call('GET', '/Orders')).json).toEqual([]);
  });

  test('reserves its stock and waits in New; without goods it is Pending until they arrive', async () => {
    await call('POST', '/Orders', orderRequest('r-1', [{ code: 'A', quantity: 4 }]));
    expect(await stockOf('A')).toMatchObject({ stock: 5, reserved: 4, stockAvailable: 1 });
    await call('POST', '/Orders', orderRequest('r-2', [{ code: 'A', quantity: 2 }]));
    expect([await statusOf('r-1'), await statusOf('r-2')]).toEqual(['New', 'Pending']);
    expect(await stockOf('A')).toMatchObject({ stock: 5, reserved: 6, stockAvailable: -1 });
    sandbox.control.goodsIn({ A: 1 });
    expect(await statusOf('r-2')).toBe('New');
  });

  test('goes through collecting, which deducts, to shipped', async () => {
    await call('POST', '/Orders', orderRequest('r-1', [{ code: 'A', quantity: 4 }]));
    sandbox.control.warehouse('r-1', { status: 'COLLECTING' });
    expect(await stockOf('A')).toMatchObject({ stock: 1, reserved: 0, stockAvailable: 1 });
    sandbox.control.warehouse('r-1', {
      status: 'SHIPPED',
      tracking: ['T1', 'T2'],
      trackingUrl: 'https://track.test/T1',
    });
    const [order] = list((await call('GET', '/Orders?reference=r-1')).json);
    expect(order).toMatchObject({ status: 'Shipped', trackingNumber: 'T1,T2', trackingUrl: 'https://track.test/T1' });
  });

  test.each([
    ['refuse', 400, 1],
    ['reserve', 200, 2],
  ] as const)('with a known reference: %s answers %i', async (duplicateReference, status, orders) => {
    sandbox.control.settings({ duplicateReference });
    const send = () => call('POST', '/Orders', orderRequest('r-1', [{ code: 'A', quantity: 1 }]));
    await send();
    expect((await send()).status).toBe(status);
    expect(list((await call('GET', '/Orders?reference=r-1')).json).map((o) => o['status'])).toEqual(
      ['New', 'Reserved'].slice(0, orders),
    );
    expect(sandbox.control.ledger().effects['myogo order created']).toEqual({ 'r-1': orders });
  });

  test('needs no shipping code where only one is enabled', async () => {
    sandbox.control.access({ shippingCodes: ['POSTI'] });
    expect(
      (await call('POST', '/Orders', orderRequest('r-1', [{ code: 'A', quantity: 1 }], { shippingCode: null }))).status,
    ).toBe(200);
  });

  test('makes unknown products where the switch says so', async () => {
    sandbox.control.settings({ unknownSku: 'create' });
    expect((await call('POST', '/Orders', orderRequest('r-1', [{ code: 'NEW1', quantity: 1 }]))).json).toMatchObject({
      status: 'Pending',
    });
  });

  test('that is short is split in two where the merchant wants it', async () => {
    sandbox.control.settings({ autoSplit: true });
    await call('POST', '/Orders', orderRequest('r-1', [{ code: 'A', quantity: 7 }]));
    const orders = list((await call('GET', '/Orders')).json);
    expect(orders.map((o) => [o['reference'], o['status'], list(o['orderLines'])[0]?.['quantity']])).toEqual([
      ['r-1', 'New', 5],
      ['r-1-1', 'Pending', 2],
    ]);
    expect(await stockOf('A')).toMatchObject({ stock: 5, reserved: 7 });
  });

  test.each([
    ['pascal', 'New'],
    ['lower', 'new'],
    ['upper', 'NEW'],
  ] as const)('has its status word in %s case', async (statusCase, word) => {
    sandbox.control.settings({ statusCase });
    expect(
      (await call('POST', '/Orders', orderRequest('r-1', [{ code: 'A', quantity: 1 }], { status: 'new' }))).json,
    ).toMatchObject({ status: word });
  });
});

describe('changing an order', () => {
  const put = (body: unknown) => call('PUT', '/Orders/r-1', body);
  beforeEach(async () => {
    await stocked('A', 5);
    await call('POST', '/Orders', orderRequest('r-1', [{ code: 'A', quantity: 2 }]));
  });

  test('is passed over with 200 unless the merchant allows it', async () => {
    expect(await put(orderRequest('r-1', [{ code: 'A', quantity: 1 }]))).toMatchObject({
      status: 200,
      json: { orderLines: [{ code: 'A', quantity: 2 }] },
    });
    sandbox.control.settings({ uneditable: 'refuse' });
    expect((await put(orderRequest('r-1', [{ code: 'A', quantity: 1 }]))).status).toBe(400);
  });

  test('replaces all lines in New where it is allowed, not in Collecting', async () => {
    sandbox.control.settings({ ordersEditable: true });
    expect((await put(orderRequest('r-1', [{ code: 'A', quantity: 1 }]))).json).toMatchObject({
      orderLines: [{ quantity: 1 }],
    });
    expect(await stockOf('A')).toMatchObject({ reserved: 1 });
    sandbox.control.warehouse('r-1', { status: 'Collecting' });
    expect((await put(orderRequest('r-1', [{ code: 'A', quantity: 2 }]))).json).toMatchObject({
      orderLines: [{ quantity: 1 }],
    });
  });

  test('needs the whole order, unless a switch takes a part', async () => {
    expect((await put({ status: 'Cancelled' })).status).toBe(400);
    sandbox.control.settings({ putNeedsWholeOrder: false });
    expect((await put({ status: 'Cancelled' })).json).toMatchObject({ status: 'Cancelled' });
  });

  test.each([
    { before: 'New', status: 200 },
    { before: 'Reserved', status: 200 },
    { before: 'Collecting', status: 400 },
    { before: 'Shipped', status: 400 },
  ])('to cancelled from $before answers $status', async ({ before, status }) => {
    if (before !== 'New') sandbox.control.warehouse('r-1', { status: before });
    expect((await put(orderRequest('r-1', [{ code: 'A', quantity: 2 }], { status: 'Cancelled' }))).status).toBe(status);
    if (status === 200) expect(await stockOf('A')).toMatchObject({ stock: 5, reserved: 0 });
  });

  test('of an unknown reference is 404', async () => {
    expect((await call('PUT', '/Orders/nope', orderRequest('nope', []))).status).toBe(404);
  });
});

describe('what changed', () => {
  test('orders and stock are found after an instant, which is not included unless a switch says so', async () => {
    await stocked('A', 5);
    sandbox.control.addWarehouseProduct({ code: 'B' });
    sandbox.control.advance('1h');
    const modified = object((await call('POST', '/Orders', orderRequest('r-1', [{ code: 'A', quantity: 1 }]))).json)[
      'editTime'
    ];
    const at = encodeURIComponent(String(modified));
    expect((await call('GET', `/Orders?modifiedAfter=${at}`)).json).toEqual([]);
    sandbox.control.settings({ modifiedAfterInclusive: true });
    expect(list((await call('GET', `/Orders?modifiedAfter=${at}`)).json).map((o) => o['reference'])).toEqual(['r-1']);
    expect(list((await call('GET', `/Stock?modifiedAfter=${at}`)).json).map((s) => s['productCode'])).toEqual(['A']);
  });

  test('the stock of an unknown code is 404', async () => {
    expect((await call('GET', '/Stock?productCode=NOPE')).status).toBe(404);
  });
});

describe('goods in', () => {
  test('goods of an unknown code become an XX- product', async () => {
    const answer = sandbox.control.goodsIn({ LOST: 3 });
    expect(answer.unidentified).toEqual(['XX-LOST']);
    expect(await stockOf('XX-LOST')).toMatchObject({ stock: 3 });
  });

  test('fill the stock update that announced them', async () => {
    await product('A');
    const update = {
      supplier: 'Acme',
      receiveDate: '2026-01-20T00:00:00Z',
      reference: 'PO-1',
      products: [{ code: 'A', expectedQuantity: 10, countryOfOrigin: 'FI' }],
    };
    expect((await call('POST', '/StockUpdate', update)).json).toMatchObject({ status: 'NEW', reference: 'PO-1' });
    expect(list((await call('GET', '/Products?code=A')).json)[0]).toMatchObject({ stock: 0, stockUpdate: 10 });
    sandbox.control.goodsIn({ A: 4 });
    const [seen] = list((await call('GET', '/StockUpdate?reference=PO-1')).json);
    expect(list(seen?.['products'])[0]).toMatchObject({ code: 'A', expectedQuantity: 10, receivedQuantity: 4 });
    expect(list((await call('GET', '/Products?code=A')).json)[0]).toMatchObject({ stock: 4, stockUpdate: 6 });
  });
});
