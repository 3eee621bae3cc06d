import { describe, expect, test } from 'vitest';
import type { StoreHash } from '../../../src/contract/ids.ts';
import type {
  MyOgoOrderChanged,
  PlannedAddress,
  ReleaseDecision,
  StatusMeaning,
  StoreOrderPlan,
} from '../../../src/contract/orders.ts';
import type { AddressRun } from '../../../src/workflows/order-run.ts';
import { OrderState } from '../../../src/workflows/order-state.ts';
import { possibleDecisions, refusalOf } from '../../../src/workflows/order-release.ts';

const storeHash = 'abc123' as StoreHash; // a valid one
const input = { storeHash, orderId: 100 };
let tick = 0;
const now = () => new Date(Date.UTC(2026, 0, 1) + (tick += 1_000)).toISOString();

const address = (addressId = 1, part: Partial<PlannedAddress> = {}): PlannedAddress => ({
  addressId,
  method: 'DHL',
  country: 'FI',
  lines: [{ orderProductId: addressId, sku: 'A', quantity: 2, shipped: 0 }],
  missing: [],
  withoutSku: [],
  ...part,
});
const plan = (meaning: StatusMeaning = 'import', part: Partial<StoreOrderPlan> = {}): StoreOrderPlan => ({
  orderId: 100,
  statusId: 11,
  dateModified: '2026-01-01T00:00:00.000Z',
  addresses: [address()],
  addressCount: part.addresses?.length ?? 1,
  leftOut: { digital: 0, refunded: 0, pickup: 0 },
  versions: { credentials: 1, links: 1, settings: 1 },
  meaning,
  graceMs: 0,
  settings: { statusAfterHandOver: 9, waitForTrackingMinutes: 0, ordersEditable: false },
  digestKey: 'k',
  ...part,
});
const news = (status: MyOgoOrderChanged['status'], part: Partial<MyOgoOrderChanged> = {}): MyOgoOrderChanged => ({
  reference: 'abc123-100',
  status,
  editTime: '2026-01-01T00:00:01.000Z',
  lines: [{ code: 'A', quantity: 2 }],
  ...part,
});

/** A state whose order was read, and its first address. */
function read(given: StoreOrderPlan = plan()): { state: OrderState; run: AddressRun } {
  const state = new OrderState(input, now);
  state.mustRead = false;
  state.apply(given);
  const [run] = state.addresses;
  if (run === undefined) throw new Error('no address');
  return { state, run };
}

/** The same, handed over. */
function handedOver(given: StoreOrderPlan = plan()): { state: OrderState; run: AddressRun } {
  const made = read(given);
  made.state.handedOver(made.run, made.run.plan, undefined, news('NEW'));
  made.run.todo = false;
  return made;
}

describe('references', () => {
  test('of a single address are the order’s, of several name the address, and stay when the order changes', () => {
    expect(read().run.reference).toBe('abc123-100');
    const { state, run } = read(plan('import', { addresses: [address(7), address(8)] }));
    expect(run.reference).toBe('abc123-100-7');
    state.apply(plan('import', { addresses: [address(7)] }));
    expect(run.reference).toBe('abc123-100-7');
  });
});

