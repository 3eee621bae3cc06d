import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { workflowId } from '../../src/contract/ids.ts';
import { underWay } from '../support/at-rest.ts';
import { productDesk, type ProductDesk } from '../support/products.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
let desk: ProductDesk;

beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'));
  await shop.connect();
  desk = productDesk(shop);
});
afterAll(() => shop.close());

const inMyogo = (code: string) => {
  const product = shop.sandbox.control.merchant().product(code);
  if (product === undefined) throw new Error(`myOGO has no ${code}`);
  return product;
};
/** What a piece of work asked of both sides. */
const requestsOf = async (work: () => Promise<unknown>): Promise<Record<string, number>> => {
  const count = () => {
    const { store, warehouse } = shop.sandbox.control.ledger().requests;
    return { ...store, ...warehouse };
  };
  const before: Record<string, number> = count();
  await work();
  const changed = Object.entries(count()).filter(([route, requests]) => requests !== before[route]);
  return Object.fromEntries(changed.map(([route, requests]) => [route, requests - (before[route] ?? 0)]));
};

test('all sellable rows are created once; every other row is refused with its reason, and nothing is sent for it', async () => {
  let refused: readonly { sku: string; reason: string; message: string; name?: string }[] = [];
  const requests = await requestsOf(async () => {
    const report = await desk.create();
    expect(report).toMatchObject({ created: 45, updated: 0, unchanged: 0, refusedCount: 7, cancelled: false });
    refused = report.refused;
  });

  expect(refused.map(({ sku, reason }) => [sku, reason])).toEqual([
    ['MAP-DIGITAL', 'digital'],
    ['PATTERN-PDF', 'digital'],
    ['', 'no-sku'],
    ['ROPE', 'duplicate-sku'],
    ['ROPE', 'duplicate-sku'],
    ['PEG-3/8', 'unusable-sku'],
    ['', 'no-sku'],
  ]);
  for (const row of refused) {
    expect(row.message).not.toBe('');
    expect(row.name).not.toBe('');
  }
  expect(Object.values(desk.createdCodes())).toEqual(Array.from({ length: 45 }, () => 1));
  // The pages of both sides, and one request for each new product.
  expect(requests).toMatchObject({
    'GET /v3/catalog/products': 1,
    'GET /v3/catalog/variants': 1,
    'GET /v3/shipping/products/customs-information': 1,
    'GET /api/v1/Products': 1,
    'POST /api/v1/Products': 45,
  });
});

test('a product is told with what the store knows, and nothing else', () => {
  expect(inMyogo('MUG-ENAMEL').fields).toMatchObject({
    name: 'Enamel Mug',
    countryOfOrigin: 'EE',
    customsDescription: 'Ceramic tableware',
    hsCode: '69120025',
  });
  const description = String(inMyogo('MUG-ENAMEL').fields['description']);
  expect(description).toContain('A sturdy mug for the trail.');
  expect(description).not.toMatch(/[<>]|&nbsp;/);
  expect(inMyogo('BOARD-BIRCH').fields['eanCode']).toBe('036000291452');
  expect(inMyogo('SHIRT-TRAIL-S-MOSS').fields['name']).toBe('Trail T-shirt (S, Moss)');
  expect(inMyogo('SOAP-TAR').fields).not.toHaveProperty('eanCode'); // its check digit is wrong
  expect(inMyogo('SOAP-LAVENDER').fields).not.toHaveProperty('eanCode'); // its UPC is too short
});

test('the goods of what was created are awaited', async () => {
  expect([...(await desk.awaited())].sort()).toEqual(
    Object.keys(desk.createdCodes())
      .map((key) => key.slice(key.indexOf('/') + 1))
      .sort(),
  );
});

test('running again changes nothing and costs the pages alone', async () => {
  // The first run told the one that awaits goods, which looks at once: its requests are not counted here.
  const awaitsGoods = shop.worker.client.workflow.getHandle(workflowId.goodsIn(shop.storeHash));
  await expect.poll(() => underWay(awaitsGoods)).toBe(0);
  const requests = await requestsOf(async () => {
    expect(await desk.create()).toMatchObject({ created: 0, updated: 0, unchanged: 45, refusedCount: 7 });
  });
  expect(requests).toEqual({
    'GET /v3/catalog/products': 1,
    'GET /v3/catalog/variants': 1,
    'GET /v3/shipping/products/customs-information': 1,
    'GET /api/v1/Products': 1,
  });
});

