import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isLong, itLong } from '../support/sample.ts';
import { openLives, reasons, type Lives } from './order-lives.ts';

describe('an order that ships short, otherwise, again or by hand', () => {
  let lives: Lives;
  const withoutTracking: number[] = [];
  beforeAll(async () => {
    lives = await openLives();
  });
  afterEach(() => {
    lives.people.obeyPuts();
  });
  afterAll(async () => {
    lives.desk.prove({ withoutTracking });
    await lives.close();
  });

  /** Two of three pieces left the warehouse. */
  const short = async () => {
    const { people, desk } = lives;
    const { orderId } = await lives.begin();
    const held = await lives.inWarehouse(orderId, () =>
      people.ship(desk.reference(orderId), { lines: [{ code: 'A', quantity: 2 }], tracking: `SHORT-${orderId}` }),
    );
    return { orderId, held };
  };
  const shipped = async (pieces = 3) => {
    const { people, desk } = lives;
    const { orderId, addressIds } = await lives.begin({ lines: [{ sku: 'A', name: 'A', quantity: pieces }] });
    await lives.inWarehouse(orderId, () => people.ship(desk.reference(orderId), { tracking: `OUT-${orderId}` }));
    await lives.ended(orderId, { stage: 'shipped', status: 2, standing: [`SHIPPED ${pieces}A`] });
    return { orderId, addressId: addressIds[0] ?? 0 };
  };

  it('of which fewer pieces leave is told of those and held for the rest, which goes out by a decision', async () => {
    const { people, desk } = lives;
    const { orderId, held } = await short();
    expect(reasons(held)).toEqual(['short-shipped']);
    expect(held.summary).toContain('1 × A');
    expect(lives.shipments(orderId)).toEqual([`SHORT-${orderId} 2A`]);
    await lives.ended(orderId, { stage: 'held', status: 3, standing: ['SHIPPED 2A'] });
    await desk.release(orderId, { kind: 'hand-over-again' });
    await lives.ended(orderId, { stage: 'handed-over', status: 3, standing: ['-s2 NEW 1A', 'SHIPPED 2A'] });
    await lives.inWarehouse(orderId, () => people.ship(`${desk.reference(orderId)}-s2`, { tracking: 'REST' }));
    await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['-s2 SHIPPED 1A', 'SHIPPED 2A'] });
    expect(lives.shipments(orderId)).toEqual([`SHORT-${orderId} 2A`, 'REST 1A']);
  });

  it('that the warehouse puts into another store order’s is held, and read of on the order that it left with', async () => {
    const { people, desk } = lives;
    const kept = (await lives.begin()).orderId;
    const other = (await lives.begin({ lines: [{ sku: 'B', name: 'B', quantity: 1 }] })).orderId;
    const both = [
      { code: 'A', quantity: 3 },
      { code: 'B', quantity: 1 },
    ];
    await lives.inWarehouse(kept, () => people.changeLines(desk.reference(kept), both));
    const held = await lives.inWarehouse(other, () => people.cancel(desk.reference(other)));
    expect(reasons(held)).toEqual(['cancelled-in-warehouse']);
    await lives.inWarehouse(kept, () => people.ship(desk.reference(kept), { tracking: `BOTH-${kept}` }));
    await lives.ended(kept, { stage: 'shipped', status: 2, standing: ['SHIPPED 1B+3A'] });
    expect(lives.shipments(kept)).toEqual([`BOTH-${kept} 3A`]);
    expect(lives.shop.storeOrder(kept).staffNotes).toContain('shipped 1 × B, which was not sent from here');
    await desk.release(other, { kind: 'treat-as-done' });
    await lives.ended(other, { stage: 'ignored', status: 9, standing: ['CANCELLED 1B'] });
  });

  itLong('of which a substitute leaves is held by that name, with its number on the store’s order', async () => {
    const { people, desk } = lives;
    const { orderId } = await lives.begin();
    const held = await lives.inWarehouse(orderId, () =>
      people.ship(desk.reference(orderId), { lines: [{ code: 'SUB', quantity: 3 }], tracking: 'OTHER' }),
    );
    expect(reasons(held)).toEqual(['substituted']);
    await lives.ended(orderId, { stage: 'held', status: 9, standing: ['SHIPPED 3SUB'] });
    expect(lives.shipments(orderId)).toEqual([]);
    expect(lives.shop.storeOrder(orderId).staffNotes).toContain('OTHER');
    // The customer agreed: nothing more is sent, and nobody is told that it was shipped in silence.
    await desk.release(orderId, { kind: 'treat-as-done' });
    const done = await lives.rest(orderId);
    expect([done.stage, reasons(done)]).toEqual(['ignored', []]);
    expect(done.summary).toContain('decision');
    expect(lives.standing(orderId)).toEqual(['SHIPPED 3SUB']);
    // The store is told of no shipment of what was ordered, since none left.
    expect(lives.shipments(orderId)).toEqual([]);
  });

  // What the store itself says of two of three pieces that left stands: nobody but the merchant knows better.
  it.each([
    ['refunded', 14],
    ['treated as done', 3],
    ...(isLong ? [['cancelled by a person', 3] as const] : []),
  ] as const)('completes where the piece that is missing is %s', async (how, status) => {
    const { acts, desk } = lives;
    const { orderId } = await short();
    if (how === 'refunded') {
      await lives.inStore(orderId, () => {
        acts.refund(orderId, [{ sku: 'A', quantity: 1 }]);
      });
    } else await desk.release(orderId, { kind: how === 'treated as done' ? 'treat-as-done' : 'cancel' });
    const story = await lives.rest(orderId);
    expect([story.stage, reasons(story), lives.standing(orderId)]).toEqual(['shipped', [], ['SHIPPED 2A']]);
    expect(lives.shipments(orderId)).toEqual([`SHORT-${orderId} 2A`]);
    expect(lives.shop.storeOrder(orderId).statusId).toBe(status);
    const run = lives.shop.worker.client.workflow.getHandle(`order:${lives.shop.storeHash}:${orderId}`);
    expect((await run.describe()).status.name).toBe('COMPLETED');
    if (how !== 'treated as done') return;
    // It is refunded as well; what is ordered of the same line after that is neither missing nor done.
    await lives.inStore(orderId, () => {
      acts.refund(orderId, [{ sku: 'A', quantity: 1 }]);
    });
    await lives.inStore(orderId, () => {
      acts.setQuantity(orderId, { sku: 'A' }, 4);
    });
    expect(lives.standing(orderId)).toEqual(['-s2 NEW 1A', 'SHIPPED 2A']);
  });

  it('that has shipped sends a line that is added later, under a further reference', async () => {
    const { acts, people, desk } = lives;
    const { orderId, addressId } = await shipped();
    await lives.inStore(orderId, () => {
      acts.addLine(orderId, { sku: 'A', name: 'A', addressId });
    });
    await lives.ended(orderId, { stage: 'handed-over', status: 2, standing: ['-s2 NEW 1A', 'SHIPPED 3A'] });
    await lives.inWarehouse(orderId, () => people.ship(`${desk.reference(orderId)}-s2`, { tracking: 'MORE' }));
    await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['-s2 SHIPPED 1A', 'SHIPPED 3A'] });
    expect(lives.shipments(orderId)).toEqual([`OUT-${orderId} 3A`, 'MORE 1A']);
  });

  itLong('sends an address’s line again that went to another address and came back', async () => {
    const { acts, desk } = lives;
    const { orderId, addressIds } = await lives.begin({
      lines: [
        { sku: 'A', name: 'A', address: 0 },
        { sku: 'B', name: 'B', address: 1 },
      ],
      addresses: [{}, { shippingMethod: 'Unlinked' }],
    });
    const [first = 0, second = 0] = addressIds;
    const away = await lives.inStore(orderId, () => {
      acts.moveLine(orderId, { sku: 'A' }, second);
    });
    expect(away.stage).toBe('held');
    expect(lives.standing(orderId)).toEqual([`-${first} CANCELLED 1A`]);
    await lives.inStore(orderId, () => {
      acts.moveLine(orderId, { sku: 'A' }, first);
    });
    expect(lives.standing(orderId)).toEqual([`-${first} CANCELLED 1A`, `-${first}-s2 NEW 1A`]);
    expect(desk.reference(orderId, first)).toContain(String(first));
  });

  it('that is shipped by hand in the store is cancelled in the warehouse, or held where it is being picked', async () => {
    const { acts, people, desk } = lives;
    for (const picked of [false, true]) {
      const { orderId } = await lives.begin();
      if (picked) await lives.inWarehouse(orderId, () => people.collect(desk.reference(orderId)));
      const story = await lives.inStore(orderId, () => acts.shipByHand(orderId, { tracking: `HAND-${orderId}` }));
      expect(lives.standing(orderId)).toEqual([picked ? 'COLLECTING 3A' : 'CANCELLED 3A']);
      expect([story.stage, reasons(story)]).toEqual(picked ? ['held', ['cancel-refused']] : ['shipped', []]);
      expect(lives.shipments(orderId)).toEqual([`HAND-${orderId} 3A`]);
    }
  });

  itLong(
    'of which some pieces are shipped by hand is held where the warehouse takes no change, and told of what left',
    async () => {
      const { acts, people, desk } = lives;
      const { orderId } = await lives.begin();
      const held = await lives.inStore(orderId, () =>
        acts.shipByHand(orderId, { tracking: 'HAND', items: [{ sku: 'A', quantity: 1 }] }),
      );
      expect(reasons(held)).toEqual(['changed-after-hand-over']);
      await lives.inWarehouse(orderId, () => people.ship(desk.reference(orderId), { tracking: 'ALL' }));
      await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['SHIPPED 3A'] });
      expect(lives.shipments(orderId)).toEqual(['HAND 1A', 'ALL 2A']);
      expect(lives.shop.storeOrder(orderId).staffNotes).toContain('1 × A');
    },
  );

  it('is not shipped twice where a person types in the number of what the warehouse shipped', async () => {
    const { acts, people, desk } = lives;
    const { orderId } = await lives.begin();
    people.ship(desk.reference(orderId), { tracking: 'TYPED' });
    await lives.inStore(orderId, () => acts.shipByHand(orderId, { tracking: 'typed' }));
    await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['SHIPPED 3A'] });
    expect(lives.shipments(orderId)).toEqual(['typed 3A']);
  });

  itLong(
    'has its shipment written once more where somebody deletes it, and is held where it is deleted again',
    async () => {
      const { acts, desk } = lives;
      const { orderId } = await shipped();
      const remove = () => {
        acts.deleteShipment(orderId, lives.shop.storeOrder(orderId).shipments[0]?.shipmentId ?? 0);
      };
      await lives.inStore(orderId, remove);
      expect(lives.shipments(orderId)).toEqual([`OUT-${orderId} 3A`]);
      const held = await lives.inStore(orderId, remove);
      expect(reasons(held)).toEqual(['undone-by-hand']);
      expect(lives.shipments(orderId)).toEqual([]);
      await desk.release(orderId, { kind: 'treat-as-done' });
      const story = await lives.rest(orderId);
      expect([story.stage, reasons(story)]).toEqual(['shipped', []]);
    },
  );

  it.each<['old' | 'and-records' | undefined]>([
    ['old'],
    ['and-records'],
    ...(isLong ? [[undefined] as [undefined]] : []),
  ])('has its number corrected in the same shipment where an edit made its lines anew (%s)', async (records) => {
    const { acts, people, desk } = lives;
    const { orderId } = await shipped();
    await lives.inStore(orderId, () => {
      if (records !== undefined) acts.renewLineIds(orderId, records === 'and-records' ? records : undefined);
    });
    await lives.inWarehouse(orderId, () => people.track(desk.reference(orderId), 'CORRECTED'));
    const story = await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['SHIPPED 3A'] });
    expect(reasons(story)).toEqual([]);
    expect(lives.shop.storeOrder(orderId).shipments).toMatchObject([{ trackingNumber: 'CORRECTED' }]);
    expect(lives.shop.storeOrder(orderId).mails).toHaveLength(1);
  });

  it('that came back is noted, and goes out again under a further reference by a decision', async () => {
    const { people, desk } = lives;
    const { orderId } = await shipped();
    await lives.inWarehouse(orderId, () => people.takeBack(desk.reference(orderId)));
    await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['RETURNED 3A'] });
    expect(lives.shop.storeOrder(orderId).staffNotes).toContain('returned');
    await lives.orders.release(orderId, { kind: 'hand-over-again' });
    await lives.rest(orderId);
    expect(lives.standing(orderId)).toEqual(['-s2 NEW 3A', 'RETURNED 3A']);
    await lives.inWarehouse(orderId, () => people.ship(`${desk.reference(orderId)}-s2`, { tracking: 'SECOND' }));
    await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['-s2 SHIPPED 3A', 'RETURNED 3A'] });
    // The store takes no more pieces than were ordered: the second number is on the order as a note.
    expect(lives.shipments(orderId)).toEqual([`OUT-${orderId} 3A`]);
    expect(lives.shop.storeOrder(orderId).staffNotes).toContain('SECOND');
    const story = await lives.orders.explain(orderId);
    expect(JSON.stringify(story)).toContain(`${desk.reference(orderId)}-s2`);
  });

  it.each([12, 13, 7, 1, ...(isLong ? [0] : [])])(
    'is held where the store’s status goes to %i after hand-over, goes on when it comes back, and is told of what left',
    async (status) => {
      const { acts, people, desk } = lives;
      const { orderId } = await lives.begin();
      const held = await lives.inStore(orderId, () => {
        acts.setStatus(orderId, status);
      });
      expect(reasons(held)).toEqual(['status-forbids-sending']);
      await lives.ended(orderId, { stage: 'held', status, standing: ['NEW 3A'] });
      await lives.inStore(orderId, () => {
        acts.setStatus(orderId, 9);
      });
      await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: ['NEW 3A'] });
      await lives.inStore(orderId, () => {
        acts.setStatus(orderId, status);
      });
      const story = await lives.inWarehouse(orderId, () => people.ship(desk.reference(orderId), { tracking: 'LEFT' }));
      expect([story.stage, reasons(story)]).toEqual(['shipped', []]);
      expect(lives.shipments(orderId)).toEqual(['LEFT 3A']);
    },
  );
});

describe('an order that waits for its tracking number', () => {
  let lives: Lives;
  beforeAll(async () => {
    lives = await openLives({ waitForTrackingMinutes: 60 });
  });
  afterAll(async () => {
    lives.desk.prove();
    await lives.close();
  });

  itLong('says so until when, and says beside it what else is missing', async () => {
    const { people, desk } = lives;
    const { orderId } = await lives.begin();
    const story = await lives.inWarehouse(orderId, () =>
      people.ship(desk.reference(orderId), { lines: [{ code: 'A', quantity: 2 }] }),
    );
    expect(reasons(story)).toEqual(['short-shipped']);
    await lives.inWarehouse(orderId, () => people.track(desk.reference(orderId), 'LATE'));
    await lives.ended(orderId, { stage: 'held', status: 3, standing: ['SHIPPED 2A'] });
    expect(lives.shipments(orderId)).toEqual(['LATE 2A']);
  });
});
