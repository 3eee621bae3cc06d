import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlaceOrder } from '../../dev/stand-ins/control/place-order.ts';
import type { Dependencies } from '../../src/activities/runtime/dependencies.ts';
import { readOwed } from '../../src/activities/stock/owed/owed-rows.ts';
import { createReconcileActivities } from '../../src/activities/changes/reconcile.ts';
import type { OgoshipClient } from '../../src/client/index.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { owedMessages } from '../../src/contract/messages.ts';
import type { OrderStory } from '../../src/contract/orders.ts';
import { owedShardOf } from '../../src/contract/stock.ts';
import { runActivity } from '../support/own-activities.ts';
import { isLong, sample } from '../support/sample.ts';
import { connectedTo, openLives, type Lives } from './lives-desk.ts';
import { reasons } from './order-lives.ts';

let lives: Lives;
let client: OgoshipClient;
beforeAll(async () => {
  // No second line of defence: the warehouse takes a second order of one reference.
  lives = await openLives({ ordersFrom: '2020-01-01T00:00:00Z' });
  lives.shop.sandbox.control.settings({ duplicateReference: 'accept' });
  await lives.poll();
  client = await connectedTo(lives);
});
afterAll(async () => {
  lives.desk.prove();
  await client.close();
  await lives.shop.close();
});

const orders = () => client.integration(lives.shop.storeHash).orders;
const run = (orderId: number) =>
  lives.shop.worker.client.workflow.getHandle(workflowId.fulfilOrder(lives.shop.storeHash, orderId));

/** An order that a poll would have taken a while ago. */
async function begun(order: PlaceOrder = {}): Promise<number> {
  const createdAt = new Date(Date.now() - 1_800_000).toISOString();
  return (await lives.desk.order({ createdAt, lines: [{ quantity: 2 }], ...order })).orderId;
}

async function handedOver(order?: PlaceOrder): Promise<number> {
  const orderId = await begun(order);
  await lives.until(orderId, ({ stage }) => stage === 'handed-over');
  return orderId;
}

/** What an order has come to when its run is hit. */
interface Moment {
  readonly begin: () => Promise<number>;
  /** Its stage before, and again afterwards. */
  readonly stage: OrderStory['stage'];
  readonly holds?: string;
  /** What then ends it. */
  readonly ends?: (orderId: number) => Promise<unknown>;
  /** The run has ended by itself: only a reset can hit it. */
  readonly over?: true;
}

const reference = (orderId: number) => lives.desk.reference(orderId);
const shipAll = async (orderId: number) => {
  for (const [one, status] of lives.standing(orderId))
    if (status === 'NEW') lives.people.ship(one, { tracking: `T${one}` });
  await lives.tellWarehouse(orderId);
};

const UNDER_WAY = 'whose send is under way';

const moments: Readonly<Record<string, Moment>> = {
  'handed over': { begin: () => handedOver(), stage: 'handed-over', ends: shipAll },
  [UNDER_WAY]: {
    begin: async () => {
      const kinds = ['late-effect' as const];
      lives.shop.sandbox.control.faults({ rate: 1, kinds, paths: ['POST */Orders'], count: 1, lateMs: 1_000 });
      const before = lives.desk.asked('warehouse', 'POST /api/v1/Orders');
      const orderId = await begun();
      await expect
        .poll(() => lives.desk.asked('warehouse', 'POST /api/v1/Orders'), { interval: 5 })
        .toBeGreaterThan(before);
      return orderId;
    },
    stage: 'handed-over',
    ends: shipAll,
  },
  'held before its hand-over': {
    begin: async () => {
      const orderId = await begun({ shippingMethod: 'By sea' });
      await lives.held(orderId, 'shipping-method-not-linked');
      return orderId;
    },
    stage: 'held',
    holds: 'shipping-method-not-linked',
  },
  'shipped in part': {
    begin: async () => {
      const orderId = await handedOver();
      lives.people.split(reference(orderId), { lines: [{ code: lives.sku(orderId), quantity: 1 }], suffix: '/B' });
      lives.people.ship(reference(orderId), { tracking: 'FIRST' });
      await lives.tellWarehouse(orderId);
      await lives.until(orderId, () => lives.shop.storeOrder(orderId).shipments.length === 1);
      return orderId;
    },
    stage: 'handed-over',
    ends: shipAll,
  },
  'shipped in part at one address, held at the other': {
    begin: async () => {
      const addresses = [{ shippingMethod: 'DHL Express' }, { shippingMethod: 'By boat' }];
      const lines = [
        { quantity: 2, address: 0 },
        { quantity: 1, address: 1 },
      ];
      const orderId = await begun({ addresses, lines });
      await lives.held(orderId, 'shipping-method-not-linked');
      await expect.poll(() => lives.standing(orderId)).toHaveLength(1);
      const [[first] = ['']] = lives.standing(orderId);
      lives.people.split(first, { lines: [{ code: lives.sku(orderId), quantity: 1 }], suffix: '/B' });
      await lives.tellWarehouse(orderId);
      return orderId;
    },
    stage: 'held',
    holds: 'shipping-method-not-linked',
  },
  'held after its hand-over': {
    begin: async () => {
      const orderId = await handedOver();
      lives.people.cancel(reference(orderId));
      await lives.tellWarehouse(orderId);
      await lives.held(orderId, 'cancelled-in-warehouse');
      return orderId;
    },
    stage: 'held',
    holds: 'cancelled-in-warehouse',
  },
  'handed over again by a person': {
    begin: async () => {
      const orderId = await handedOver();
      lives.people.cancel(reference(orderId));
      await lives.tellWarehouse(orderId);
      await lives.held(orderId, 'cancelled-in-warehouse');
      await lives.desk.release(orderId, { kind: 'hand-over-again' });
      await lives.until(orderId, ({ stage }) => stage === 'handed-over');
      return orderId;
    },
    stage: 'handed-over',
    ends: shipAll,
  },
  'treated as done by a person': {
    begin: async () => {
      const orderId = await begun({ shippingMethod: 'By train' });
      await lives.held(orderId, 'shipping-method-not-linked');
      await lives.desk.release(orderId, { kind: 'treat-as-done' });
      await lives.ended(orderId);
      return orderId;
    },
    stage: 'ignored',
    over: true,
  },
};

