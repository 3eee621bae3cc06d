import fc from 'fast-check';
import { expect, test } from 'vitest';
import { warehouseRow } from '../../../../src/activities/orders/find-warehouse-order.ts';
import { storeShipment } from '../../../../src/activities/shipping/ship.ts';
import { writeParcels } from '../../../../src/activities/shipping/write-parcels.ts';
import type { StoreApi } from '../../../../src/bigcommerce/client.ts';
import type { Shipment } from '../../../../src/bigcommerce/orders/shipments.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { PlannedAddress } from '../../../../src/contract/orders.ts';
import type { Once } from '../../../../src/activities/runtime/write-once.ts';
import { FailureType } from '../../../../src/contract/failures.ts';
import { failureOf } from '../../../../src/http/failure.ts';

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
  const { sent, updated } = await told(quantity, numbers, known);
  expect(updated).toEqual([]); // nothing is to be corrected
  return sent.map(({ lines, trackingNumber, comments }) => ({ lines, trackingNumber, comments }));
}

/** What is written and changed, and the store's shipments after it. */
async function told(quantity: number, numbers: string, known: readonly Shipment[]) {
  const updated: object[] = [];
  const sent: { lines: Shipment['lines']; trackingNumber?: string; comments?: string }[] = [];
  const store = {
    shipments: {
      create: (_order: number, one: (typeof sent)[number]) => {
        sent.push(one);
        return Promise.resolve(shipment({ id: 10 + sent.length, ...one }));
      },
      update: (_order: number, id: number, change: Partial<Shipment>) => {
        updated.push({ id, ...change });
        return Promise.resolve({ ...known.find((one) => one.id === id), ...change });
      },
    },
  } as unknown as StoreApi; // the part of it that shipments are written by
  const once = (async ({ send }: { send: () => Promise<unknown> }) => ({
    found: false,
    value: await send(),
  })) as unknown as Once; // nothing was written before
  const lines = [{ orderProductId: 4, sku: 'A', quantity }];
  const address = { addressId: 3, method: 'Post', lines, missing: [], withoutSku: [] } as unknown as PlannedAddress; // where it goes is not looked at
  const shipments = [...known];
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
    shipments,
    undefined,
  );
  return { sent, updated, shipments };
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

const MARKS = [',', ', ', ';', '; ', '\n', '\r\n', '\t', ' ;\n ', '，', '；', '|', ' | ', ' / ', ' & ', ' + '];

test.each(MARKS)('several numbers are parted by “%j”: each has a parcel', async (mark) => {
  const { sent } = await told(3, ['T1', 'T 2', 'T3'].join(mark), []);
  expect(sent.map(({ trackingNumber, lines }) => [trackingNumber, lines[0]?.quantity])).toEqual([
    ...[['T1', 1]],
    ['T 2', 1],
    ['T3', 1],
  ]);
});

