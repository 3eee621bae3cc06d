import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { Unavailable } from '../../src/client/index.ts';
import type { OrderStatus } from '../../src/contract/orders.ts';
import { isBackwards } from '../integration/order-desk.ts';
import { passingFaults } from '../support/faults.ts';
import { isLong } from '../support/sample.ts';
import { chaosWorld, placeOne, workInWarehouse, type ChaosWorld, type Placed } from './order-world.ts';

const ORDERS = isLong ? 300 : 16;
const KILLS = isLong ? 20 : 2;
const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);

describe('orders among faults and kills', () => {
  it(
    `${ORDERS} orders of three stores, 10 % faults and ${KILLS} kills: each is shipped once, or held for a true reason`,
    { timeout: isLong ? 1_200_000 : 240_000 },
    async () => {
      process.stdout.write(`seed ${seed}: TEST_SEED=${seed} repeats it\n`);
      const world = await chaosWorld(inject('temporalAddress'), seed);
      try {
        const placed = await disturb(world);
        const rest = await untilAtRest(world, placed);
        judge(world, placed, rest);
        await judgeRuns(world, placed);
      } finally {
        await world.close();
      }
    },
  );
});

/** Places all orders while everything goes wrong, and kills at random moments of the work that gets done. */
async function disturb(world: ChaosWorld): Promise<readonly Placed[]> {
  const { sandbox, random } = world;
  sandbox.control.faults({ rate: 0.1, kinds: [...passingFaults], seed, lateMs: 400, latencyMs: 150 });
  // Counted in effects of the workers, so that every kill hits a process at its work.
  const moments = Array.from({ length: KILLS }, () => random.integer(1, ORDERS * 2)).sort((a, b) => a - b);
  const done = () => sandbox.ledger.count('myogo order created') + sandbox.ledger.count('shipment created');
  const placed: Placed[] = [];
  let kills = 0;
  let quiet = 0;
  for (let round = 0; placed.length < ORDERS || kills < KILLS; round += 1) {
    if (placed.length < ORDERS) placed.push(placeOne(world, placed.length));
    workInWarehouse(world);
    for (const order of placed) upset(world, order, round);
    while (kills < KILLS && (moments[kills] ?? 0) <= done() + (placed.length === ORDERS ? quiet : 0)) {
      world.kill();
      kills += 1;
    }
    // When all that could be done is done, the last kills hit a quiet worker.
    quiet = placed.length === ORDERS ? quiet + 0.5 : 0;
    await pause(isLong ? 400 : 150);
  }
  for (const order of placed) upset(world, order, Infinity);
  sandbox.control.faults();
  return placed;
}

const upsetOrders = new WeakSet<Placed>();

/** The shopper pays, or the merchant cancels, some time after the order was placed. */
function upset({ sandbox, random }: ChaosWorld, order: Placed, round: number): void {
  const { storeHash, orderId, fate } = order;
  if (upsetOrders.has(order) || (round !== Infinity && !random.chance(0.05))) return;
  if (fate === 'paid-later') sandbox.control.changeOrder(orderId, { storeHash, status: 11, paid: true });
  else if (fate === 'cancelled') {
    const { statusId } = orderOf({ sandbox }, order);
    // What is shipped already is not cancelled any more, but sent back.
    if (statusId === 11 || statusId === 9) sandbox.control.changeOrder(orderId, { storeHash, status: 5 });
  } else return;
  upsetOrders.add(order);
}

function orderOf({ sandbox }: Pick<ChaosWorld, 'sandbox'>, { storeHash, orderId }: Placed) {
  const order = sandbox.control.store(storeHash).book.orders.get(orderId);
  if (order === undefined) throw new Error(`the store has no order ${orderId}`);
  return order;
}

const statusOf = ({ ogoship }: ChaosWorld, { storeHash, orderId }: Placed): Promise<OrderStatus> =>
  ogoship.integration(storeHash).orders.status(orderId);

/** Waits until every order is at its end or held. Transient trouble that became a hold is retried, as a person would. */
async function untilAtRest(world: ChaosWorld, placed: readonly Placed[]): Promise<Rest> {
  const rest = new Map<Placed, OrderStatus>();
  let open = [...placed];
  while (open.length > 0) {
    workInWarehouse(world);
    const still: Placed[] = [];
    for (const order of open) {
      // Also where the store shows it as shipped: the answer to the last step may have been the broken one.
      const status = await statusOf(world, order).catch(unanswered);
      if (status === undefined) {
        still.push(order);
        continue;
      }
      const { stage, addresses, hold } = status;
      const reasons = [hold?.reason, ...addresses.map((address) => address.hold?.reason)];
      if (reasons.some((reason) => reason === 'unexpected-response' || reason === 'integration-paused')) {
        await world.ogoship.integration(order.storeHash).orders.retry(order.orderId);
        still.push(order);
      } else if (stage === 'shipped' || stage === 'cancelled' || stage === 'held' || stage === 'nothing-to-ship')
        rest.set(order, status);
      else still.push(order);
    }
    open = still;
    if (open.length > 0) await pause(250);
  }
  return rest;
}