async function forget(orderId: number): Promise<void> {
  await deleted(run(orderId));
}

async function deleted(handle: WorkflowHandle): Promise<void> {
  const { namespace, client: temporal } = lives.shop.worker;
  const { runId } = await handle.describe();
  const workflowExecution = { workflowId: handle.workflowId, runId };
  await temporal.workflowService.deleteWorkflowExecution({ namespace, workflowExecution });
  const gone = () =>
    handle.describe().then(
      () => false,
      () => true,
    );
  // One that has ended by itself is deleted only when its end is listed.
  await expect.poll(gone, { timeout: 90_000 }).toBe(true);
}

async function reset(orderId: number, to: 'first' | 'middle'): Promise<void> {
  const { namespace, client: temporal } = lives.shop.worker;
  const { runId } = await run(orderId).describe();
  const { events } = await temporal.workflow.getHandle(run(orderId).workflowId, runId).fetchHistory();
  const tasks = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  const event = to === 'first' ? tasks[0] : tasks[Math.min(1, tasks.length - 1)];
  await temporal.workflowService.resetWorkflowExecution({
    namespace,
    workflowExecution: { workflowId: run(orderId).workflowId, runId },
    reason: 'a test',
    workflowTaskFinishEventId: event?.eventId ?? null,
    requestId: randomUUID(),
  });
}

/** What happens to the run from outside; whether another must be begun then. */
const accidents: Readonly<
  Record<string, { readonly hit: (orderId: number) => Promise<unknown>; readonly ends: boolean }>
> = {
  'is terminated': { hit: (orderId) => run(orderId).terminate('a test'), ends: true },
  'is lost with its history': { hit: forget, ends: true },
  'is reset to its first task': { hit: (orderId) => reset(orderId, 'first'), ends: false },
  'is reset to a later task': { hit: (orderId) => reset(orderId, 'middle'), ends: false },
};

async function compare(): Promise<void> {
  const { worker, storeHash } = lives.shop;
  await runActivity(worker, (deps) => async () => {
    const activities = createReconcileActivities(deps);
    await activities.reconcileStoreOrders({ storeHash });
    await activities.reconcileMyogoOrders({ storeHash });
  });
}

/** Who begins a run again. */
const starters: Readonly<Record<string, (orderId: number) => Promise<unknown>>> = {
  'the poll': async (orderId) => {
    lives.tick();
    lives.merchant.editNotes(orderId, 'seen');
    for (const [one, status] of lives.standing(orderId)) if (status !== 'SHIPPED') lives.people.change(one, { status });
    await lives.poll();
  },
  'the comparison': compare,
  fulfil: (orderId) => orders().fulfil(orderId),
};

type Row = readonly [moment: string, accident: string, starter: string];
const rows: readonly Row[] = Object.entries(moments).flatMap(([moment, { over }]) =>
  Object.entries(accidents).flatMap(([accident, { ends }]): readonly Row[] => {
    if (over === true && accident === 'is terminated') return [];
    // Nobody can know then that something is under way: the window that docs/operations/web-ui.md names.
    if (moment === UNDER_WAY && accident === 'is lost with its history') return [];
    return ends
      ? Object.keys(starters).map((starter) => [moment, accident, starter] as const)
      : [[moment, accident, 'itself'] as const];
  }),
);

/** For the quick suite: one of each kind. */
const first: readonly Row[] = [
  [UNDER_WAY, 'is terminated', 'fulfil'],
  [UNDER_WAY, 'is reset to a later task', 'itself'],
  ['shipped in part', 'is lost with its history', 'the comparison'],
  ['handed over again by a person', 'is lost with its history', 'the poll'],
  ['handed over again by a person', 'is reset to its first task', 'itself'],
];

const storyOf = (orderId: number) => orders().explain(orderId);