describe('a change in the store', () => {
  test('is no news where this run made it or knows it', () => {
    const { state } = read();
    expect(state.isNews({ statusId: 11, dateModified: '2026-01-01T00:00:00.000Z' })).toBe(false);
    state.rememberOwn({ statusId: 9, dateModified: '2026-01-01T00:00:05.000Z' });
    expect(state.isNews({ statusId: 9, dateModified: '2026-01-01T00:00:05.000Z' })).toBe(false);
    expect(state.isNews({ statusId: 9, dateModified: '2026-01-01T00:00:06.000Z' })).toBe(true);
  });

  test('before hand-over is judged anew, whatever it was held for', () => {
    const { state, run } = read();
    state.holdAddress(run, 'sku-missing', 'x');
    state.apply(plan());
    expect(run).toMatchObject({ stage: 'ready', todo: true });
    expect(run.hold).toBeUndefined();
  });

  test('after hand-over holds with the field’s name, and lets go when it is taken back', () => {
    const before = address(1, { digests: { city: 'a' } });
    const { state, run } = handedOver(plan('import', { addresses: [before] }));
    state.apply(plan('other', { addresses: [{ ...before, digests: { city: 'b' } }] }));
    expect(run).toMatchObject({ stage: 'held', hold: { reason: 'changed-after-hand-over' } });
    expect(run.hold?.message).toContain('city');
    state.apply(plan('other', { addresses: [before] }));
    expect(run).toMatchObject({ stage: 'handed-over', todo: true });
    expect(run.changedPlan).toBeUndefined();
  });

  test('of an address is not invented where the digests are of another key', () => {
    const { state, run } = handedOver(plan('import', { addresses: [address(1, { digests: { city: 'a' } })] }));
    state.apply(plan('other', { digestKey: 'new', addresses: [address(1, { digests: { city: 'z' } })] }));
    expect(run.stage).toBe('handed-over');
    expect(run.plan.digests).toEqual({ city: 'z' });
  });

  test('that came while it was handed over is seen when that is done', () => {
    const { state, run } = read();
    const planned = run.plan;
    state.apply(plan('import', { addresses: [address(1, { method: 'GLS' })] }));
    state.handedOver(run, planned, undefined, news('NEW'));
    expect(run).toMatchObject({ stage: 'held', hold: { reason: 'changed-after-hand-over' } });
  });

  test('that stops the order is a cancellation after hand-over, also where it is held; taken back, it is none', () => {
    const { state, run } = handedOver();
    state.holdAddress(run, 'changed-after-hand-over', 'x');
    state.apply(plan('stopped'));
    expect(run).toMatchObject({ cancelBy: 'store', stage: 'handed-over', todo: true, looked: false });
    state.apply(plan('other'));
    expect(run.cancelBy).toBeUndefined();
  });

  test.each([
    [3, 'import'],
    [14, 'import'],
    [12, 'other'],
  ] as const)('to status %i of an accepted order means %s', (statusId, meaning) => {
    const { state } = read();
    state.apply(plan('other', { statusId }));
    expect(state.meaning).toBe(meaning);
    const fresh = read(plan('other', { statusId }));
    expect(fresh.state.meaning).toBe('other');
  });

  test('that leaves nothing to ship ends a run which had nothing', () => {
    const state = new OrderState(input, now);
    state.mustRead = false;
    state.apply(plan('import', { addresses: [] }));
    expect(state).toMatchObject({ finished: true, stage: 'nothing-to-ship' });
    expect(new OrderState(input, now).finished).toBe(false);
  });
});

describe('news of the warehouse', () => {
  test('that came before the order was read are not lost', () => {
    const state = new OrderState(input, now);
    state.take(news('SHIPPED', { reference: 'abc123-100-1' }));
    state.mustRead = false;
    state.apply(plan());
    expect(state.addresses[0]?.warehouse).toHaveProperty('abc123-100-1');
  });

  test.each<[string, Partial<MyOgoOrderChanged>, boolean]>([
    ['of another order', { reference: 'abc123-1001' }, false],
    ['of another store', { reference: 'abc999-100' }, false],
    ['of a part that was split off', { reference: 'abc123-100-1', lines: [{ code: 'A', quantity: 1 }] }, true],
    ['of a replacement with other goods', { reference: 'abc123-100-2', lines: [{ code: 'Z', quantity: 1 }] }, false],
    ['that are older', { editTime: '2025-01-01T00:00:00.000Z', status: 'PENDING' }, false],
    ['that say the same', { editTime: '2027-01-01T00:00:00.000Z' }, false],
    ['of another status', { editTime: '2027-01-01T00:00:00.000Z', status: 'COLLECTING' }, true],
    ['of tracking', { editTime: '2027-01-01T00:00:00.000Z', trackingNumber: 'T' }, true],
    ['of fewer goods', { editTime: '2027-01-01T00:00:00.000Z', lines: [{ code: 'A', quantity: 1 }] }, true],
  ])('%s: %j', (_, part, isNews) => {
    const { state, run } = handedOver();
    state.take(news('NEW', part));
    expect(run.todo).toBe(isNews);
  });

  test('of fewer goods than were handed over ask for a look: the other part may carry the same reference', () => {
    const { state, run } = handedOver();
    state.take(news('NEW', { editTime: '2027-01-01T00:00:00.000Z', lines: [{ code: 'A', quantity: 1 }] }));
    expect(run.looked).toBe(false);
  });

  test('settle what is held for the warehouse’s sake, and not what the store or a person has to', () => {
    const { state, run } = handedOver();
    state.holdAddress(run, 'cancelled-in-warehouse', 'x');
    state.take(news('NEW', { editTime: '2027-01-01T00:00:00.000Z', trackingNumber: 'T' }));
    expect(run.stage).toBe('handed-over');
    state.holdAddress(run, 'changed-after-hand-over', 'x');
    state.take(news('SHIPPED', { editTime: '2027-01-02T00:00:00.000Z' }));
    expect(run).toMatchObject({ stage: 'held', todo: true });
  });
});

