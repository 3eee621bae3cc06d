import { describe, expect, it } from 'vitest';
import { myOgoStatuses } from '../../../../src/contract/orders.ts';
import {
  hasLeft,
  isUnpicked,
  mayLeave,
  reserves,
  standsStill,
} from '../../../../src/domain/shared/warehouse-status.ts';

describe('what the warehouse says of an order', () => {
  it.each([
    ['reserves its goods', reserves, ['NEW', 'RESERVED', 'LOCKED', 'COLLECTING', 'PENDING']],
    ['says that nobody has begun to pick it', isUnpicked, ['NEW', 'DRAFT', 'PENDING']],
    ['waits for a person there', standsStill, ['DRAFT', 'RESERVED', 'LOCKED', 'UNKNOWN']],
    ['says that it has left', hasLeft, ['SHIPPED', 'RETURNED']],
    ['lets it leave', mayLeave, ['NEW', 'DRAFT', 'RESERVED', 'LOCKED', 'COLLECTING', 'PENDING', 'UNKNOWN']],
  ] as const)('%s by these words alone', (_, holds, words) => {
    expect(myOgoStatuses.filter((status) => holds(status))).toEqual(words);
  });
});
