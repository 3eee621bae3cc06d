import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdReasons, type HoldReason } from '../../src/contract/hold-reasons.ts';
import type { Hold } from '../../src/contract/hold-reasons.ts';
import type { DecisionKind, OrderStory, ReleaseDecision } from '../../src/contract/orders.ts';
import { decisionsAbout, kinds } from '../../src/domain/orders/decisions/decision-table.ts';
import { openLives, type Lives } from './lives-desk.ts';

// Every remedy is performed as its text words it, and the order goes on.

let lives: Lives;
beforeAll(async () => {
  lives = await openLives();
});
afterAll(async () => {
  await lives.shop.close();
});

interface Way {
  /** How the remedy names it. */
  readonly words: string;
  readonly act: (orderId: number) => Promise<unknown>;
  /** Where the order is then. */
  readonly ends: OrderStory['stage'];
  /** How many orders we created for it in all. */
  readonly created: number;
}

interface Row {
  /** Brings a new order into the hold. */
  readonly hold: () => Promise<number>;
  readonly ways: readonly Way[];
}

/** A hold that is brought about and ended elsewhere, and by whose test. */
type Elsewhere = { readonly elsewhere: string };

let count = 0;
/** A shipping method that no other order has. */
const methods = new Map<number, string>();
async function odd(before: (method: string) => Promise<unknown> = () => Promise.resolve(), order = {}) {
  count += 1;
  const method = `Odd ${count} Way`;
  await before(method);
  const { orderId } = await lives.desk.order({ shippingMethod: method, lines: [{ quantity: 2 }], ...order });
  methods.set(orderId, method);
  return orderId;
}
const methodOf = (orderId: number) => methods.get(orderId) ?? '';
const reference = (orderId: number) => lives.desk.reference(orderId);

/** Handed over, and then something happens in the warehouse that its poll tells of. */
async function sent(then: (reference: string, orderId: number) => unknown, quantity = 2): Promise<number> {
  const { orderId } = await lives.desk.handedOver({ lines: [{ quantity }] });
  await then(reference(orderId), orderId);
  await lives.tellWarehouse(orderId);
  return orderId;
}

const decide = (decision: ReleaseDecision, words: string, ends: Way['ends'], created: number): Way => ({
  words,
  ends,
  created,
  act: (orderId) => lives.desk.release(orderId, decision),
});
const done = (ends: Way['ends'], created: number) =>
  decide({ kind: 'treat-as-done' }, 'with treat-as-done', ends, created);
const again = (ends: Way['ends'], created: number) =>
  decide({ kind: 'hand-over-again' }, 'with hand-over-again', ends, created);
const code = decide({ kind: 'use-code', code: 'POSTI' }, 'with use-code', 'handed-over', 1);
const inWarehouse = (words: string, act: (reference: string) => unknown, ends: Way['ends'], created: number): Way => ({
  words,
  ends,
  created,
  act: async (orderId) => {
    act(reference(orderId));
    await lives.tellWarehouse(orderId);
  },
});