describe('the store’s status moves on', () => {
  test('when every address is handed over or final, once, and not for one that the warehouse cancelled', () => {
    const { state, run } = read(plan('import', { addresses: [address(1), address(2)] }));
    const [, second] = state.addresses;
    if (second === undefined) throw new Error('no second address');
    expect(state.mustMoveOn).toBe(false);
    state.handedOver(run, run.plan, undefined, news('NEW', { reference: run.reference }));
    expect([state.mustMoveOn, state.isLast(second)]).toEqual([false, true]);
    second.stage = 'ignored';
    expect(state.mustMoveOn).toBe(true);
    state.holdAddress(run, 'cancelled-in-warehouse', 'x');
    expect(state.mustMoveOn).toBe(false);
  });

  test('not again while the order is held: that would go round for ever', () => {
    const { state } = handedOver();
    expect(state.mustMoveOn).toBe(true);
    state.holdOrder('rejected-by-bigcommerce', 'x');
    expect([state.mustMoveOn, state.finished]).toEqual([false, false]);
  });
});

describe('a person', () => {
  test('who cancels before the order was read cancels what is read then', () => {
    const state = new OrderState(input, now);
    state.cancelAll();
    state.mustRead = false;
    state.apply(plan());
    expect(state.addresses[0]?.cancelBy).toBe('person');
  });

  test('who cancelled everything cancels the store’s order too, before the run ends', () => {
    const { state, run } = handedOver();
    state.cancelAll();
    run.stage = 'cancelled';
    run.todo = false;
    expect([state.mustCancelInStore, state.finished]).toEqual([true, false]);
    state.cancelledInStore({ statusId: 5, dateModified: 'x' });
    expect([state.mustCancelInStore, state.finished]).toEqual([false, true]);
  });

  test.each([
    [{ kind: 'use-code', code: 'X' }, 'Refused'],
    [{ kind: 'hand-over-again' }, 'Refused'],
    [{ kind: 'treat-as-done' }, undefined],
    [{ kind: 'cancel' }, undefined],
    [{ kind: 'use-code', code: '' }, 'InvalidInput'],
    [{ kind: 'cancel', addressId: 9 }, 'InvalidInput'],
    [{ kind: 'nothing' }, 'InvalidInput'],
    [{}, 'InvalidInput'],
    [null, 'InvalidInput'],
    [undefined, 'InvalidInput'],
  ])('who decides %j about a changed order is answered %s', (decision, type) => {
    const { state, run } = handedOver();
    state.holdAddress(run, 'changed-after-hand-over', 'x');
    // Decisions come from forms: what the types forbid is judged all the same.
    expect(refusalOf(state.addresses, decision as never)?.type).toBe(type);
  });

  test('is shown what is possible, address by address where there are several', () => {
    const one = handedOver();
    one.state.holdAddress(one.run, 'changed-after-hand-over', 'x');
    expect(possibleDecisions(one.state.addresses)).toEqual([{ kind: 'treat-as-done' }, { kind: 'cancel' }]);
    const two = read(plan('import', { addresses: [address(7), address(8)] }));
    two.state.holdAddress(two.run, 'shipping-method-not-linked', 'x');
    const possible = possibleDecisions(two.state.addresses);
    expect(possible.map(({ kind }) => kind)).toEqual(['use-code', 'hand-over-again', 'treat-as-done', 'cancel']);
    expect(possible.map(({ addressId }) => addressId)).toEqual([7, 7, 7, 7]);
    for (const decision of possible) expect(refusalOf(two.state.addresses, decision)).toBeUndefined();
  });

  test('may hand over again what the warehouse cancelled, and what it never had', () => {
    const { state, run } = handedOver();
    state.holdAddress(run, 'cancelled-in-warehouse', 'x');
    expect(refusalOf(state.addresses, { kind: 'hand-over-again' })).toBeUndefined();
    state.release(run, { kind: 'hand-over-again' });
    expect(run).toMatchObject({ again: true, handedOver: false, stage: 'ready', todo: true });
  });

  test('who takes a change for done makes it the plan', () => {
    const { state, run } = handedOver();
    state.apply(plan('other', { addresses: [address(1, { method: 'GLS' })] }));
    state.release(run, { kind: 'treat-as-done' });
    expect(run).toMatchObject({ stage: 'handed-over', plan: { method: 'GLS' } });
  });
});

