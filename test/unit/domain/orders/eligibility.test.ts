import { describe, expect, it } from 'vitest';
import {
  calledShippedSince,
  forbidsSending,
  importedSince,
  isOver,
  mayHandOver,
  settledByStatus,
  statusSince,
  taking,
  type OrderRowFacts,
  type TakingRules,
} from '../../../../src/domain/orders/eligibility.ts';
import { accountOf } from '../../../../src/domain/orders/account/account.ts';
import { newFacts, type OrderFacts, type StatusRead } from '../../../../src/domain/orders/facts/facts.ts';
import type { StoreReading } from '../../../../src/domain/orders/facts/store-facts.ts';
import { Story } from './story.ts';
import { orderId, storeHash } from './world.ts';

const [t1, t2, t3] = ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z'] as const;
const statuses: Pick<TakingRules, 'importStatuses' | 'waitingStatuses'> = {
  importStatuses: [11],
  waitingStatuses: [7],
};

/** An order of 3 × A that is read and at this status. */
function at(status: number, of: Partial<StoreReading> = {}, more: Partial<OrderFacts> = {}): OrderFacts {
  return withStatus(new Story().plain().facts, status, of, more);
}

function withStatus(
  { order, ...facts }: OrderFacts,
  status: number,
  of: Partial<StoreReading> = {},
  more: Partial<OrderFacts> = {},
): OrderFacts {
  if (order === undefined) throw new Error('nothing was read');
  return { ...facts, order: { ...order, status, ...of }, statuses: [{ status, version: order.version }], ...more };
}

describe('whether a status is over', () => {
  it.each([
    [5, true],
    [4, true],
    [2, true],
    [10, true],
    [11, false],
    [9, false],
    [7, false],
    [0, false],
  ])('%i: %s', (status, over) => {
    expect(isOver(status, statuses)).toBe(over);
  });
});

describe('a listed order', () => {
  const rules: TakingRules = { ...statuses, ordersFrom: t1 };
  const row: OrderRowFacts = { statusId: 11, dateCreated: t2, isDeleted: false };
  it.each<[string, Partial<OrderRowFacts>, Partial<TakingRules>, string]>([
    ['is taken where it is paid', {}, {}, 'take'],
    ['is a cart', { statusId: 0 }, {}, 'cart'],
    ['is put away', { isDeleted: true }, {}, 'archived'],
    ['has another status', { statusId: 9 }, {}, 'status'],
    ['is partly shipped', { statusId: 3 }, {}, 'take'],
    ['is as old as the merchant said', { dateCreated: t1 }, {}, 'take'],
    ['is older than the merchant said', { dateCreated: '2026-02-28T00:00:00Z' }, {}, 'before-orders-from'],
    ['waits for the first import', {}, { importWaitsBefore: t3 }, 'first-import'],
    ['waits where it was placed in that very moment', {}, { importWaitsBefore: t2 }, 'first-import'],
    ['is placed after it', { dateCreated: t3 }, { importWaitsBefore: t2 }, 'take'],
    ['may be paid at the door, and nobody said', { statusId: 7, paymentMethod: 'Cash on Delivery' }, {}, 'take'],
    ['is paid already', { statusId: 7, paymentMethod: 'Cash on Delivery', paymentStatus: 'captured' }, {}, 'status'],
    ['waits for its money', { statusId: 7, paymentMethod: 'Bank transfer' }, {}, 'status'],
    ['waits for something else', { statusId: 12, paymentMethod: 'Cash on Delivery' }, {}, 'status'],
    ['does not say how it is paid', { statusId: 7 }, {}, 'status'],
  ])('%s', (_, of, more, is) => {
    const verdict = taking({ ...row, ...of }, { ...rules, ...more });
    expect(verdict.kind === 'take' ? 'take' : verdict.why).toBe(is);
  });
});

describe('whether unsent pieces may go', () => {
  const shippedByDate = { dateShipped: true } as Partial<StoreReading>;
  it.each<[string, OrderFacts, unknown]>([
    ['nothing is read', newFacts(storeHash, orderId, false), { kind: 'waits', for: 'status' }],
    ['it is paid', at(11), { kind: 'may' }],
    ['it is not paid', at(7), { kind: 'waits', for: 'payment' }],
    ['it was never handed over, and somebody moved it', at(9), { kind: 'waits', for: 'status' }],
    ['it is shipped', at(2), { kind: 'waits', for: 'status' }],
    ['it is cancelled', at(5), { kind: 'waits', for: 'status' }],
    ['it is partly shipped, without a date', at(3), { kind: 'may' }],
    ['it is partly shipped by status alone', at(3, shippedByDate), { kind: 'unclear' }],
    ['the same, and a person asked for it', at(3, shippedByDate, { byHand: true }), { kind: 'may' }],
    ['a person asked for it, whatever its status', at(9, {}, { byHand: true }), { kind: 'may' }],
    ['a person asked for it although it is shipped', at(2, {}, { byHand: true }), { kind: 'may' }],
    ['a person asked for it, and it is not paid', at(7, {}, { byHand: true }), { kind: 'waits', for: 'payment' }],
    [
      'a person asked for an earlier status',
      at(9, {}, { byHand: true, byHandSince: t1 }),
      { kind: 'waits', for: 'status' },
    ],
    ['it was sent, and is on its way', withStatus(new Story().plain().sent().facts, 9), { kind: 'may' }],
    [
      'it was sent, and is partly shipped',
      withStatus(new Story().plain().sent().facts, 3, shippedByDate),
      { kind: 'may' },
    ],
    [
      'it was sent, and waits for money again',
      withStatus(new Story().plain().sent().facts, 7),
      { kind: 'waits', for: 'payment' },
    ],
    [
      'its sending’s outcome is unknown',
      withStatus(new Story().plain().lost(false).facts, 3, shippedByDate),
      { kind: 'may' },
    ],
    [
      'all that was sent is taken back, and it is partly shipped by status alone',
      withStatus(new Story().plain().sent().status(5).run().facts, 3, shippedByDate),
      { kind: 'unclear' },
    ],
  ])('%s', (_, facts, verdict) => {
    expect(mayHandOver(facts)).toEqual(verdict);
  });
});