const rows: Record<HoldReason, Row | Elsewhere> = {
  'shipping-method-not-linked': {
    hold: () => odd(),
    ways: [
      {
        words: 'Link this shipping method',
        act: (orderId) => lives.shop.link({ method: methodOf(orderId), code: 'POSTI' }),
        ends: 'handed-over',
        created: 1,
      },
      code,
      decide({ kind: 'treat-as-done' }, 'treat-as-done', 'ignored', 0),
    ],
  },
  'ambiguous-link': {
    hold: () =>
      odd(async (method) => {
        await lives.shop.link({ method: method.replace('Way', 'W*y'), code: 'POSTI' });
        await lives.shop.link({ method: method.replace('Way', 'Wa*'), code: 'GLS' });
      }),
    ways: [
      {
        words: 'remove one',
        act: (orderId) => lives.desk.unlink(methodOf(orderId).replace('Way', 'Wa*')),
        ends: 'handed-over',
        created: 1,
      },
      {
        words: 'more exact',
        act: (orderId) => lives.shop.link({ method: methodOf(orderId), code: 'POSTI' }),
        ends: 'handed-over',
        created: 1,
      },
      code,
    ],
  },
  'shipping-code-refused': {
    hold: () => odd((method) => lives.shop.link({ method, code: 'NO-SUCH-CODE' })),
    ways: [
      {
        words: 'Correct the link’s myOGO shipping code',
        act: async (orderId) => {
          await lives.desk.unlink(methodOf(orderId));
          await lives.shop.link({ method: methodOf(orderId), code: 'POSTI' });
        },
        ends: 'handed-over',
        created: 1,
      },
      code,
    ],
  },
  'sku-missing': {
    hold: async () => {
      const lines = [{ name: 'Thing', sku: '' }];
      return (await lives.desk.order({ lines }, { inWarehouse: false })).orderId;
    },
    ways: [
      done('ignored', 0),
      {
        words: 'refund it in the store',
        act: (orderId) => lives.desk.change(orderId, { refund: true }),
        ends: 'cancelled',
        created: 0,
      },
      decide({ kind: 'cancel' }, 'cancel', 'cancelled', 0),
    ],
  },
  'product-not-in-myogo': {
    hold: async () => {
      count += 1;
      const lines = [{ name: 'Made', sku: `MADE-${count}` }];
      return (await lives.desk.order({ lines }, { inWarehouse: false })).orderId;
    },
    ways: [
      {
        words: 'warehouse’s people create a product of this code, then retry',
        act: async (orderId) => {
          lives.shop.stock({ [lives.sku(orderId)]: 5 });
          await lives.desk.retry(orderId);
        },
        ends: 'handed-over',
        created: 1,
      },
      done('ignored', 0),
    ],
  },
  'address-incomplete': {
    hold: async () => (await lives.desk.order({ addresses: [{ zip: '', city: '' }] })).orderId,
    ways: [
      {
        words: 'Complete the address on the store’s order',
        act: (orderId) => lives.desk.change(orderId, { address: { zip: '00100', city: 'Helsinki' } }),
        ends: 'handed-over',
        created: 1,
      },
    ],
  },
  'reference-conflict': {
    hold: async () => {
      lives.shop.stock({ 'OTHER-GOODS': 9 });
      const orderId = await odd();
      await lives.held(orderId, 'shipping-method-not-linked');
      lives.people.place({ reference: reference(orderId), lines: [{ code: 'OTHER-GOODS', quantity: 2 }] });
      await lives.tellWarehouse(orderId);
      await lives.held(orderId, 'reference-conflict');
      await lives.shop.link({ method: methodOf(orderId), code: 'POSTI' });
      return orderId;
    },
    ways: [again('handed-over', 2), done('ignored', 1)],
  },
  'cancel-refused': {
    hold: async () => {
      const orderId = await sent((ours) => lives.people.collect(ours));
      await lives.desk.change(orderId, { status: 5 });
      return orderId;
    },
    ways: [
      inWarehouse('warehouse’s people to cancel it', (ours) => lives.people.cancel(ours), 'cancelled', 1),
      decide({ kind: 'cancel' }, 'with cancel to ask once more', 'handed-over', 1),
      done('handed-over', 1),
    ],
  },
  'cancelled-in-warehouse': {
    hold: () => sent((ours) => lives.people.cancel(ours)),
    ways: [again('handed-over', 2), done('ignored', 1), decide({ kind: 'cancel' }, 'with cancel', 'cancelled', 1)],
  },
  'short-shipped': {
    hold: () =>
      sent((ours, orderId) =>
        lives.people.ship(ours, { lines: [{ code: lives.sku(orderId), quantity: 1 }], tracking: 'LESS' }),
      ),
    ways: [
      again('handed-over', 2),
      done('shipped', 1),
      {
        words: 'refund them in the store',
        act: (orderId) => {
          const [line] = lives.shop.storeOrder(orderId).lines;
          return lives.desk.change(orderId, { refund: [{ orderProductId: line?.orderProductId ?? 0, quantity: 1 }] });
        },
        ends: 'shipped',
        created: 1,
      },
    ],
  },
  substituted: {
    hold: () => {
      lives.shop.stock({ 'OTHER-GOODS': 9 });
      return sent((ours) =>
        lives.people.ship(ours, { lines: [{ code: 'OTHER-GOODS', quantity: 2 }], tracking: 'SUB' }),
      );
    },
    ways: [again('handed-over', 2), done('ignored', 1)],
  },
  'status-forbids-sending': {
    hold: async () => {
      const { orderId } = await lives.desk.handedOver();
      await lives.desk.change(orderId, { status: 12 });
      return orderId;
    },
    ways: [
      {
        words: 'Set it to one that ships',
        act: (id) => lives.desk.change(id, { status: 9 }),
        ends: 'handed-over',
        created: 1,
      },
      { words: 'or cancel', act: (id) => lives.desk.change(id, { status: 5 }), ends: 'cancelled', created: 1 },
      done('handed-over', 1),
    ],
  },
  'changed-after-hand-over': {
    hold: async () => {
      const { orderId } = await lives.desk.handedOver();
      await lives.desk.change(orderId, { customerMessage: 'ring twice' });
      return orderId;
    },
    ways: [
      done('handed-over', 1),
      {
        words: 'Undoing the change in the store',
        act: (orderId) => lives.desk.change(orderId, { customerMessage: '' }),
        ends: 'handed-over',
        created: 1,
      },
    ],
  },
  'rejected-by-myogo': { elsewhere: 'test/unit/domain/orders/decisions/failed-steps.test.ts' },
  'rejected-by-bigcommerce': { elsewhere: 'test/unit/domain/orders/decisions/failed-steps.test.ts' },
  'duplicate-in-warehouse': { elsewhere: 'test/integration/order-lives-twins.test.ts' },
  'vanished-in-warehouse': {
    elsewhere: 'test/unit/domain/orders/account-cases.test.ts (28b): two looks are a minute apart',
  },
  'stopped-in-warehouse': { elsewhere: 'test/unit/domain/orders/decisions/decisions.test.ts: it stands for an hour' },
  'shipped-to-other-address': { elsewhere: 'test/unit/domain/orders/moved-pieces.test.ts' },
  'other-merchant': { elsewhere: 'test/unit/domain/orders/account-cases.test.ts (30)' },
  reopened: { elsewhere: 'test/unit/domain/orders/account-cases.test.ts (24, 26)' },
  'undone-by-hand': { elsewhere: 'test/integration/order-lives-short.test.ts' },
  'unexpected-response': { elsewhere: 'test/integration/order-lives-sight.test.ts' },
  'scope-missing': { elsewhere: 'test/integration/circuit.test.ts' },
  'integration-paused': { elsewhere: 'test/integration/circuit.test.ts' },
  'integration-gone': { elsewhere: 'test/integration/connected-again.test.ts' },
};