describe('keeping up', () => {
  test('a changed name is updated and nothing but it; an EAN that is there and the warehouse’s own fields stay', async () => {
    Object.assign(inMyogo('MUG-ENAMEL').fields, { eanCode: '96385074', group: 'Kitchen' });
    shop.sandbox.control.changeProduct('MUG-ENAMEL', { name: 'Enamel Mug XL' });
    const requests = await requestsOf(async () => {
      expect(await desk.create()).toMatchObject({ created: 0, updated: 1, unchanged: 44 });
    });
    expect(inMyogo('MUG-ENAMEL').fields).toMatchObject({
      name: 'Enamel Mug XL',
      eanCode: '96385074',
      group: 'Kitchen',
    });
    expect(requests['PUT /api/v1/Products/:code']).toBe(1);
  });

  test('a SKU that was changed is a rename to be decided, never a second product', async () => {
    shop.sandbox.control.changeProduct('FIRESTEEL', { newSku: 'FIRESTEEL-2' });
    const report = await desk.create();
    expect(report.created).toBe(0);
    expect(report.refused).toContainEqual(expect.objectContaining({ sku: 'FIRESTEEL-2', reason: 'renamed' }));
    expect(report.refused.find(({ reason }) => reason === 'renamed')?.message).toContain('“FIRESTEEL”');
    expect(shop.sandbox.control.merchant().product('FIRESTEEL-2')).toBeUndefined();
    shop.sandbox.control.changeProduct('FIRESTEEL-2', { newSku: 'FIRESTEEL' });
  });

  test('a product that is gone from the store stays in myOGO', async () => {
    shop.sandbox.control.changeProduct('KETTLE-CAMP', { remove: true });
    expect(await desk.create()).toMatchObject({ created: 0, updated: 0, unchanged: 44 });
    expect(inMyogo('KETTLE-CAMP').code).toBe('KETTLE-CAMP');
  });

  test('several products under one code are refused as ambiguous', async () => {
    shop.sandbox.control.addWarehouseProduct({ code: 'TOWEL-LINEN', twin: true });
    const report = await desk.create({ selection: { skus: ['TOWEL-LINEN'] } });
    expect(report.refused).toEqual([expect.objectContaining({ sku: 'TOWEL-LINEN', reason: 'ambiguous' })]);
  });
});

test('a selection creates what it names, and says what it cannot', async () => {
  for (const sku of ['NEW-1', 'NEW-2', 'NEW-3']) shop.sandbox.control.addProduct({ name: sku, sku });
  const report = await desk.create({
    selection: { skus: ['NEW-1', 'NEW-3', 'new-2', 'NOWHERE', 'ROPE', 'MAP-DIGITAL', 'NEW-1'] },
  });
  expect(report).toMatchObject({ created: 2, unchanged: 0 });
  expect(report.refused.map(({ sku, reason }) => [sku, reason])).toEqual([
    ['new-2', 'NotFound'],
    ['NOWHERE', 'NotFound'],
    ['ROPE', 'duplicate-sku'],
    ['MAP-DIGITAL', 'digital'],
  ]);
  expect(shop.sandbox.control.merchant().product('NEW-2')).toBeUndefined();
});

test('what is not for sale is left out with that reason, and goes on when it is', async () => {
  shop.sandbox.control.changeProduct('NEW-2', { forSale: false });
  const selection = { skus: ['NEW-2'] };
  const { rows } = await desk.list({ search: 'NEW-2' });
  expect(rows).toMatchObject([{ sku: 'NEW-2', state: 'not-for-sale' }]);
  const report = await desk.create({ selection });
  expect(report).toMatchObject({ created: 0, refused: [{ sku: 'NEW-2', reason: 'not-for-sale' }] });
  expect(shop.sandbox.control.merchant().product('NEW-2')).toBeUndefined();
  shop.sandbox.control.changeProduct('NEW-2', { forSale: true });
  expect((await desk.list({ search: 'NEW-2' })).rows).toMatchObject([{ state: 'not-created' }]);
});

