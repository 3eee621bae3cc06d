import { describe, expect, test } from 'vitest';
import type { StatusMeaning } from '../../../../src/contract/orders.ts';
import { statusMeaning, taking, takenStatuses, type Taking } from '../../../../src/domain/orders/eligibility.ts';
import {
  explainsStoreRow,
  explainsWarehouseRow,
  isKeptHereNow,
} from '../../../../src/domain/orders/views/explained.ts';
import { Story } from './story.ts';

const rules = { importStatuses: [11], waitingStatuses: [7, 11, 12], ordersFrom: '2026-01-01T00:00:00Z' };
const listed = { statusId: 11, dateCreated: '2026-01-01T00:00:00Z', isDeleted: false };

describe('a store’s status', () => {
  test.each<[number, StatusMeaning]>([
    [0, 'ignore'],
    [1, 'ignore'],
    [2, 'shipped'],
    [3, 'other'],
    [4, 'stopped'],
    [5, 'stopped'],
    [6, 'stopped'],
    [7, 'awaiting-payment'],
    [8, 'other'],
    [9, 'other'],
    [10, 'shipped'],
    [11, 'import'],
    [12, 'awaiting-payment'],
    [13, 'other'],
    [14, 'other'],
    [99, 'other'],
  ])('%i means %s', (statusId, meaning) => {
    expect(statusMeaning(statusId, rules)).toBe(meaning);
  });

  test('means what the merchant set it to mean', () => {
    expect(statusMeaning(9, { importStatuses: [9], waitingStatuses: [] })).toBe('import');
  });
});

describe('an order of the store’s list', () => {
  const left = (why: Extract<Taking, { kind: 'leave' }>['why']): Taking => ({ kind: 'leave', why });

  test.each<[string, Partial<typeof listed>, Taking]>([
    ['paid is taken', {}, { kind: 'take' }],
    ['partly shipped at first sight is taken', { statusId: 3 }, { kind: 'take' }],
    ['partly refunded at first sight is taken', { statusId: 14 }, { kind: 'take' }],
    ['that is a cart is left', { statusId: 0 }, left('cart')],
    ['that is pending is left', { statusId: 1 }, left('cart')],
    ['unpaid is left', { statusId: 7 }, left('status')],
    ['shipped is left', { statusId: 2 }, left('status')],
    ['of the warehouse’s status is left', { statusId: 9 }, left('status')],
    ['put away is left', { isDeleted: true }, left('archived')],
    ['older than the merchant said is left', { dateCreated: '2025-12-31T23:59:59Z' }, left('before-orders-from')],
  ])('%s', (_, of, expected) => {
    expect(taking({ ...listed, ...of }, rules)).toEqual(expected);
  });

  test('waits where a first import waits for an answer, unless it is younger', () => {
    const asked = { ...rules, importWaitsBefore: '2026-03-01T00:00:00Z' };
    expect(taking(listed, asked)).toEqual(left('first-import'));
    expect(taking({ ...listed, dateCreated: '2026-03-02T00:00:00Z' }, asked)).toEqual({ kind: 'take' });
  });

  test('is what the comparison lists', () => {
    expect(takenStatuses({ cashOnDelivery: null, importStatuses: [11, 14] })).toEqual([11, 14, 3]);
  });
});

describe('an ended account', () => {
  const done = () => new Story().plain().shippedAndTold();

  test('explains the reading, our own writes and what is older; not another version or status', () => {
    const { facts } = done();
    const status = facts.order?.status ?? 0;
    const version = facts.order?.version ?? '';
    const later = new Date(Date.parse(version) + 1_000).toISOString();
    expect(explainsStoreRow(facts, { status, version, archived: false })).toBe(true);
    expect(explainsStoreRow(facts, { status: 9, version: facts.moves[0]?.version ?? '', archived: false })).toBe(true);
    expect(explainsStoreRow(facts, { status: 11, version: '2025-01-01T00:00:00Z', archived: false })).toBe(true);
    expect(explainsStoreRow(facts, { status, version: later, archived: false })).toBe(false);
    expect(explainsStoreRow(facts, { status: 11, version, archived: false })).toBe(false);
  });

  test('of an order something is kept here now that was kept elsewhere when it was read', () => {
    const { order, ...facts } = new Story().plain().again().facts;
    if (order === undefined) throw new Error('it was read');
    const isHere = (skipped: Partial<typeof order.skipped>, notHere: readonly string[]) =>
      isKeptHereNow({ ...facts, order: { ...order, skipped: { ...order.skipped, ...skipped } } }, notHere);
    const sofas = { openElsewhere: ['SOFA-1', 'LAMP'] };
    expect([isHere(sofas, ['SOFA*', 'lamp']), isHere(sofas, ['SOFA*']), isHere(sofas, [])]).toEqual([
      ...[false, true],
      true,
    ]);
    // Of most orders nothing is kept elsewhere; one that was read by a version that did not note which is read once more.
    expect([isHere({}, []), isHere({ elsewhere: 1 }, ['SOFA*'])]).toEqual([false, true]);
  });

  test.each<[string, (story: Story) => object, boolean]>([
    ['as it is known', () => ({}), true],
    ['an older one', () => ({ status: 'NEW', editTime: '2025-01-01T00:00:00Z' }), true],
    ['returned', () => ({ status: 'RETURNED' }), false],
    ['revived', () => ({ status: 'NEW', editTime: '2027-01-01T00:00:00Z' }), false],
    ['with a corrected number', () => ({ trackingNumber: 'T-new' }), false],
    ['with more pieces', () => ({ lines: [{ code: 'A', quantity: 4 }] }), false],
    ['edited', () => ({ editTime: '2027-01-01T00:00:00Z' }), false],
    ['another order under the reference', () => ({ id: 'w9' }), false],
    ['of another merchant', () => ({ merchantId: 'm2' }), false],
  ])('of a warehouse’s row %s: %s', (_, of, expected) => {
    const story = done();
    const row = { ...story.world.row(story.world.order('w1')), ...of(story) };
    expect(explainsWarehouseRow(story.facts, row)).toBe(expected);
  });
});