describe('whether nothing on its way should leave', () => {
  it.each<[string, Parameters<typeof forbidsSending>[0], boolean]>([
    ['nothing is read', newFacts(storeHash, orderId, false), false],
    ['it is paid', at(11), false],
    ['it is where our hand-over put it', at(9), false],
    ['it waits for its money', at(7), true],
    ['somebody must look at it', at(12), true],
    ['it is where an earlier setting put it', at(12, {}, { moves: [{ status: 12, version: t1 }] }), false],
    ['a person asked for it as it is', at(12, {}, { byHand: true }), true],
  ])('%s', (_, facts, forbids) => {
    expect(forbidsSending(facts)).toBe(forbids);
  });
});

describe('since when', () => {
  const read = (...all: readonly number[]): readonly StatusRead[] =>
    all.map((status, index) => ({ status, version: [t1, t2, t3][index] ?? t3 }));
  it.each<[readonly number[], string | undefined]>([
    [[], undefined],
    [[11], t1],
    [[7, 11], t2],
    [[11, 7, 11], t3],
    [[7, 11, 11], t2],
  ])('an order has its status: %j', (of, since) => {
    expect(statusSince({ statuses: read(...of) })).toBe(since);
  });

  it.each<[number, readonly number[], { since: string; before: string } | undefined]>([
    [11, [11], undefined],
    [11, [7, 11], { since: t2, before: t1 }],
    [11, [11, 7, 11], { since: t3, before: t2 }],
    [11, [7, 11, 11], { since: t2, before: t1 }],
    [9, [11, 9], undefined],
  ])('at status %i it has been paid: %j', (status, of, since) => {
    expect(importedSince({ ...at(status), statuses: read(...of) })).toEqual(since);
  });

  it('nothing was read, it has not been paid', () => {
    expect(importedSince(newFacts(storeHash, orderId, false))).toBeUndefined();
  });

  it.each<[string, OrderFacts, string | undefined]>([
    ['the store called it shipped', at(2, {}, { statuses: read(11, 2) }), t2],
    ['it is not', at(9, {}, { statuses: read(11, 9) }), undefined],
    ['nothing of it was read', newFacts(storeHash, orderId, false), undefined],
    ['no status of it is known', at(2, {}, { statuses: [] }), undefined],
    ['we moved it', at(2, {}, { statuses: read(11, 2), moves: [{ status: 2, version: t2 }] }), undefined],
    ['we moved it before', at(2, {}, { statuses: read(11, 2), moves: [{ status: 9, version: t1 }] }), t2],
    ['a person asked for it', at(2, {}, { statuses: read(11, 2), byHand: true }), undefined],
  ])('%s', (_, facts, since) => {
    expect(calledShippedSince(facts)).toBe(since);
  });
});

describe('what a closing status settles', () => {
  const settled = (more: Partial<OrderFacts>) => {
    const facts = at(2, {}, more);
    const [place] = accountOf(at(11)).places;
    return place === undefined ? [] : settledByStatus(facts, place, t2);
  };
  const again = (version: string, place: number) =>
    ({ decisions: [{ kind: 'hand-over-again', place, version }] }) as unknown as Partial<OrderFacts>; // what is asked of it
  it.each<[string, Partial<OrderFacts>, unknown]>([
    ['all that would go', {}, [{ line: 1, quantity: 3 }]],
    ['no more than there was then', { closing: { since: t2, lines: [[1, 2]] } }, [{ line: 1, quantity: 2 }]],
    ['nothing of a line that is added since', { closing: { since: t2, lines: [] } }, []],
    ['nothing that a person asked for since', again(t3, 1), []],
    ['what a person asked for before', again(t1, 1), [{ line: 1, quantity: 3 }]],
    ['what a person asked for at another place', again(t3, 2), [{ line: 1, quantity: 3 }]],
  ])('%s', (_, more, lines) => {
    expect(settled(more)).toEqual(lines);
  });
});
