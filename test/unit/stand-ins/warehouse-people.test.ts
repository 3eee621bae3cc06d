import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Sandbox } from '../../../dev/stand-ins/start.ts';
import { startWatchedSandbox } from '../../support/contract/watched-sandbox.ts';
import { type WarehousePeople, warehousePeople } from '../../support/warehouse-people.ts';
import { controlCaller, list, object, orderRequest, warehouseCaller } from './parties.ts';

let sandbox: Sandbox;
let call: Awaited<ReturnType<typeof warehouseCaller>>;
let warehouse: WarehousePeople;
beforeAll(async () => {
  sandbox = await startWatchedSandbox({ products: 1 }, 'by hand');
});
beforeEach(async () => {
  sandbox.control.reset({ products: 1 });
  call = await warehouseCaller(sandbox);
  warehouse = warehousePeople(sandbox);
  for (const code of ['A', 'B']) sandbox.control.addWarehouseProduct({ code });
  sandbox.control.goodsIn({ A: 20, B: 20 });
  await call('POST', '/Orders', orderRequest('r-1', [{ code: 'A', quantity: 3 }]));
});
afterAll(() => sandbox.close());

const rows = async (reference: string) => list((await call('GET', `/Orders?reference=${reference}`)).json);
const goodsOf = (row: Record<string, unknown> | undefined): Record<string, unknown> =>
  Object.fromEntries(
    list(row?.['orderLines']).map((line): [string, unknown] => [String(line['code']), line['quantity']]),
  );
const shown = async (reference: string) => (await rows(reference)).map((row) => [row['status'], goodsOf(row)] as const);
const put = (reference: string, body: Record<string, unknown> = {}) =>
  call('PUT', `/Orders/${encodeURIComponent(reference)}`, {
    ...orderRequest(reference, [{ code: 'A', quantity: 3 }]),
    ...body,
  });

describe('a split by people', () => {
  test.each(['-2', '/B', '_2', '.2', ' (2)'])('puts a part under the reference with %s behind it', async (suffix) => {
    const answer = warehouse.split('r-1', { lines: [{ code: 'A' }], suffix, status: 'PENDING' });
    expect(answer).toMatchObject({ reference: 'r-1', status: 'New', splitOff: `r-1${suffix}` });
    expect(await shown('r-1')).toEqual([['New', { A: 2 }]]);
    expect(await shown(encodeURIComponent(`r-1${suffix}`))).toEqual([['Pending', { A: 1 }]]);
  });

  test('can keep the reference, or take one of its own', async () => {
    warehouse.split('r-1', { lines: [{ code: 'A' }], suffix: '' });
    warehouse.split('r-1', { lines: [{ code: 'A' }], reference: 'other' }, { occurrence: 0 });
    expect(await shown('r-1')).toEqual([
      ['New', { A: 1 }],
      ['New', { A: 1 }],
    ]);
    expect(await shown('other')).toEqual([['New', { A: 1 }]]);
  });

  test('keeps the stock right, and its part pending while people want it so', async () => {
    warehouse.split('r-1', { lines: [{ code: 'A', quantity: 2 }], suffix: '-2', status: 'PENDING' });
    sandbox.control.goodsIn({ A: 1 });
    expect((await shown('r-1-2'))[0]?.[0]).toBe('Pending');
    expect(list((await call('GET', '/Stock?productCode=A')).json)[0]).toMatchObject({ stock: 21, reserved: 3 });
    warehouse.ship('r-1-2', { tracking: 'T2' });
    expect(await shown('r-1-2')).toEqual([['Shipped', { A: 2 }]]);
  });

  test.each([
    ['more than is there', { lines: [{ code: 'A', quantity: 4 }] }],
    ['everything', { lines: [{ code: 'A', quantity: 3 }] }],
    ['what it does not have', { lines: [{ code: 'B' }] }],
  ])('of %s is refused', async (_, part) => {
    expect(() => warehouse.split('r-1', part)).toThrow();
    expect(await shown('r-1')).toEqual([['New', { A: 3 }]]);
  });
});

describe('orders that people place', () => {
  test('may have a reference of ours, with equal goods or others, or one of their own', async () => {
    warehouse.placeTwin('r-1');
    warehouse.placeTwin('r-1', [{ code: 'B', quantity: 2 }]);
    const exchange = warehouse.place({ reference: 'r-1-EX1', lines: [{ code: 'A' }] });
    expect((await shown('r-1')).map(([, goods]) => goods)).toEqual([{ A: 3 }, { A: 3 }, { B: 2 }]);
    expect(await rows('r-1-EX1')).toMatchObject([{ id: exchange.id, status: 'New', customer: { city: 'Helsinki' } }]);
  });

  test('are picked out by their place or their id', async () => {
    const twin = warehouse.placeTwin('r-1');
    warehouse.cancel('r-1', { occurrence: 0 });
    warehouse.ship('r-1', { id: twin.id, tracking: 'T' });
    expect((await rows('r-1')).map((row) => row['status'])).toEqual(['Cancelled', 'Shipped']);
  });

  test('cannot be empty, or like one that is not there', () => {
    expect(() => warehouse.place({ reference: 'x' })).toThrow(/lines/);
    expect(() => warehouse.place({ reference: 'x', like: 'nope' })).toThrow(/nope/);
  });
});