describe('a product with 600 variants', () => {
  test('is listed whole, and any of its variants can be created', async () => {
    const sizes = Array.from({ length: 25 }, (_, n) => `S${n}`);
    const colours = Array.from({ length: 24 }, (_, n) => `C${n}`);
    shop.sandbox.control.addProduct({ name: 'Many', sku: 'MANY', options: { Size: sizes, Colour: colours } });
    const skus: string[] = [];
    for (let page = 1, more = true; more; page += 1) {
      const found = await desk.list({ search: 'many-', limit: 250, page });
      skus.push(...found.rows.map(({ sku }) => sku));
      more = found.more;
    }
    expect(new Set(skus).size).toBe(600);

    const some = skus.filter((_, at) => at % 60 === 59);
    expect(await desk.create({ selection: { skus: some } })).toMatchObject({ created: 10, refusedCount: 0 });
    expect(inMyogo('MANY-S24-C23').fields['name']).toBe('Many (S24, C23)');
  });
});

describe('the list', () => {
  const states = async (search: string) =>
    (await desk.list({ search })).rows.map(({ sku, state }) => [sku, state] as const);

  test('shows each row’s state, and both sides’ stock beside each other', async () => {
    shop.sandbox.control.goodsIn({ 'MUG-ENAMEL': 12 });
    const [mug] = (await desk.list({ search: 'MUG-ENAMEL' })).rows;
    expect(mug).toMatchObject({ sku: 'MUG-ENAMEL', name: 'Enamel Mug XL', state: 'in-myogo', myogoStock: 12 });
    expect(typeof mug?.storeStock).toBe('number');
    expect((await desk.list({ search: 'MAP-LAPLAND' })).rows[0]).toMatchObject({ storeStock: null, myogoStock: 0 });
    expect(await states('rope')).toEqual([
      ['ROPE', 'duplicate-sku'],
      ['ROPE', 'duplicate-sku'],
    ]);
    expect(await states('PEG-3/8')).toEqual([['PEG-3/8', 'unusable-sku']]);
    expect(await states('pattern-pdf')).toEqual([['PATTERN-PDF', 'digital']]);
    expect(await states('TOWEL')).toEqual([['TOWEL-LINEN', 'ambiguous']]);
    expect(await states('NEW-')).toEqual([
      ['NEW-1', 'in-myogo'],
      ['NEW-2', 'not-created'],
      ['NEW-3', 'in-myogo'],
    ]);
    expect((await desk.list({ state: 'no-sku' })).rows).toHaveLength(2);
  });

  test('is live: what changed a moment ago is there at the next call', async () => {
    shop.sandbox.control.changeProduct('NEW-1', { name: 'Brand new' });
    expect(await states('brand new')).toEqual([['NEW-1', 'differs']]);
  });

  test('goes on from page to page without repeating or leaving out', async () => {
    const first = await desk.list({ state: 'in-myogo', limit: 20 });
    const second = await desk.list({ state: 'in-myogo', limit: 20, page: 2 });
    const third = await desk.list({ state: 'in-myogo', limit: 250, page: 1 });
    expect([...first.rows, ...second.rows]).toEqual(third.rows.slice(0, 40));
    expect([first.more, third.more]).toEqual([true, false]);
  });

  test.each([
    [{ page: 0 }, 'page'],
    [{ limit: 251 }, 'limit'],
    [{ state: 'odd' as 'digital' }, 'state'],
  ])('%j is refused by name', async (request, field) => {
    const failure: unknown = await desk.list(request).catch((error: unknown) => error);
    // The run itself refuses it: it asks no activity.
    const { cause } = failure as { cause?: { type?: string; message?: string } };
    expect(cause?.type).toBe('InvalidInput');
    expect(cause?.message).toContain(`${field}"`);
  });
});
