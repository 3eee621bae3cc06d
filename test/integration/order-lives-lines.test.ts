import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlacedOrder } from '../../dev/stand-ins/control/place-order.ts';
import { sample } from '../support/sample.ts';
import { openLives, reasons, type Lives } from './order-lives.ts';

const A = { sku: 'A', name: 'A', quantity: 3 };
const shapes = { 'of one line': [A], 'of two lines': [A, { sku: 'B', name: 'B' }] };
type Shape = keyof typeof shapes;
type Act = (order: PlacedOrder, lives: Lives) => void;

const acts = {
  'raised to five': ({ orderId }, { acts }) => acts.setQuantity(orderId, { sku: 'A' }, 5),
  'lowered to one': ({ orderId }, { acts }) => acts.setQuantity(orderId, { sku: 'A' }, 1),
  'taken out': ({ orderId }, { acts }) => acts.removeLine(orderId, { sku: 'A' }),
} satisfies Record<string, Act>;
const takenBack: Record<keyof typeof acts, Act> = {
  'raised to five': ({ orderId }, { acts }) => acts.setQuantity(orderId, { sku: 'A' }, 3),
  'lowered to one': ({ orderId }, { acts }) => acts.setQuantity(orderId, { sku: 'A' }, 3),
  'taken out': ({ orderId, addressIds }, { acts }) => acts.addLine(orderId, { ...A, addressId: addressIds[0] ?? 0 }),
};

/** What stands in the warehouse after the act, and after it was taken back; where it cannot be done, the hold. */
interface Row {
  readonly act: keyof typeof acts;
  readonly shape: Shape;
  readonly after: readonly string[];
  readonly held?: readonly string[];
  readonly back: readonly string[];
}
const added: readonly Row[] = [
  {
    act: 'raised to five',
    shape: 'of one line',
    after: ['-s2 NEW 2A', 'NEW 3A'],
    back: ['-s2 CANCELLED 2A', 'NEW 3A'],
  },
  {
    act: 'raised to five',
    shape: 'of two lines',
    after: ['-s2 NEW 2A', 'NEW 1B+3A'],
    back: ['-s2 CANCELLED 2A', 'NEW 1B+3A'],
  },
  // Nothing of it is wanted any more: that needs no edit.
  { act: 'taken out', shape: 'of one line', after: ['CANCELLED 3A'], back: ['-s2 NEW 3A', 'CANCELLED 3A'] },
];
const held = ['changed-after-hand-over'];
const rows: Record<'takes no edits' | 'takes edits', readonly Row[]> = {
  'takes no edits': [
    { act: 'lowered to one', shape: 'of one line', after: ['NEW 3A'], held, back: ['NEW 3A'] },
    { act: 'taken out', shape: 'of two lines', after: ['NEW 1B+3A'], held, back: ['NEW 1B+3A'] },
    ...added,
    { act: 'lowered to one', shape: 'of two lines', after: ['NEW 1B+3A'], held, back: ['NEW 1B+3A'] },
  ],
  'takes edits': [
    { act: 'lowered to one', shape: 'of one line', after: ['NEW 1A'], back: ['-s2 NEW 2A', 'NEW 1A'] },
    { act: 'taken out', shape: 'of two lines', after: ['NEW 1B'], back: ['-s2 NEW 3A', 'NEW 1B'] },
    ...added,
    { act: 'lowered to one', shape: 'of two lines', after: ['NEW 1A+1B'], back: ['-s2 NEW 2A', 'NEW 1A+1B'] },
  ],
};

describe.each(['takes no edits', 'takes edits'] as const)('lines of an order at a warehouse that %s', (warehouse) => {
  let lives: Lives;
  beforeAll(async () => {
    lives = await openLives({}, { editable: warehouse === 'takes edits' });
  });
  afterAll(() => lives.close());

  const pieces = (of: readonly string[]) =>
    of
      .flatMap((row) => row.split(' ').at(-1)?.split('+') ?? [])
      .reduce((sum, one) => sum + Number(/^\d+/.exec(one)?.[0] ?? 0), 0);
  /** The warehouse ships all that still stands there; each piece leaves once and is told once. */
  async function shipsTheRest(orderId: number, wanted: number): Promise<void> {
    for (const row of lives.standing(orderId)) {
      const tail = row.startsWith('-') ? (row.split(' ')[0] ?? '') : '';
      if (!row.includes('NEW')) continue;
      const reference = `${lives.desk.reference(orderId)}${tail}`;
      await lives.inWarehouse(orderId, () => lives.people.ship(reference, { tracking: `T${tail}` }));
    }
    const story = await lives.rest(orderId);
    expect([story.stage, reasons(story)]).toEqual(['shipped', []]);
    expect(pieces(lives.standing(orderId).filter((row) => row.includes('SHIPPED')))).toBe(wanted);
    expect(pieces(lives.shipments(orderId))).toBe(wanted);
    expect(lives.shop.storeOrder(orderId).statusId).toBe(2);
  }

  it.each(sample(rows[warehouse], 2))('$act ($shape) and taken back: each piece leaves once', async (row) => {
    const order = await lives.begin({ lines: shapes[row.shape] });
    const { orderId } = order;
    const after = await lives.inStore(orderId, () => acts[row.act](order, lives));
    expect([lives.standing(orderId), reasons(after)]).toEqual([row.after, row.held ?? []]);
    const back = await lives.inStore(orderId, () => takenBack[row.act](order, lives));
    expect([lives.standing(orderId), back.stage, reasons(back)]).toEqual([row.back, 'handed-over', []]);
    await shipsTheRest(orderId, row.shape === 'of one line' ? 3 : 4);
  });

  it('raised after it shipped: what is new leaves by itself', async () => {
    const order = await lives.begin();
    const { orderId } = order;
    await lives.inWarehouse(orderId, () => lives.people.ship(lives.desk.reference(orderId), { tracking: 'T' }));
    await lives.inStore(orderId, () => acts['raised to five'](order, lives));
    expect(lives.standing(orderId)).toEqual(['-s2 NEW 2A', 'SHIPPED 3A']);
    await shipsTheRest(orderId, 5);
  });

  it.each(['lowered to one', 'taken out'] as const)(
    '%s after it shipped: nothing is sent or taken back',
    async (act) => {
      const order = await lives.begin();
      const { orderId } = order;
      await lives.inWarehouse(orderId, () => lives.people.ship(lives.desk.reference(orderId), { tracking: 'T' }));
      const story = await lives.inStore(orderId, () => acts[act](order, lives));
      expect([lives.standing(orderId), story.stage, reasons(story)]).toEqual([['SHIPPED 3A'], 'shipped', []]);
      expect(lives.shipments(orderId)).toHaveLength(1);
    },
  );

  it('at an address that is removed: its order is cancelled, and goods that move to the other one leave there', async () => {
    const two = {
      lines: [
        { ...A, quantity: 2, address: 0 },
        { sku: 'B', name: 'B', address: 1 },
      ],
      addresses: 2,
    };
    for (const moved of [false, true]) {
      const { orderId, addressIds } = await lives.begin(two);
      const [first = 0, second = 0] = addressIds;
      const story = await lives.inStore(orderId, () =>
        lives.acts.removeAddress(orderId, second, moved ? first : undefined),
      );
      expect([story.stage, reasons(story)]).toEqual(['handed-over', []]);
      expect(lives.standing(orderId)).toEqual(
        [`-${first} NEW 2A`, ...(moved ? [`-${first}-s2 NEW 1B`] : []), `-${second} CANCELLED 1B`].sort(),
      );
    }
  });
});
