import { expect, test } from 'vitest';
import { warehouseRow } from '../../../../src/activities/orders/find-warehouse-order.ts';
import { startRun, tellRun } from '../../../../src/activities/orders/order-runs.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { MyOgoOrderChanged } from '../../../../src/contract/orders.ts';
import { checkMessage } from '../../../../src/contract/schemas/check-message.ts';
import { myOgoOrderChanged } from '../../../../src/contract/schemas/orders.ts';
import { readRow } from '../../../../src/http/rows.ts';
import { orderRows } from '../../../../src/myogo/order-schema.ts';

const storeHash = 'abc123' as StoreHash; // as parseStoreHash would give it

/** What the run of an order is told of a row of myOGO's list. */
async function toldOf(row: object): Promise<MyOgoOrderChanged> {
  const read = readRow({ id: '9', reference: 'abc123-100', status: 'Shipped', ...row }, orderRows);
  if (read.row === undefined) throw new TypeError('The row cannot be read.');
  const change = warehouseRow(read.row, 'M');
  const told: unknown[] = [];
  const signal = (_name: string, said: unknown) => Promise.resolve(void told.push(said));
  const signalWithStart = (_type: string, { signalArgs }: { signalArgs: unknown[] }) =>
    Promise.resolve(void told.push(...signalArgs));
  const deps = { temporal: { workflow: { getHandle: () => ({ signal }), signalWithStart } } };
  type Deps = Parameters<typeof tellRun>[0];
  await tellRun(deps as unknown as Deps, storeHash, 100, { side: 'myogo', change }); // only what is asked
  await startRun(deps as unknown as Deps, storeHash, 100, { side: 'myogo', change }); // only what is asked
  expect(told).toHaveLength(2);
  expect(told[0]).toEqual(told[1]);
  expect(checkMessage(myOgoOrderChanged, told[0])).toMatchObject({ ok: true });
  return told[0] as MyOgoOrderChanged; // checked right above
}

const numbers = Array.from({ length: 24 }, (_, at) => `JJFI6412345678901${at}`).join(',');

test.each([
  ['two dozen parcels', { trackingNumber: numbers }, 'trackingNumber'],
  ['a link for each of them', { trackingUrl: `https://track.example/?n=${numbers} `.repeat(5) }, 'trackingUrl'],
  ['pieces taken back as a line below none', { orderLines: [{ code: 'A', quantity: -1 }] }, 'lines.0.quantity'],
  ['a line whose code is a space', { orderLines: [{ code: ' ', quantity: 1 }] }, 'lines.0.code'],
  ['an id that is a space', { id: ' ' }, 'id'],
])('an order of myOGO with %s is told to its run, which looks for itself', async (_what, row, field) => {
  expect(await toldOf({ orderLines: [{ code: 'A', quantity: 1 }], ...row })).toEqual({
    ...{ reference: 'abc123-100', status: 'UNKNOWN', editTime: '', unreadable: field },
  });
});

test('what a run takes is told as it is', async () => {
  const row = { trackingNumber: 'T1', orderLines: [{ code: 'A', quantity: 2 }] };
  expect(await toldOf(row)).toMatchObject({
    ...{ id: '9', status: 'SHIPPED', trackingNumber: 'T1', lines: [{ code: 'A', quantity: 2 }] },
  });
});
