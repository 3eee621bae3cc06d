import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { OgoshipClient as Client, Page } from '../../src/client/index.ts';
import { OgoshipClient } from '../../src/client/index.ts';
import { Memo } from '../../src/contract/registered-names.ts';
import { holdKey, integrationKey, orderKey, stageKey } from '../../src/contract/runs/search-attributes.ts';
import { WorkflowType } from '../../src/contract/temporal.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { removeSchedules } from '../support/namespace.ts';
import { openShop, type Shop } from '../support/shop.ts';

// Lists over all stores, beside runs that are only entries of the server's lists: nobody polls their task queue. How many
// is `MANY_STORES`; each tenth fails, asks or has a held order.
const MANY = Number(process.env['MANY_STORES'] ?? 2_000);
const AT_ONCE = 60;

const keys = `many:${randomBytes(32).toString('base64')}`;
let shop: Shop;
let client: Client;

beforeAll(async () => {
  shop = await openShop(inject('temporalAddress'), {
    worker: { overrides: { keyRing: parseKeyRing(keys), latestChangesEvery: '1h' } },
  });
  const temporal = { address: inject('temporalAddress'), namespace: shop.worker.namespace };
  client = await OgoshipClient.connect({ temporal, credentialKeys: keys });
  await shop.connect();
});

afterAll(async () => {
  await client.close();
  await removeSchedules(shop.worker.client);
  // Not `close`, which replays what there is.
  await shop.worker.leave();
  await shop.sandbox.close();
});

async function addStore(at: number): Promise<void> {
  const { workflow } = shop.worker.client;
  const storeHash = `many${at}`;
  const question = { id: `stock-brake-${at}`, kind: 'stock-brake', askedAt: '2026-11-01T00:00:00Z', count: 3 };
  const attention = at % 10 === 0 ? 'failing' : at % 10 === 1 ? 'question' : undefined;
  await workflow.start(WorkflowType.integration, {
    workflowId: `integration:${storeHash}`,
    taskQueue: 'nobody',
    args: [{ storeHash }],
    memo: {
      [Memo.merchant]: String(at % 97),
      [Memo.attention]: { failing: [], questions: attention === 'question' ? [question] : [] },
    },
    typedSearchAttributes: [
      { key: integrationKey, value: storeHash },
      { key: stageKey, value: 'live' },
      ...(attention === undefined ? [] : [{ key: holdKey, value: attention }]),
    ],
  });
  if (at % 10 !== 2) return;
  await workflow.start(WorkflowType.fulfilOrder, {
    workflowId: `order:${storeHash}:1`,
    taskQueue: 'nobody',
    args: [{ storeHash, orderId: 1 }],
    typedSearchAttributes: [
      { key: integrationKey, value: storeHash },
      { key: orderKey, value: `${storeHash}-1` },
      { key: stageKey, value: 'held' },
      { key: holdKey, value: 'shipping-method-not-linked' },
    ],
  });
}

async function addStores(from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, to - at) }, (_, more) => addStore(at + more)));
  }
}

/** Orders that are really held, the newest of all: they come first. */
async function holdOrders(count: number): Promise<void> {
  const orders = Array.from({ length: count }, () => shop.placeOrder({ shippingMethod: 'Mule', country: 'FI' }));
  await Promise.all(orders.map(({ orderId }) => shop.startOrder(orderId)));
  await Promise.all(orders.map(({ orderId }) => shop.until(orderId, ({ stage }) => stage === 'held')));
}

/** Milliseconds until the first page with rows, and from there to the next one. */
type Timed = readonly [first: number, next: number];
/** Of some rounds: what else a machine has to do makes some of them slower, and none faster. */
type Round = 'median' | 'fastest';

async function timed<Row>(round: Round, pages: () => AsyncGenerator<Page<Row>>): Promise<Timed> {
  const found: (readonly [number, number])[] = [];
  for (let rounds = 0; rounds < 5; rounds += 1) {
    const begun = performance.now();
    const reading = pages();
    let page = await reading.next();
    while (page.done !== true && page.value.rows.length === 0) page = await reading.next();
    const first = performance.now();
    expect(page.done).not.toBe(true);
    await reading.next();
    found.push([first - begun, performance.now() - first]);
    await reading.return(undefined);
  }
  const of = (times: readonly number[]) => times.toSorted((a, b) => a - b)[round === 'median' ? 2 : 0] ?? NaN;
  return [of(found.map(([first]) => first)), of(found.map(([, next]) => next))];
}

async function measured(round: Round): Promise<Record<string, Timed>> {
  const { stores } = client;
  return {
    list: await timed(round, () => stores.list()),
    failing: await timed(round, () => stores.failing()),
    questions: await timed(round, () => stores.questions()),
    held: await timed(round, () => stores.held()),
    heldForReason: await timed(round, () => stores.held({ reason: 'shipping-method-not-linked' })),
  };
}

it('a page of all stores takes no longer, however many there are', async () => {
  const few = Math.floor(MANY / 10);
  await addStores(0, few);
  await holdOrders(20);
  const before = await measured('median');
  const begun = performance.now();
  await addStores(few, MANY);
  const addedPerSecond = Math.round((MANY - few) / ((performance.now() - begun) / 1_000));
  await holdOrders(20);
  const after = await measured('fastest');
  const table = Object.fromEntries(
    Object.keys(before).map((list) => [
      list,
      { few: before[list]?.map(Math.round), many: after[list]?.map(Math.round) },
    ]),
  );
  process.stdout.write(`${JSON.stringify({ few, many: MANY, addedPerSecond, table })}\n`);
  for (const [list, [first, next]] of Object.entries(after)) {
    const [firstOfFew = 0, nextOfFew = 0] = before[list] ?? [];
    // Bounds for a page that grows with the stores, whose fastest round would be slow, never a promise about speed: ten times the stores are ten times as much.
    expect({ list, first: first < 4 * firstOfFew + 300 }).toEqual({ list, first: true });
    expect({ list, next: next < 4 * nextOfFew + 300 }).toEqual({ list, next: true });
  }
}, 600_000);
