import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultKind } from '../../dev/stand-ins/faults.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { orderMessages } from '../../src/contract/messages.ts';
import { openLives, reasons, type Lives } from './order-lives.ts';

// Siblings of lives that the other files show: what is left of each kind.

describe('an order at a warehouse that takes no edits', () => {
  let lives: Lives;
  beforeAll(async () => {
    lives = await openLives();
  });
  afterAll(async () => {
    lives.desk.prove();
    await lives.close();
  });

  const A = { sku: 'A' };
  /** What the run shows, and what stands in the warehouse. */
  const now = async (orderId: number) => {
    const story = await lives.rest(orderId);
    return [story.stage, reasons(story), lives.standing(orderId)] as const;
  };
  const inStore = (orderId: number, act: (acts: Lives['acts']) => void) =>
    lives.inStore(orderId, () => {
      act(lives.acts);
    });
  const street = (reference: string) =>
    lives.people.orders(reference).map(({ fields }) => (fields['customer'] as { address1: string }).address1);
  const edited = (acts: Lives['acts'], orderId: number, to: string) =>
    acts.editAddress(orderId, acts.order(orderId).addresses[0]?.id ?? 0, { street_1: to });

  /** The first send never arrives, and the store's order changes before it is tried again. */
  const neverArrived = async (act: (orderId: number) => void) => {
    const kinds: FaultKind[] = ['reset-before'];
    lives.shop.sandbox.control.faults({ rate: 1, kinds, paths: ['POST */Orders'], count: 1 });
    const { orderId } = lives.shop.placeOrder({
      shippingMethod: 'DHL Express',
      country: 'FI',
      lines: [{ sku: 'A', name: 'A', quantity: 3 }],
    });
    const before = lives.desk.asked('warehouse', 'POST /api/v1/Orders');
    await lives.shop.startOrder(orderId);
    await expect
      .poll(() => lives.desk.asked('warehouse', 'POST /api/v1/Orders'), { interval: 5 })
      .toBeGreaterThan(before);
    lives.shop.sandbox.control.advance(1_000);
    act(orderId);
    await lives.poll(orderId);
    return orderId;
  };

  it('goes out with what is left where a piece is refunded and the first send never arrived', async () => {
    const orderId = await neverArrived((id) => {
      lives.acts.refund(id, [{ ...A, quantity: 1 }]);
    });
    await lives.shop.until(orderId, ({ stage }) => stage === 'handed-over');
    // The store calls it partly refunded, which it stays.
    await lives.ended(orderId, { stage: 'handed-over', status: 14, standing: ['NEW 2A'] });
  });

  it('goes out never where it is cancelled and the first send never arrived', async () => {
    const orderId = await neverArrived((id) => {
      lives.acts.setStatus(id, 5);
    });
    await lives.shop.until(orderId, ({ stage }) => stage === 'cancelled');
    await lives.ended(orderId, { stage: 'cancelled', status: 5, standing: [] });
  });

  it.each<[string, (acts: Lives['acts'], orderId: number) => void, string]>([
    [
      'fewer are ordered',
      (acts, id) => {
        acts.setQuantity(id, A, 2);
      },
      '2A',
    ],
    [
      'more are ordered',
      (acts, id) => {
        acts.setQuantity(id, A, 4);
      },
      '4A',
    ],
    [
      'its street is another',
      (acts, id) => {
        edited(acts, id, 'Uusi katu 9');
      },
      '3A',
    ],
  ])('that the warehouse cancelled goes again as the store has it now: %s', async (what, act, pieces) => {
    const { orderId } = await lives.begin();
    const reference = lives.desk.reference(orderId);
    expect(reasons(await lives.inWarehouse(orderId, () => lives.people.cancel(reference)))).toEqual([
      'cancelled-in-warehouse',
    ]);
    await inStore(orderId, (acts) => {
      act(acts, orderId);
    });
    await lives.desk.release(orderId, { kind: 'hand-over-again' });
    const standing = lives.standing(orderId).filter((row) => row.startsWith('-s'));
    const total = standing.reduce((sum, row) => sum + Number(/(\d+)A/.exec(row)?.[1] ?? 0), 0);
    expect([total, (await now(orderId)).slice(0, 2)]).toEqual([Number.parseInt(pieces, 10), ['handed-over', []]]);
    if (what.includes('street')) expect(street(`${reference}-s2`)).toEqual(['Uusi katu 9']);
  });

  it('that came back goes again to the address that the store has now', async () => {
    const { orderId } = await lives.begin();
    const reference = lives.desk.reference(orderId);
    await lives.inWarehouse(orderId, () => lives.people.ship(reference, { tracking: 'T' }));
    await lives.inWarehouse(orderId, () => lives.people.takeBack(reference));
    await inStore(orderId, (acts) => {
      edited(acts, orderId, 'Toinen katu 3');
    });
    // Its run has ended: one that follows takes the decision.
    await lives.orders.release(orderId, { kind: 'hand-over-again' });
    expect((await now(orderId)).slice(1)).toEqual([[], ['-s2 NEW 3A', 'RETURNED 3A']]);
    expect(street(`${reference}-s2`)).toEqual(['Toinen katu 3']);
  });

  it('that is set back to be handed over twice is held, and goes on as it is when a person says so', async () => {
    const { orderId } = await lives.begin();
    await inStore(orderId, (acts) => {
      acts.setStatus(orderId, 11);
    });
    await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: ['NEW 3A'] });
    await inStore(orderId, (acts) => {
      acts.setStatus(orderId, 11);
    });
    expect(await now(orderId)).toEqual(['held', ['undone-by-hand'], ['NEW 3A']]);
    await lives.desk.release(orderId, { kind: 'treat-as-done' });
    await lives.ended(orderId, { stage: 'handed-over', status: 11, standing: ['NEW 3A'] });
    await lives.inWarehouse(orderId, () => lives.people.ship(lives.desk.reference(orderId), { tracking: 'TWICE' }));
    await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['SHIPPED 3A'] });
  });

  it.each(['whose consignments are empty', 'whose lines are at an unknown address'])(
    'by an answer %s after its hand-over loses nothing: it is held, and goes on when the answer is right',
    async (what) => {
      const { orderId, addressIds } = await lives.begin();
      const isStray = what.includes('unknown address');
      await inStore(orderId, (acts) => {
        if (isStray) acts.strayLine(orderId, A);
        else acts.hideConsignments(orderId);
      });
      // Asked again after 3 and 12 seconds.
      await expect
        .poll(() => now(orderId), { timeout: 45_000, interval: 500 })
        .toEqual(['held', ['unexpected-response'], ['NEW 3A']]);
      await inStore(orderId, (acts) => {
        if (isStray) acts.moveLine(orderId, A, addressIds[0] ?? 0);
        else acts.showOddly(orderId, null);
      });
      await lives.desk.retry(orderId);
      expect(await now(orderId)).toEqual(['handed-over', [], ['NEW 3A']]);
      await lives.inWarehouse(orderId, () =>
        lives.people.ship(lives.desk.reference(orderId), { tracking: `ODD-${orderId}` }),
      );
      await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['SHIPPED 3A'] });
    },
  );

  it('that is split and gone from the store is cancelled with its part', async () => {
    const { orderId } = await lives.begin();
    await lives.inWarehouse(orderId, () =>
      lives.people.split(lives.desk.reference(orderId), { lines: [{ code: 'A' }], suffix: '/B' }),
    );
    lives.acts.lose(orderId);
    await lives.desk.retry(orderId);
    await lives.shop.until(orderId, ({ summary }) => /no such order|again/.test(summary));
    expect(lives.standing(orderId)).toEqual(['/B NEW 1A', 'NEW 2A']);
    await lives.desk.retry(orderId);
    await expect
      .poll(async () => (await now(orderId)).slice(1), { timeout: 60_000 })
      .toEqual([[], ['/B CANCELLED 1A', 'CANCELLED 2A']]);
  });

  it('of which one of two addresses is gone loses the order of that address alone', async () => {
    const { orderId, addressIds } = await lives.begin({
      lines: [0, 1].map((address) => ({ sku: 'A', name: 'A', quantity: 2, address })),
      addresses: 2,
    });
    const [first = 0, second = 0] = addressIds;
    const split = lives.desk.reference(orderId, first);
    await lives.inWarehouse(orderId, () => lives.people.split(split, { lines: [{ code: 'A' }], suffix: '/B' }));
    await inStore(orderId, (acts) => {
      acts.removeAddress(orderId, first);
    });
    expect((await now(orderId)).slice(1)).toEqual([
      [],
      [`-${first} CANCELLED 1A`, `-${first}/B CANCELLED 1A`, `-${second} NEW 2A`].sort(),
    ]);
  });

  it('of 40 addresses and 400 lines goes all its way, and its account stays small', async () => {
    const lines = Array.from({ length: 400 }, (_, at) => ({
      ...{ sku: `LONG-NAMED-GOODS-${at}`, name: `Goods ${at}`, quantity: 1 + (at % 3), address: Math.floor(at / 10) },
    }));
    const { orderId, addressIds } = await lives.begin({ lines, addresses: 40 });
    await lives.shop.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(lives.standing(orderId)).toHaveLength(40);
    expect(lives.shop.storeOrder(orderId).statusId).toBe(9);
    for (const addressId of addressIds)
      lives.people.ship(lives.desk.reference(orderId, addressId), { tracking: `P-${addressId}` });
    await lives.poll(orderId);
    await lives.shop.until(orderId, ({ stage }) => stage === 'shipped');
    const story = await lives.rest(orderId);
    expect([story.stage, lives.shipments(orderId).length, lives.shop.storeOrder(orderId).statusId]).toEqual([
      'shipped',
      40,
      2,
    ]);
    const run = lives.shop.worker.client.workflow.getHandle(workflowId.fulfilOrder(lives.shop.storeHash, orderId));
    expect(JSON.stringify(await run.query(orderMessages.account)).length).toBeLessThan(200_000);
  });
});