describe('a hold', () => {
  test.each<[string, (state: OrderState, run: AddressRun) => void, boolean]>([
    ['judged anew with the same outcome', (state) => state.apply(plan()), true],
    ['that nothing was tried of', () => undefined, true],
    ['that a person settled', (state, run) => state.release(run, { kind: 'use-code', code: 'X' }), false],
  ])('%s keeps its age, and is told once: %#', (_, between, keeps) => {
    const { state, run } = read();
    state.holdAddress(run, 'shipping-code-refused', 'x');
    const since = run.hold?.since;
    between(state, run);
    state.holdAddress(run, 'shipping-code-refused', 'x');
    expect(run.hold?.since === since).toBe(keeps);
    const told = state.story().decisions.filter(({ what }) => what === 'Held as shipping-code-refused: x');
    expect(told).toHaveLength(keeps ? 1 : 2);
  });

  test('of another reason or message is another hold', () => {
    const { state, run } = read();
    state.holdAddress(run, 'sku-missing', 'x');
    state.holdAddress(run, 'sku-missing', 'y');
    state.holdAddress(run, 'address-incomplete', 'y');
    expect(state.story().decisions.map(({ what, addressId }) => [what, addressId])).toEqual([
      ['Held as sku-missing: x', 1],
      ['Held as sku-missing: y', 1],
      ['Held as address-incomplete: y', 1],
    ]);
  });

  test('of the order as a whole is told, too, and keeps its age', () => {
    const state = new OrderState(input, now);
    state.holdOrder('integration-paused', 'x');
    const since = state.hold?.since;
    state.holdOrder('integration-paused', 'x');
    expect(state.story()).toMatchObject({
      stage: 'held',
      hold: { since },
      decisions: [{ what: 'Held as integration-paused: x' }],
    });
  });
});

test.each([
  [{ digital: 0, refunded: 0, pickup: 0 }, []],
  [{ digital: 2, refunded: 0, pickup: 1 }, ['Lines that are not shipped: 2 not physical, 1 picked up.']],
  [{ digital: 0, refunded: 1, pickup: 0 }, ['Lines that are not shipped: 1 refunded.']],
])('a story tells what is left out (%j), once', (leftOut, told) => {
  const { state } = read(plan('import', { leftOut }));
  state.apply(plan('import', { leftOut }));
  expect(state.story().decisions.map(({ what }) => what)).toEqual(told);
});

test.each<[ReleaseDecision, boolean, Partial<AddressRun>]>([
  [{ kind: 'use-code', code: ' POSTI ' }, false, { stage: 'ready', todo: true, codeByHand: 'POSTI' }],
  [{ kind: 'hand-over-again' }, false, { stage: 'ready', todo: true, again: true }],
  [{ kind: 'hand-over-again' }, true, { stage: 'ready', todo: true, again: true, handedOver: false }],
  [{ kind: 'treat-as-done' }, false, { stage: 'ignored', todo: false }],
  [{ kind: 'treat-as-done' }, true, { stage: 'shipped', todo: false }],
  [{ kind: 'cancel' }, false, { stage: 'ready', todo: true, cancelBy: 'person' }],
  [{ kind: 'cancel' }, true, { stage: 'handed-over', todo: true, cancelBy: 'person' }],
])('a decision %j, handed over %s, gives %j', (decision, isHandedOver, outcome) => {
  const { state, run } = isHandedOver ? handedOver() : read();
  state.holdAddress(run, 'cancelled-in-warehouse', 'x');
  state.release(run, decision);
  expect(run).toMatchObject(outcome);
  expect(run).not.toHaveProperty('hold');
});

test('an order that was not read yet is not said to have nothing to ship', () => {
  const state = new OrderState(input, now);
  expect(state.story()).toMatchObject({ stage: 'ready', summary: 'The store’s order is being read.' });
  expect(state.finished).toBe(false);
  state.apply(plan('import', { addresses: [] }));
  expect(state.story()).toMatchObject({
    stage: 'nothing-to-ship',
    summary: 'Nothing of this order has to be shipped.',
  });
});

test('what continues as new is all that the run knows', () => {
  const { state, run } = handedOver();
  state.decide('a decision', 1);
  state.effect('an effect', 1);
  state.holdAddress(run, 'cancel-refused', 'x');
  const copy = JSON.parse(JSON.stringify(state.snapshot())) as ReturnType<OrderState['snapshot']>;
  const renewed = new OrderState(input, now, copy);
  expect(renewed.story()).toEqual(state.story());
  expect(renewed.snapshot()).toEqual(copy);
  expect(renewed.mustRead).toBe(false);
});

test('a story stays short, however long the order lives', () => {
  const { state } = handedOver();
  for (let index = 0; index < 500; index += 1) {
    state.effect(`${index}`);
    state.decide(`${index}`);
    state.rememberOwn({ statusId: index, dateModified: 'x' });
  }
  expect(JSON.stringify(state.snapshot()).length).toBeLessThan(20_000);
  expect(state.story().effects.at(-1)?.what).toBe('499');
});