describe('other goods', () => {
  test.each([
    ['fewer', [{ code: 'A', quantity: 2 }], { A: 2 }],
    ['more', [{ code: 'A', quantity: 4 }], { A: 4 }],
    ['a substitute', [{ code: 'A-BLUE', quantity: 3 }], { 'A-BLUE': 3 }],
  ])('%s may be shipped', async (_, lines, expected) => {
    warehouse.ship('r-1', { lines, tracking: 'T1' });
    expect(await shown('r-1')).toEqual([['Shipped', expected]]);
  });

  test('come as a gift, and in place of what there was', async () => {
    warehouse.addGift('r-1', { code: 'GIFT' });
    expect(await shown('r-1')).toEqual([['New', { A: 3, GIFT: 1 }]]);
    warehouse.changeLines('r-1', [{ code: 'B', quantity: 1 }]);
    expect(await shown('r-1')).toEqual([['New', { B: 1 }]]);
  });
});

describe('any status', () => {
  test('can be reached, also from a cancelled one', async () => {
    for (const status of ['Cancelled', 'New', 'Returned', 'Reserved', 'Draft', 'Locked', 'Pending']) {
      warehouse.moveTo('r-1', status.toUpperCase());
      expect((await shown('r-1'))[0]?.[0]).toBe(status);
    }
    expect(() => warehouse.moveTo('r-1', 'FLYING')).toThrow(/FLYING/);
  });

  test('can be shown as a word that nobody knows, and a row can be odd in any field', async () => {
    warehouse.showOddly('r-1', { status: 'ON-HOLD', orderLines: null, trackingNumber: 7 });
    expect(await rows('r-1')).toMatchObject([{ status: 'ON-HOLD', orderLines: null, trackingNumber: 7 }]);
    warehouse.showOddly('r-1', null);
    expect(await shown('r-1')).toEqual([['New', { A: 3 }]]);
  });

  test('of picking refuses a cancel', async () => {
    warehouse.collect('r-1');
    expect((await put('r-1', { status: 'Cancelled' })).status).toBe(400);
  });
});

test('an order vanishes from lists and look-ups, and comes back', async () => {
  warehouse.vanish('r-1');
  expect([await rows('r-1'), (await call('GET', '/Orders')).json, (await put('r-1')).status]).toEqual([[], [], 404]);
  warehouse.reappear('r-1');
  expect(await shown('r-1')).toEqual([['New', { A: 3 }]]);
});

test('tracking comes later, changes, goes, and its link may lack a scheme', async () => {
  warehouse.ship('r-1');
  warehouse.track('r-1', 'T1', 'track.test/T1');
  expect(await rows('r-1')).toMatchObject([{ trackingNumber: 'T1', trackingUrl: 'track.test/T1' }]);
  warehouse.track('r-1', '', '');
  expect(await rows('r-1')).toMatchObject([{ trackingNumber: null, trackingUrl: null }]);
});

describe('PUT', () => {
  const cancel = () => put('r-1', { status: 'Cancelled' });

  test('answers 200 and changes nothing once, for one reference', async () => {
    warehouse.ignorePuts({ reference: 'r-1', times: 1 });
    expect(await cancel()).toMatchObject({ status: 200, json: { status: 'New' } });
    expect(await cancel()).toMatchObject({ status: 200, json: { status: 'Cancelled' } });
  });

  test('does so always and for all, and may even show what was asked for', async () => {
    warehouse.ignorePuts({ says: 'asked' });
    expect(await cancel()).toMatchObject({ json: { status: 'Cancelled' } });
    expect(await shown('r-1')).toEqual([['New', { A: 3 }]]);
    warehouse.obeyPuts();
    await cancel();
    expect((await shown('r-1'))[0]?.[0]).toBe('Cancelled');
  });

  test('is refused where people want it so', async () => {
    warehouse.refusePuts({ reference: 'r-1' });
    expect((await cancel()).status).toBe(400);
  });

  test.each([
    [0, ['Cancelled', 'New']],
    [-1, ['New', 'Cancelled']],
  ])('changes one order of a reference alone: %i', async (occurrence, expected) => {
    warehouse.placeTwin('r-1');
    warehouse.bendPuts({ occurrence });
    await cancel();
    expect((await rows('r-1')).map((row) => row['status'])).toEqual(expected);
  });

  test('keeps a field, or lands later', async () => {
    sandbox.control.settings({ ordersEditable: true });
    warehouse.bendPuts({ keeps: ['customer'], times: 1 });
    const moved = { customer: { name: 'T', address1: 'New 1', city: 'Espoo', countryCode: 'FI' } };
    await put('r-1', { ...moved, orderLines: [{ code: 'A', quantity: 2 }] });
    expect(await rows('r-1')).toMatchObject([{ customer: { city: 'Helsinki' }, orderLines: [{ quantity: 2 }] }]);
    warehouse.bendPuts({ lateMs: 20 });
    expect(await put('r-1', moved)).toMatchObject({ status: 200, json: { customer: { city: 'Helsinki' } } });
    sandbox.control.settle();
    expect(await rows('r-1')).toMatchObject([{ customer: { city: 'Espoo' } }]);
  });
});