const isRow = (one: Row | Elsewhere): one is Row => 'hold' in one;
const here = holdReasons.flatMap((reason) => {
  const row = rows[reason];
  return isRow(row) ? row.ways.map((way) => ({ reason, row, way, words: way.words })) : [];
});

function holdOf(story: OrderStory, reason: HoldReason): Hold | undefined {
  const all = [story, ...story.addresses].flatMap(({ hold, moreHolds = [] }) => [
    ...(hold ? [hold] : []),
    ...moreHolds,
  ]);
  return all.find((one) => one.reason === reason);
}

const asDecision = (kind: DecisionKind): ReleaseDecision => (kind === 'use-code' ? { kind, code: 'POSTI' } : { kind });

describe.concurrent('a remedy works as its words say', () => {
  it.concurrent.each(here)('$reason: $words', async ({ reason, row, way }) => {
    const orderId = await row.hold();
    const story = await lives.held(orderId, reason);
    const hold = holdOf(story, reason);
    expect(hold?.remedy).toContain(way.words);
    // What does not answer it is refused in a sentence, and nothing is changed.
    for (const kind of kinds.filter((one) => !decisionsAbout[reason].includes(one))) {
      const finding = hold?.finding === undefined ? {} : { finding: hold.finding };
      await expect(lives.desk.release(orderId, { ...asDecision(kind), ...finding })).rejects.toMatchObject({
        cause: { type: 'Refused', message: expect.stringMatching(/^[A-Z][^.]*\.$/) as string },
      });
    }
    expect((await lives.shop.story(orderId)).decisions).toEqual(story.decisions);
    await way.act(orderId);
    const after = await lives.until(orderId, (one) => holdOf(one, reason) === undefined && one.stage === way.ends);
    expect(after.stage).toBe(way.ends);
    const created = Object.values(lives.created(orderId));
    expect(created.reduce((sum, one) => sum + one, 0)).toBe(way.created);
    expect(created.every((one) => one === 1)).toBe(true);
  });
});