describe('an order whose run comes back', () => {
  it.each(sample([...first, ...rows.filter((row) => !first.some((one) => one.join() === row.join()))], first.length))(
    '(%s) after it %s, begun again by %s, is as it was',
    async (moment, accident, starter) => {
      const of = moments[moment];
      if (of === undefined) throw new Error(moment);
      const { standing, created } = lives;
      const orderId = await of.begin();
      const isUnderWay = moment === UNDER_WAY;
      const before = isUnderWay ? undefined : standing(orderId);
      const expected = isUnderWay ? { [reference(orderId)]: 1 } : created(orderId);
      const shipments = lives.shop.storeOrder(orderId).shipments.length;
      await accidents[accident]?.hit(orderId);
      await starters[starter]?.(orderId);
      const settled = async () => {
        const story = await storyOf(orderId).catch(() => undefined);
        const hold = story === undefined ? [] : reasons(story);
        const isTold = await stockKnows(orderId);
        return { stage: story?.stage, holds: hold, created: created(orderId), open: await isIdle(orderId), isTold };
      };
      await expect.poll(settled, { timeout: 60_000, interval: 100 }).toEqual({
        stage: of.stage,
        holds: of.holds === undefined ? [] : [of.holds],
        created: expected,
        open: true,
        isTold: true,
      });
      if (before !== undefined) expect(standing(orderId)).toEqual(before);
      expect(lives.shop.storeOrder(orderId).shipments).toHaveLength(shipments);
      if (of.ends === undefined) return;
      await of.ends(orderId);
      expect((await lives.ended(orderId)).stage).toBe('shipped');
      expect(created(orderId)).toEqual(expected);
      const { lines } = lives.shop.storeOrder(orderId);
      expect(lines.map(({ quantity, shipped }) => quantity - shipped)).toEqual(lines.map(() => 0));
    },
  );
});

describe('what stock is told of an order', () => {
  it.each(sample(['is terminated', 'is lost with its history', 'is reset to its first task'], 1))(
    'is taken back where it is no longer owed after its run %s',
    async (accident) => {
      const orderId = (await moments['held after its hand-over']?.begin()) ?? 0;
      await expect.poll(() => ledgerRow(orderId), { timeout: 60_000 }).toEqual({ [lives.sku(orderId)]: 2 });
      await accidents[accident]?.hit(orderId);
      lives.people.revive(reference(orderId));
      if (accidents[accident]?.ends === true) await compare();
      else await lives.tellWarehouse(orderId);
      await expect.poll(async () => (await storyOf(orderId)).stage, { timeout: 60_000 }).toBe('handed-over');
      await expect.poll(() => ledgerRow(orderId), { timeout: 60_000 }).toEqual({});
    },
  );
});

describe('a part of the ledger of what is owed', () => {
  it('that somebody deletes is missed, and asked of the orders’ runs; meanwhile no level rises', async () => {
    const orderId = (await moments['held after its hand-over']?.begin()) ?? 0;
    const owes = { [lives.sku(orderId)]: 2 };
    await expect.poll(() => ledgerRow(orderId), { timeout: 60_000 }).toEqual(owes);
    const { worker, storeHash } = lives.shop;
    const part = worker.client.workflow.getHandle(workflowId.owed(storeHash, owedShardOf(orderId)));
    const lost = async () => (await client.integration(storeHash).status()).owedLost;
    expect(await lost()).toBeUndefined();

    await deleted(part);
    expect(await lost()).toMatchObject({ state: 'lost' });
    const read = (deps: Dependencies) => async () => readOwed(deps, await deps.connections.ask(storeHash));
    expect(await runActivity(worker, read)).toMatchObject({ complete: false });
    expect(await lost()).toMatchObject({ state: 'counted-anew' });
    await expect.poll(() => ledgerRow(orderId), { timeout: 60_000 }).toEqual(owes);
    // The orders are asked twice, a minute apart: the list that finds them lags.
    if (!isLong) return;
    await expect.poll(lost, { timeout: 90_000, interval: 1_000 }).toBeUndefined();
    expect(await runActivity(worker, read)).toMatchObject({ complete: true });
  });
});

/** What stock subtracts for the order beside what its status says. */
async function ledgerRow(orderId: number): Promise<Readonly<Record<string, number>>> {
  const { worker, storeHash } = lives.shop;
  const { rows } = await runActivity(worker, (deps) => () => readOwed(deps, { storeHash }));
  return rows.find((row) => row.orderId === orderId)?.owed ?? {};
}

/** It subtracts what the run says. */
async function stockKnows(orderId: number): Promise<boolean> {
  const said: unknown = await run(orderId)
    .query(owedMessages.ofOrder)
    .then(({ owed }) => owed)
    .catch(() => undefined);
  return JSON.stringify(await ledgerRow(orderId)) === JSON.stringify(said);
}

/** Nothing of the run is under way. */
async function isIdle(orderId: number): Promise<boolean> {
  const { raw } = await run(orderId).describe();
  return (raw.pendingActivities?.length ?? 0) === 0 && raw.pendingWorkflowTask == null;
}
