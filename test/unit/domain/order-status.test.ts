import { describe, expect, test } from 'vitest';
import type { AddressStage, OrderStage, StatusMeaning } from '../../../src/contract/orders.ts';
import { isFinal, orderStage, statusMeaning } from '../../../src/domain/order-status.ts';

const settings = { importStatuses: [11], waitingStatuses: [7, 11, 12] };

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
    expect(statusMeaning(statusId, settings)).toBe(meaning);
  });

  test('means what the merchant set it to mean', () => {
    expect(statusMeaning(9, { importStatuses: [9], waitingStatuses: [] })).toBe('import');
  });
});

test.each<[AddressStage[], OrderStage]>([
  [[], 'nothing-to-ship'],
  [['shipped', 'held'], 'held'],
  [['shipped', 'handed-over'], 'handed-over'],
  [['handed-over', 'ready', 'awaiting-payment'], 'awaiting-payment'],
  [['cancelled', 'shipped'], 'shipped'],
  [['cancelled', 'ignored'], 'ignored'],
])('an order of addresses %j shows %s', (stages, stage) => {
  expect(orderStage(stages)).toBe(stage);
});

test('only what ends by itself is final', () => {
  const all: AddressStage[] = ['awaiting-payment', 'ready', 'handed-over', 'shipped', 'held', 'ignored', 'cancelled'];
  expect(all.filter(isFinal)).toEqual(['shipped', 'ignored', 'cancelled']);
});