/** What the runs say of their orders once they are at rest. */
type Rest = ReadonlyMap<Placed, OrderStatus>;

/** Nobody answers while both workers are being started again. */
function unanswered(error: unknown): undefined {
  if (!(error instanceof Unavailable)) throw error;
}

/** What both sides hold in the end, and what happened on the way. */
function judge(world: ChaosWorld, placed: readonly Placed[], rest: Rest): void {
  const { sandbox } = world;
  const created = sandbox.control.ledger().effects['myogo order created'] ?? {};
  const repeated = Object.entries(created).filter(([, count]) => count !== 1);
  expect(repeated).toEqual([]);
  for (const each of placed) {
    const order = orderOf(world, each);
    const label = `order ${each.storeHash}/${each.orderId} (${each.fate}; ${rest.get(each)?.summary ?? ''})`;
    for (const { from, to, by, shown = from } of order.statusHistory) {
      // What a write overtakes that was on its way already, nothing in the store's API can save: it must not go back on
      // anything that its sender had been shown.
      if (by === 'api') expect(isBackwards([each.orderId, shown, to]), `${label} ${shown}→${to}`).toBe(false);
      if (by === 'store') expect(isBackwards([each.orderId, from, to]), `${label} ${from}→${to}`).toBe(false);
    }
    for (const mail of order.mails) expect(mail.tracking, `mail of ${label}`).toBeTruthy();
    const shipped = new Map<number, number>();
    for (const item of order.shipments.flatMap(({ items }) => items)) {
      shipped.set(item.order_product_id, (shipped.get(item.order_product_id) ?? 0) + item.quantity);
    }
    for (const line of order.lines) {
      const pieces = shipped.get(line.id) ?? 0;
      if (each.fate === 'shipped' || each.fate === 'paid-later') expect(pieces, `line of ${label}`).toBe(line.quantity);
      else expect(pieces, `line of ${label}`).toBeLessThanOrEqual(line.quantity);
      if (each.fate === 'unlinked') expect(pieces).toBe(0);
    }
    if (each.fate === 'shipped' || each.fate === 'paid-later') {
      expect(order.statusId, label).toBe(2);
      const several = each.addressIds.length > 1;
      const references = several
        ? each.addressIds.map((id) => `${each.storeHash}-${each.orderId}-${id}`)
        : [`${each.storeHash}-${each.orderId}`];
      for (const reference of references) expect(created[reference], reference).toBe(1);
    }
  }
}

/** Every run has ended, or is held for a reason that both sides bear out. */
async function judgeRuns(world: ChaosWorld, placed: readonly Placed[]): Promise<void> {
  for (const each of placed) {
    const label = `order ${each.storeHash}/${each.orderId} (${each.fate})`;
    const { stage, addresses } = await statusOf(world, each);
    const order = orderOf(world, each);
    if (each.fate === 'cancelled' && order.statusHistory.some(({ from, shown = from }) => shown !== from)) {
      // The store forgot the cancellation; whether the worker learnt of it before, the moment decides.
      expect(['shipped', 'cancelled', 'held'], label).toContain(stage);
    } else if (each.fate === 'unlinked') {
      expect(
        addresses.map(({ hold }) => hold?.reason),
        label,
      ).toContain('shipping-method-not-linked');
    } else if (stage === 'held') {
      // Only a cancellation that came too late is left to a person.
      expect(order.statusId, label).toBe(5);
      expect(
        addresses.flatMap(({ hold }) => hold?.reason ?? []),
        label,
      ).toContain('cancel-refused');
    } else if (order.statusId === 5) {
      const ours = world.sandbox.control
        .state()
        .merchants.flatMap(({ orders }) => orders)
        .filter(({ reference }) => addresses.some((address) => address.reference === reference));
      if (stage === 'shipped') {
        // The cancellation came too late: then it did leave the warehouse, and the store's order says so.
        expect(
          ours.map(({ status }) => status),
          label,
        ).toContain('Shipped');
        expect(order.staffNotes, label).toMatch(/had left the warehouse|no longer takes/);
      } else {
        expect(stage, label).toBe('cancelled');
        for (const { status } of ours) expect(status, label).toBe('Cancelled');
      }
    } else expect(stage, label).toBe('shipped');
  }
}