test('what was told once is told, however its text is parted when it is read again', async () => {
  const number = fc.constantFrom(
    'T1',
    'T12',
    'JJFI 6412',
    'A',
    '100',
    '00370730254',
    'L'.repeat(30),
    'M'.repeat(30),
    'X'.repeat(60),
  );
  const numbers = fc.uniqueArray(number, { minLength: 1, maxLength: 4 });
  const mark = fc.constantFrom(...MARKS);
  await fc.assert(
    fc.asyncProperty(
      numbers,
      mark,
      mark,
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      async (all, one, other, quantity, whole) => {
        // A version that knew commas alone told other texts as one number: in its field, or where that does not hold it, in the comment.
        const text = all.join(one);
        const once: Shipment =
          text.length > 50
            ? shipment({ comments: `myOGO ${reference}; further parcels: ${text}` })
            : shipment({ trackingNumber: text });
        const lines = [{ orderProductId: 4, quantity }];
        const before = whole ? [{ ...once, lines }] : (await told(quantity, text, [])).shipments;
        const { sent, updated, shipments } = await told(quantity, all.join(other), before);
        expect({ sent, updated }).toEqual({ sent: [], updated: [] });
        const said = shipments.map(({ trackingNumber, comments }) => `${trackingNumber} ${comments}`).join('\n');
        for (const each of all) expect(said).toContain(each);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('a number that begins another one, or stands in the mark, is told all the same', async () => {
  const long = 'L'.repeat(60);
  const before = shipment({ trackingNumber: 'T22', comments: `myOGO ${reference}; further parcels: T33, ${long}` });
  const of = (numbers: string) => told(2, numbers, [before]).then(({ updated }) => updated);
  expect(await of(`T22, T33, ${long}`)).toEqual([]);
  expect(await of(`T22, T33, ${long}, T3`)).toMatchObject([{ comments: `${before.comments}; further parcels: T3` }]);
  expect(await of(`T22, T33, ${long}, 100`)).toMatchObject([{ comments: `${before.comments}; further parcels: 100` }]);
});

test('both sides’ texts reach an order’s facts with commas', () => {
  const order = { reference, status: 'SHIPPED', lines: [], trackingNumber: 'T1;\tT2' } as unknown as Parameters<
    typeof warehouseRow
  >[0];
  expect(warehouseRow(order, 'm').trackingNumber).toBe('T1,T2');
  // Copied out of a page.
  expect(warehouseRow({ ...order, trackingNumber: 'T1\u200b;\u200eT2' }, 'm').trackingNumber).toBe('T1,T2');
  expect(warehouseRow({ ...order, trackingNumber: ' ; ' }, 'm')).not.toHaveProperty('trackingNumber');
  expect(storeShipment(shipment({ trackingNumber: 'T1\nT2; T3' })).trackingNumber).toBe('T1,T2, T3');
  expect(storeShipment(shipment({ trackingNumber: 'T1, T2' })).trackingNumber).toBe('T1, T2');
});

/** What stands in the store at last, and how often it was asked, where it refuses some of the tracking with these words. */
async function writtenWhere(refuses: (sent: Readonly<Record<string, unknown>>) => string | undefined) {
  const call = { side: 'bigcommerce', operation: 'POST /v2/orders/{id}/shipments', writes: true } as const;
  let asked = 0;
  const store = {
    shipments: {
      create: (_order: number, one: Partial<Shipment>) => {
        asked += 1;
        const words = refuses(one);
        if (words !== undefined) throw failureOf(call, FailureType.rejected, words, { status: 400 });
        return Promise.resolve(shipment({ id: 10, ...one }));
      },
    },
  } as unknown as StoreApi; // the part of it that shipments are written by
  const once = (async ({ send }: { send: () => Promise<unknown> }) => ({
    found: false,
    value: await send(),
  })) as unknown as Once; // nothing was written before
  const lines = [{ orderProductId: 4, sku: 'A', quantity: 1 }];
  const address = { addressId: 3, method: 'Post', lines, missing: [], withoutSku: [] } as unknown as PlannedAddress; // where it goes is not looked at
  const shipped = {
    reference,
    status: 'SHIPPED',
    trackingNumber: 'T1',
    trackingUrl: 'https://t.example/?n=T1',
  } as const;
  const known: Shipment[] = [];
  const request = { storeHash, orderId: 100, address, shipped: { ...shipped, lines: [{ code: 'A', quantity: 1 }] } };
  const { refused } = await writeParcels(store, once, request as never, known, 'dhl');
  const [one] = known as unknown as Readonly<Record<string, unknown>>[];
  return { refused, asked, number: one?.['trackingNumber'], carrier: one?.['trackingCarrier'] };
}

test.each([
  ['the link, in words of its own', 'trackingLink', 'The supplied URL is not valid.', ['link'], 'dhl'],
  ['the link by another name', 'trackingLink', 'The tracking URL is not valid.', ['link'], 'dhl'],
  ['the link, without a word', 'trackingLink', '', ['link'], 'dhl'],
  ['the carrier, in words of its own', 'trackingCarrier', 'Unknown courier.', ['carrier'], undefined],
  ['the carrier by its field', 'trackingCarrier', 'tracking_carrier is invalid', ['carrier'], undefined],
])(
  'where the store refuses %s, the shipment and its number go without',
  async (_what, field, words, refused, carrier) => {
    const found = await writtenWhere((sent) => (sent[field] === undefined ? undefined : words));
    expect(found).toMatchObject({ refused, number: 'T1' });
    expect(found.carrier).toBe(carrier);
  },
);

test('where it refuses both, in words that name none, they go without both', async () => {
  const refuses = (sent: Readonly<Record<string, unknown>>) =>
    sent['trackingLink'] === undefined && sent['trackingCarrier'] === undefined ? undefined : 'Bad request.';
  expect(await writtenWhere(refuses)).toMatchObject({ refused: ['link', 'carrier'], number: 'T1', asked: 4 });
});

test('what is refused for its goods, or whatever goes along, is told by the words for that', async () => {
  let asked = 0;
  const refuses = (words: string) => () => ((asked += 1), words);
  await expect(writtenWhere(refuses('The field items is invalid: quantity exceeds what is left.'))).rejects.toThrow(
    'quantity',
  );
  expect(asked).toBe(1);
  let first = true;
  const later = () => (first ? ((first = false), 'The first words.') : 'Other words.');
  await expect(writtenWhere(later)).rejects.toThrow('The first words.');
});
