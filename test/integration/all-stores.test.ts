import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { StoreCredentials } from '../../dev/stand-ins/world.ts';
import { rowsOf } from '../support/rows-of.ts';
import { HEEDED_AFTER_MS } from '../../src/activities/runtime/connections.ts';
import { OgoshipClient, type Integration } from '../../src/client/index.ts';
import { scheduleId, workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { ogoship, type CliAnswer } from '../support/cli.ts';
import { openCliShop, type CliShop } from '../support/cli-shop.ts';
import type { Shop } from '../support/shop.ts';

let shop: Shop;
let client: OgoshipClient;
let store: Integration;
let credentials: StoreCredentials;
let env: CliShop['env'];

beforeAll(async () => {
  const opened = await openCliShop('Ada');
  ({ shop } = opened);
  credentials = shop.credentials;
  const temporal = { address: inject('temporalAddress'), namespace: shop.worker.namespace };
  client = await OgoshipClient.connect({ temporal, credentialKeys: opened.keys, by: 'Ada' });
  store = client.integration(shop.storeHash);
  env = { ...opened.env, TZ: 'UTC' };
});

afterAll(async () => {
  await client.close();
  await shop.close();
});

const cli = (command: string): Promise<CliAnswer> => ogoship(command.split(' '), { env });

/** What was written to either side: everything but tokens, and what nobody of ours did. */
function written(): Record<string, number> {
  const names = Object.entries(shop.sandbox.control.ledger().effects).filter(
    ([name]) => !/token issued|order placed|goods in|by hand|oversold/.test(name),
  );
  return Object.fromEntries(
    names.map(([name, keysOf]) => [name, Object.values(keysOf).reduce((sum, count) => sum + count, 0)]),
  );
}

describe('while paused', () => {
  /** Orders that were read, and held, before the pause. */
  const read = { released: 0, cancelled: 0 };
  /** What was written when nothing may be written any more. */
  let before: Record<string, number> = {};

  it('creating products stands still in the middle, and says so', async () => {
    await store.connect({
      bigcommerce: { apiToken: credentials.apiToken },
      myogo: { merchantId: credentials.merchantId, secretToken: credentials.secretToken },
    });
    for (const which of ['released', 'cancelled'] as const) {
      const { orderId } = shop.placeOrder({ shippingMethod: 'Mule', country: 'FI' });
      read[which] = orderId;
      await shop.startOrder(orderId);
    }
    for (const orderId of Object.values(read)) await shop.until(orderId, ({ stage }) => stage === 'held');
    shop.sandbox.control.faults({ rate: 1, kinds: ['latency'], latencyMs: 1_000, side: 'warehouse', paths: ['POST'] });
    const run = await store.products.create({ all: true });
    await expect.poll(async () => (await run.progress()).created, { timeout: 60_000 }).toBeGreaterThan(2);
    const paused = await store.pause('stock-taking');
    expect(paused).toMatchObject({
      stage: 'paused',
      paused: { reason: 'stock-taking', by: 'Ada', at: expect.any(String) as string },
      inFlight: expect.arrayContaining([{ what: 'createProducts', runs: 1 }]) as unknown,
    });
    // What was allowed before may leave for so long: a person is answered after that, and this worker at once.
    await wait(HEEDED_AFTER_MS);
    before = written();
    await wait(1_500);
    expect(written()).toEqual(before);
    expect((await run.progress()).remaining).toBeGreaterThan(0);
  });

  it('what a person does writes nothing: decisions about orders that were read, links that come and go, a test, new tokens', async () => {
    shop.sandbox.control.faults();
    before = written();
    await store.orders.release(read.released, { kind: 'use-code', code: 'POSTI' });
    await store.orders.cancel(read.cancelled);
    await store.shipping.link({ method: 'Mule*', code: 'DHL-EXPRESS' });
    await store.shipping.unlink({ method: 'Mule*' });
    expect((await store.test()).ok).toBe(true);
    credentials = shop.sandbox.control.access({ storeHash: shop.storeHash, token: true });
    expect((await store.test()).ok).toBe(false);
    const rotated = await store.rotateCredentials({ bigcommerce: { apiToken: credentials.apiToken } });
    expect(rotated).toMatchObject({ stage: 'paused', credentialsVersion: 2 });
    expect(written()).toEqual(before);
    expect((await store.status()).paused).toMatchObject({ reason: 'stock-taking', by: 'Ada' });
  });

  it('no path writes anything: orders, retries, links, schedules, comparisons, lookups, connecting again', async () => {
    shop.sandbox.control.faults();
    const { orderId } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    // What the warehouse's people did not have of it they have now.
    before = written();
    await store.orders.fulfil(orderId).catch(() => undefined);
    await store.shipping.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
    await expect(store.latestChanges.enable({ force: true })).rejects.toThrow('stock-taking');
    await expect(store.latestChanges.runNow()).rejects.toThrow();
    await store.changeSettings({ stockBuffer: 1, createMissingProducts: true });
    await expect(store.reconcile.runNow()).rejects.toMatchObject({
      type: 'Refused',
      message: expect.stringContaining('paused: stock-taking') as string,
      expected: 'resume()',
    });
    await shop.startOrder(orderId).catch(() => undefined);
    await shop.until(orderId, ({ stage }) => stage === 'held');
    await store.orders.retry(orderId);
    await store.orders.retryHeld();
    // What was never read cannot be cancelled: after the resume it would be handed over all the same.
    await expect(store.orders.cancel(orderId)).rejects.toMatchObject({
      type: 'Refused',
      message: expect.stringContaining('has not been read yet') as string,
    });
    await store.connect({
      bigcommerce: { apiToken: credentials.apiToken },
      myogo: { merchantId: credentials.merchantId, secretToken: credentials.secretToken },
    });
    const entity = shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
    await entity.signal(integrationMessages.goodsArrived, { skus: 3 });
    await entity.signal(integrationMessages.testNow);
    await wait(3_500); // held runs are asked again
    expect(written()).toEqual(before);
    expect((await store.status()).stage).toBe('paused');
    expect((await cli(`${shop.storeHash} status`)).out).toMatch(/paused\s+stock-taking, by Ada, 20\d\d-/);
  });

  it('resuming says what is caught up with, and everything goes on', async () => {
    const resumed = await store.resume();
    expect(resumed.catchesUp).toMatchObject({
      heldOrders: expect.any(Number) as number,
      since: expect.any(String) as string,
    });
    expect(resumed.catchesUp?.heldOrders).toBeGreaterThan(0);
    const run = await store.products.create({ all: true });
    expect((await run.result()).cancelled).toBe(false);
    await expect.poll(() => Object.keys(shop.effects('myogo order created')), { timeout: 60_000 }).toHaveLength(2);
    await shop.until(read.released, ({ stage }) => stage === 'handed-over');
    await shop.until(read.cancelled, ({ stage }) => stage === 'cancelled');
    expect(shop.effects('myogo order created')).not.toHaveProperty(`${shop.storeHash}-${read.cancelled}`);
  });
});

describe('a leg that fails', () => {
  it('is seen before the stage, in status, list and failing, with since when, why, and when next', async () => {
    await store.latestChanges.enable({ force: true });
    await store.latestChanges.runNow();
    const good = await store.status();
    expect(good).toMatchObject({ stage: 'live', health: 'good' });
    expect(good.legs.find(({ leg }) => leg === 'myogoOrders')).toMatchObject({ next: expect.any(String) as string });
    expect((await cli('list')).out).toMatch(new RegExp(`${shop.storeHash}\\s+good\\s+live`));

    shop.sandbox.control.faults({ rate: 1, kinds: ['malformed'], side: 'store', paths: ['*/v2/orders*'] });
    await store.latestChanges.runNow();
    const failing = await store.status();
    expect(failing).toMatchObject({ stage: 'live', health: 'failing' });
    expect(failing.summary).toMatch(/^Failing: .*orders of the store.*, since 20/);
    const leg = failing.legs.find((each) => each.leg === 'storeOrders');
    expect(leg).toMatchObject({
      state: 'failing',
      failing: { since: expect.any(String) as string },
      next: expect.any(String) as string,
    });

    const shown = (await cli(`${shop.storeHash} status`)).out;
    expect(shown).toMatch(/^.*: failing, live\n/);
    expect(shown).toMatch(/orders of the store\s+failing/);
    await expect
      .poll(async () => (await cli('list')).out, { timeout: 60_000 })
      .toMatch(new RegExp(`${shop.storeHash}\\s+failing\\s+live.*orders of the store`));
    expect((await rowsOf(client.stores.failing())).map(({ leg: each }) => each)).toContain('storeOrders');
    expect(await rowsOf(client.stores.failing({ olderThan: '1d' }))).toEqual([]);
    expect(await rowsOf(client.stores.failing({ merchant: 'another' }))).toEqual([]);
    expect((await cli('failing --json')).out).toContain('"leg":"storeOrders"');
  });

  it('is good again with the first run that gets through', async () => {
    shop.sandbox.control.faults();
    await store.latestChanges.runNow();
    expect(await store.status()).toMatchObject({
      stage: 'live',
      health: 'good',
      summary: 'Live: stock and orders flow.',
    });
    await expect.poll(() => rowsOf(client.stores.failing()), { timeout: 60_000 }).toEqual([]);
  });

  it('is one whose schedule is gone', async () => {
    await shop.worker.client.schedule.getHandle(scheduleId.latestChanges(shop.storeHash)).delete();
    expect((await store.status()).health).toBe('failing');
    await store.latestChanges.enable({ force: true });
    expect((await store.status()).health).toBe('good');
  });
});

const ask = (command: string) => ogoship([shop.storeHash, ...command.split(' ')], { env });

describe('before a serious act', () => {
  it('settings that would take orders say how many, and since when; others do as they are told', async () => {
    for (let count = 0; count < 3; count += 1) {
      shop.sandbox.control.placeOrder({ shippingMethod: 'DHL Express', country: 'FI', statusId: 8 });
    }
    const patch = 'settings importStatuses=[11,8]';
    const dry = await ask(`${patch} --dry-run --json`);
    const effect = JSON.parse(dry.out) as { sentence: string; confirm: boolean; numbers: { takes: number } };
    expect(effect).toMatchObject({ dryRun: true, confirm: true });
    expect(effect.numbers.takes).toBeGreaterThanOrEqual(3);
    expect(effect.sentence).toMatch(/Would hand over \d+ orders more .* the oldest of 20\d\d-/);
    const refused = await ask(patch);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('Nothing was changed.');
    expect((await store.status()).settings.importStatuses).toEqual([11]);

    const done = await ask('settings stockBuffer=3');
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toMatch(/stockBuffer\n\s+before +\d+.*\n\s+from now on .*\n\s+not changed/);
    expect((await ask('settings stockBuffer=-1')).code).toBe(2);
    expect((await ask('settings stockBuffer=-1 --dry-run')).code).toBe(2);
  });

  it('an approval of zeros and the refusal of a first import say how many; the small word is not asked for', async () => {
    const entity = shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
    await entity.signal(integrationMessages.reportDue, { kind: 'stock-brake', due: ['CUP'], over: [] });
    await entity.signal(integrationMessages.reportDue, {
      kind: 'first-import',
      due: ['7', '9'],
      over: [],
      oldest: '2026-01-05T00:00:00Z',
    });
    const open = await store.questions();
    const idOf = (kind: string) => open.find((each) => each.kind === kind && each.answer === undefined)?.id ?? '';
    const zeros = await ask(`answer ${idOf('stock-brake')} approve`);
    expect(zeros.code).toBe(2);
    expect(zeros.err).toContain('Would set 1 SKU to zero in the store: CUP.');
    const left = await ask(`answer ${idOf('first-import')} refuse`);
    expect(left.code).toBe(2);
    expect(left.err).toMatch(/Would leave 2 paid orders, the oldest of 2026-01-05 00:00:00 UTC, for good: 7, 9\./);
    expect((await ask(`answer ${idOf('stock-brake')} refuse`)).code).toBe(0);
    expect((await ask(`answer ${idOf('first-import')} refuse --yes`)).code).toBe(0);
    expect((await ask('answer nothing approve --dry-run')).code).toBe(2);
  });
});

describe('all stores', () => {
  it('questions are listed with their age, and go with the answer', async () => {
    const entity = shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
    await entity.signal(integrationMessages.reportDue, { kind: 'stock-brake', due: ['MUG', 'BOWL'], over: [] });
    await expect.poll(async () => (await cli('questions')).out, { timeout: 60_000 }).toContain('2 SKUs');
    const [question] = await rowsOf(client.stores.questions({ reason: 'stock-brake' }));
    expect(question).toMatchObject({ storeHash: shop.storeHash, merchantId: credentials.merchantId, count: 2 });
    expect(await rowsOf(client.stores.questions({ reason: 'first-import' }))).toEqual([]);
    expect(await rowsOf(client.stores.questions({ olderThan: '1h' }))).toEqual([]);
    expect(await rowsOf(client.stores.questions({ merchant: 'another' }))).toEqual([]);
    expect((await cli(`${shop.storeHash} status`)).out).toMatch(
      /open questions\s+1: stock-brake-\w+, asked under a minute ago/,
    );
    expect((await cli('list')).out).toContain('question stock-brake about 2');
    await store.answer(question?.id ?? '', 'refuse');
    await expect.poll(() => rowsOf(client.stores.questions()), { timeout: 60_000 }).toEqual([]);
  });

  it('what is held is listed page by page, by reason and age, and found by number and reference', async () => {
    const orders = [1, 2, 3].map(() => shop.placeOrder({ shippingMethod: 'Mule', country: 'FI' }).orderId);
    await Promise.all(orders.map((orderId) => shop.startOrder(orderId)));
    await Promise.all(orders.map((orderId) => shop.until(orderId, ({ stage }) => stage === 'held')));
    const reason = 'shipping-method-not-linked' as const;
    await expect.poll(async () => (await rowsOf(client.stores.held({ reason }))).length, { timeout: 60_000 }).toBe(3);
    expect(await rowsOf(client.stores.held({ reason: 'reopened' }))).toEqual([]);
    expect(await rowsOf(client.stores.held({ olderThan: '1h' }))).toEqual([]);
    expect(await rowsOf(client.stores.held({ merchant: 'another' }))).toEqual([]);
    // An order that looks again, as links were saved, is not held for a moment.
    await expect
      .poll(async () => (await cli(`held --reason ${reason} --merchant ${credentials.merchantId}`)).out)
      .toMatch(new RegExp(`${shop.storeHash}\\s+${orders[0] ?? ''}\\s+\\d+\\s+${reason}`));
    await expect.poll(async () => (await cli('list')).out).toContain(`3 held: ${reason} 3`);

    const byNumber = { kind: 'order', storeHash: shop.storeHash, orderId: orders[1], held: reason, open: true };
    await expect
      .poll(() => rowsOf(client.stores.find(String(orders[1]))))
      .toContainEqual(expect.objectContaining(byNumber));
    await expect
      .poll(() => rowsOf(client.stores.find(`${shop.storeHash}-${orders[2] ?? ''}`)))
      .toMatchObject([{ kind: 'reference', orderId: orders[2], held: reason }]);
    expect((await cli('find 987654')).out).toContain('Nothing was found: no connected store knows of it');
    expect((await cli(`find ${shop.storeHash}-987654`)).out).toMatch(/order 987654\s+not there/);
    // One that no run has ever taken: what both sides know of it.
    const { orderId: unmanaged } = shop.placeOrder({ shippingMethod: 'Mule', country: 'FI', statusId: 10 });
    expect(await rowsOf(client.stores.find(String(unmanaged), { as: 'order' }))).toMatchObject([
      { kind: 'order', storeHash: shop.storeHash, orderId: unmanaged, summary: expect.any(String) as string },
    ]);
  });

  it('what is held for one reason is released by one decision: told first, then done, and what was not, and why', async () => {
    const reason = 'shipping-method-not-linked';
    // What the tests before had look again is held again a moment later.
    const dry = async () => (await cli(`release treat-as-done --reason ${reason} --dry-run`)).out;
    const would = /^Would release 3 holds of 3 orders in 1 store with treat-as-done: 3 × .*the oldest held/;
    await expect.poll(dry, { timeout: 60_000 }).toMatch(would);
    let held: Awaited<ReturnType<typeof heldNow>> = [];
    const heldNow = () => rowsOf(client.stores.held({ reason }));
    await expect.poll(async () => (held = await heldNow())).toHaveLength(3);
    const unasked = await cli(`${shop.storeHash} orders release-all treat-as-done --reason ${reason}`);
    expect(unasked).toMatchObject({ code: 2, out: '' });
    expect(unasked.err).toContain('Nothing was changed.');
    // One of them was settled after it was shown.
    const [first, ...others] = held;
    await store.orders.release(first?.orderId ?? 0, { kind: 'cancel' });
    const rows = await rowsOf(client.stores.release({ kind: 'treat-as-done' }, held));
    expect(rows.filter(({ done }) => done).map(({ orderId }) => orderId)).toEqual(others.map(({ orderId }) => orderId));
    expect(rows.find(({ done }) => !done)).toMatchObject({
      orderId: first?.orderId,
      why: expect.stringMatching(/^[A-Z].*\.$/) as string,
    });
    expect((await cli(`release treat-as-done --reason ${reason} --yes --json`)).code).toBeLessThan(2);
    expect((await cli(`release use-pickup-point --code 1 --reason ${reason}`)).code).toBe(2);
    expect((await cli(`release hand-over-again --reason ${reason}`)).err).toContain('expected');
  });

  it('a SKU is found with both stocks, what the store should show, and why that is not what myOGO has', async () => {
    const [first] = (await store.products.list({ state: 'in-myogo', limit: 1 })).rows;
    expect(await rowsOf(client.stores.find(first?.sku ?? '', { as: 'sku' }))).toMatchObject([
      { kind: 'sku', storeHash: shop.storeHash, sku: first?.sku, storeStock: expect.anything() as unknown },
    ]);
    const { stockBuffer } = (await store.status()).settings;
    await store.changeSettings({ stockBuffer: 100_000 });
    try {
      expect(await rowsOf(client.stores.find(first?.sku ?? '', { as: 'sku' }))).toMatchObject([
        {
          shouldBe: 0,
          why: expect.stringContaining('less 100000 kept back by stockBuffer, and never below 0') as string,
        },
      ]);
    } finally {
      await store.changeSettings({ stockBuffer });
    }
  });

  it.each([
    ['held --older soon', 'olderThan: expected an age'],
    ['held --after nonsense', 'after: expected what an earlier answer'],
    ['questions --reason maybe', 'stock-brake'],
    ['held --limit 0', 'whole number'],
    ['find x --as order', 'text: expected digits only'],
    ['find x --as shelf', 'order, sku, reference'],
  ])('bad input is one sentence: ogoship %s', async (command, says) => {
    const { code, out, err } = await cli(command);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(says);
  });
});

// Last: what is held looks again for half a minute after links were saved, and is not held meanwhile.
describe('links', () => {
  it('the default link is not removed unasked; another is', async () => {
    await store.shipping.link({ method: '*', code: 'POSTI' });
    const refused = await ask('shipping unlink *');
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/Would remove the default link \*: of \d+ orders/);
    expect(await store.shipping.links()).toContainEqual(expect.objectContaining({ method: '*' }));
    expect((await ask('shipping unlink * --yes')).code).toBe(0);
    await store.shipping.link({ method: 'Bus', code: 'POSTI' });
    expect((await ask('shipping unlink Bus --dry-run')).out).toContain('Dry run: nothing was changed.');
    expect((await ask('shipping unlink Bus')).code).toBe(0);
  });
});
