import { expect, test } from 'vitest';
import { writeParcels } from '../../../../src/activities/shipping/write-parcels.ts';
import type { StoreApi } from '../../../../src/bigcommerce/client.ts';
import type { Shipment } from '../../../../src/bigcommerce/orders/shipments.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { PlannedAddress } from '../../../../src/contract/orders.ts';
import type { Once } from '../../../../src/activities/runtime/write-once.ts';

const storeHash = 'abc123' as StoreHash; // as parseStoreHash would give it
const reference = 'abc123-100';

const shipment = (over: Partial<Shipment>) =>
  ({
    id: 1,
    addressId: 3,
    trackingNumber: '',
    trackingLink: '',
    comments: `myOGO ${reference}`,
    lines: [{ orderProductId: 4, quantity: 2 }],
    ...over,
  }) as Shipment; // with what of it is looked at

/** What is written where the warehouse says that all of a line left under these numbers. */
async function written(quantity: number, numbers: string, known: readonly Shipment[]) {
  const sent: { lines: Shipment['lines']; trackingNumber?: string; comments?: string }[] = [];
  const store = {
    shipments: {
      create: (_order: number, one: (typeof sent)[number]) => {
        sent.push(one);
        return Promise.resolve(shipment({ id: 10 + sent.length, ...one }));
      },
      update: () => Promise.reject(new Error('nothing is to be corrected')),
    },
  } as unknown as StoreApi; // the part of it that shipments are written by
  const once = (async ({ send }: { send: () => Promise<unknown> }) => ({
    found: false,
    value: await send(),
  })) as unknown as Once; // nothing was written before
  const lines = [{ orderProductId: 4, sku: 'A', quantity }];
  const address = { addressId: 3, method: 'Post', lines, missing: [], withoutSku: [] } as unknown as PlannedAddress; // where it goes is not looked at
  await writeParcels(
    store,
    once,
    {
      storeHash,
      orderId: 100,
      address,
      shipped: {
        reference,
        status: 'SHIPPED',
        trackingNumber: numbers,
        lines: [{ code: 'A', quantity }],
      } as never,
    },
    [...known],
    undefined,
  );
  return sent.map(({ lines, trackingNumber, comments }) => ({ lines, trackingNumber, comments }));
}

test('a piece that its line takes only later left in the parcel whose number was told: it is told with that', async () => {
  expect(await written(3, 'T1', [shipment({ trackingNumber: 'T1' })])).toEqual([
    { lines: [{ orderProductId: 4, quantity: 1 }], trackingNumber: 'T1', comments: `myOGO ${reference}` },
  ]);
});

test('of several parcels the first one’s number, and a number that nobody was told of before any other', async () => {
  const told = [
    shipment({ trackingNumber: 'T1', lines: [{ orderProductId: 4, quantity: 1 }] }),
    shipment({ id: 2, trackingNumber: 'T2', lines: [{ orderProductId: 4, quantity: 1 }] }),
  ];
  expect((await written(3, 'T1, T2', told)).map(({ trackingNumber }) => trackingNumber)).toEqual(['T1']);
  expect((await written(3, 'T1, T2, T3', told)).map(({ trackingNumber }) => trackingNumber)).toEqual(['T3']);
});

test('a number that the store’s field does not hold stays in the comment that names it', async () => {
  const long = 'L'.repeat(60);
  const told = shipment({ comments: `myOGO ${reference}; further parcels: ${long}` });
  expect(await written(3, long, [told])).toEqual([
    { lines: [{ orderProductId: 4, quantity: 1 }], trackingNumber: undefined, comments: `myOGO ${reference}` },
  ]);
});
