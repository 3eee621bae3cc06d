import { expect, it } from 'vitest';
import { warehouseVersion } from '../../../../src/domain/changes/row-versions.ts';
import type { MyOgoOrderChanged } from '../../../../src/contract/orders.ts';

const A = { code: 'A', quantity: 2 };
const B = { code: 'B', quantity: 1 };
const row = (of: Partial<MyOgoOrderChanged> = {}): MyOgoOrderChanged => ({
  ...{ reference: 'h-100', status: 'NEW', editTime: '2026-01-01T00:00:05Z', lines: [A, B] },
  ...of,
});

it.each<[string, Partial<MyOgoOrderChanged>, boolean]>([
  ['shows the same', {}, true],
  ['names its goods in another order', { lines: [B, A] }, true],
  ['was split in the second of our own write', { lines: [{ ...A, quantity: 1 }, B] }, false],
  ['lost a line in that second', { lines: [A] }, false],
  ['got a number in that second', { trackingNumber: 'T1' }, false],
  ['was changed later', { editTime: '2026-01-01T00:00:06Z' }, false],
  ['stands otherwise', { status: 'COLLECTING' }, false],
])('an order of myOGO that %s', (_, of, isSame) => {
  expect(warehouseVersion(row(of)) === warehouseVersion(row())).toBe(isSame);
});
