import { describe, expect, it } from 'vitest';
import { StoreStatus } from '../../../../src/contract/orders.ts';
import {
  countedStatuses,
  isBeforeHandOver,
  isCart,
  isPartlyDone,
  isShippedStatus,
  isStopped,
  onItsWayStatuses,
  openStatuses,
  runningStatuses,
  statusByShipment,
} from '../../../../src/domain/shared/store-status.ts';

const all = Object.values(StoreStatus);

describe('a store’s status', () => {
  it('is of one kind: a cart, stopped, shipped, or open', () => {
    const kinds = all.map(
      (status) => [isCart(status), isStopped(status), isShippedStatus(status)].filter(Boolean).length,
    );
    const open = all.filter((_, at) => kinds[at] === 0);
    expect(Math.max(...kinds)).toBe(1);
    expect(openStatuses).toEqual(open);
    expect(openStatuses).toEqual([3, 7, 8, 9, 11, 12, 13, 14]);
  });

  it('may follow a hand-over where it is open, and neither partly done nor disputed', () => {
    expect(onItsWayStatuses).toEqual([7, 8, 9, 11, 12]);
    expect(all.filter(isPartlyDone)).toEqual([3, 14]);
  });

  it('forbids sending where nobody has handed over', () => {
    expect(all.filter(isBeforeHandOver)).toEqual([0, 1, 7, 8, 12, 13]);
  });

  it('is of a running order where that is open, paid and undisputed, and where the merchant says so', () => {
    expect([...runningStatuses({ statusAfterHandOver: 9 })]).toEqual([3, 8, 9, 11, 12, 14]);
    expect([...runningStatuses({ statusAfterHandOver: 7 })]).toEqual([3, 8, 9, 11, 12, 14, 7]);
  });

  it('counts for stock where the merchant waits for it or takes it', () => {
    expect(countedStatuses({ waitingStatuses: [7, 11], importStatuses: [11, 9] })).toEqual([11, 9, 7]);
  });

  it('is moved by a shipment, and never backwards', () => {
    expect(all.map((status) => statusByShipment(status, true))).toEqual(
      all.map((status) => ([3, 8, 9, 11].includes(status) ? 2 : undefined)),
    );
    expect(all.map((status) => statusByShipment(status, false))).toEqual(
      all.map((status) => ([8, 9, 11].includes(status) ? 3 : undefined)),
    );
  });
});