describe('what comes late or twice', () => {
  const send = () => call('POST', '/Orders', orderRequest('r-2', [{ code: 'A', quantity: 1 }]));

  test('an order appears in lists and look-ups some time after its answer', async () => {
    sandbox.control.settings({ ordersAppearAfterMs: 60_000 });
    expect((await send()).status).toBe(200);
    expect(await rows('r-2')).toEqual([]);
    sandbox.control.advance('1m');
    expect(await rows('r-2')).toHaveLength(1);
  });

  test('an order whose answer was lost and that was sent again is there twice', async () => {
    sandbox.control.settings({ duplicateReference: 'accept' });
    // Longer than this test: the effect lands when the test says so, however slow the machine is.
    const lateMs = 3_600_000;
    sandbox.control.faults({ rate: 1, kinds: ['late-effect'], lateMs, paths: ['POST *Orders'], count: 1 });
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await expect(send()).rejects.toThrow();
    const [land] = timers.mock.calls.find(([, ms]) => ms === lateMs) ?? [];
    timers.mockRestore();
    expect(await rows('r-2')).toEqual([]);
    expect((await send()).status).toBe(200);
    expect((await rows('r-2')).map((row) => row['status'])).toEqual(['New']);
    land?.();
    expect((await rows('r-2')).map((row) => row['status'])).toEqual(['New', 'New']);
  });
});

describe('the edit time', () => {
  const edited = async () => Date.parse(String((await rows('r-1'))[0]?.['editTime']));

  test('moves with every change, not with a vanishing or an odd row', async () => {
    for (const act of [
      () => warehouse.addGift('r-1', { code: 'B' }),
      () => warehouse.track('r-1', 'T'),
      () => warehouse.split('r-1', { lines: [{ code: 'A' }] }),
      () => warehouse.collect('r-1'),
    ]) {
      const before = await edited();
      sandbox.control.advance(1000);
      act();
      expect(await edited()).toBeGreaterThan(before);
    }
    const before = await edited();
    sandbox.control.advance(1000);
    warehouse.vanish('r-1');
    warehouse.reappear('r-1');
    warehouse.showOddly('r-1', null);
    expect(await edited()).toBe(before);
  });

  test('can be the same after a change: by a switch within a second, by hand for any', async () => {
    const before = await edited();
    sandbox.control.advance(5000);
    warehouse.change('r-1', { comments: 'seen', editTime: 'same' });
    expect(await edited()).toBe(before);
    sandbox.control.settings({ editTimeStepMs: 1000 });
    warehouse.change('r-1', { comments: 'again' });
    expect((await edited()) % 1000).toBe(0);
    expect(() => warehouse.change('r-1', { editTime: 'soon' })).toThrow(/soon/);
  });
});

test('all of it can be done over HTTP, and a misspelt field is refused', async () => {
  const control = controlCaller(sandbox.warehouseUrl);
  const placed = await control('warehouse-orders', { reference: 'by-hand', lines: [{ code: 'A', quantity: 2 }] });
  expect(placed).toMatchObject({ status: 200, json: { reference: 'by-hand', status: 'New' } });
  const split = { split: { lines: [{ code: 'A' }], suffix: '/B' } };
  expect((await control('warehouse/by-hand', split)).json).toMatchObject({ splitOff: 'by-hand/B' });
  expect((await control('warehouse-puts', [{ reference: 'by-hand', answer: 'ignore', times: 1 }])).json).toEqual({
    rules: [{ reference: 'by-hand', answer: 'ignore', times: 1 }],
  });
  expect((await control('warehouse-puts', {})).json).toEqual({ rules: [] });
  for (const [path, body] of [
    ['warehouse-orders', { refrence: 'x' }],
    ['warehouse-puts', { answer: 'shrug' }],
    ['warehouse-puts', { ansewr: 'ignore' }],
    ['warehouse/by-hand', { splitt: true }],
    ['warehouse/by-hand', { editTime: 'soon' }],
  ] as const) {
    const answer = await control(path, body);
    expect([answer.status, typeof object(answer.json)['error']]).toEqual([400, 'string']);
  }
});
