import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { itLong } from '../support/sample.ts';
import { openLives, type Lives } from './order-lives.ts';

describe('an order to which two things happen', () => {
  let lives: Lives;
  const twice: string[] = [];
  beforeAll(async () => {
    lives = await openLives();
  });
  afterEach(() => {
    lives.people.obeyPuts();
  });
  afterAll(async () => {
    lives.desk.prove({ twice });
    await lives.close();
  });

  it('keeps both its orders where two equal addresses come under new ids at once, and ships both', async () => {
    const { acts, people, desk } = lives;
    const { orderId, addressIds } = await lives.begin({
      lines: [
        { sku: 'A', name: 'A', quantity: 2, address: 0 },
        { sku: 'B', name: 'B', address: 1 },
      ],
      addresses: [
        { street_1: 'Sama 1', zip: '00100', city: 'Helsinki' },
        { street_1: 'Sama 1', zip: '00100', city: 'Helsinki' },
      ],
    });
    const before = lives.standing(orderId);
    const story = await lives.inStore(orderId, () => {
      for (const id of addressIds) acts.editAddress(orderId, id, { newId: true });
    });
    expect([story.stage, lives.standing(orderId)]).toEqual(['handed-over', before]);
    for (const id of addressIds)
      await lives.inWarehouse(orderId, () => people.ship(desk.reference(orderId, id), { tracking: `T${id}` }));
    const [first = 0, second = 0] = addressIds;
    await lives.ended(orderId, {
      stage: 'shipped',
      status: 2,
      standing: [`-${first} SHIPPED 2A`, `-${second} SHIPPED 1B`].sort(),
    });
  });

  itLong('of which more leaves than was ordered is told of what was ordered, and the rest is noted', async () => {
    const { people, desk } = lives;
    const { orderId } = await lives.begin();
    await lives.inWarehouse(orderId, () =>
      people.ship(desk.reference(orderId), { lines: [{ code: 'A', quantity: 5 }], tracking: 'FIVE' }),
    );
    await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['SHIPPED 5A'] });
    expect(lives.shipments(orderId)).toEqual(['FIVE 3A']);
    expect(lives.shop.storeOrder(orderId).staffNotes).toContain('2 × A');
  });

  it('that is split, refunded in part and then cancelled ends with every part cancelled', async () => {
    const { acts, people, desk } = lives;
    const { orderId } = await lives.begin();
    const reference = desk.reference(orderId);
    await lives.inWarehouse(orderId, () => people.split(reference, { lines: [{ code: 'A' }], suffix: '.2' }));
    await lives.inStore(orderId, () => {
      acts.refund(orderId, [{ sku: 'A', quantity: 1 }]);
    });
    // The part is just the piece that is no longer wanted: a whole order is cancelled rather than one edited.
    expect(lives.standing(orderId)).toEqual(['.2 CANCELLED 1A', 'NEW 2A']);
    await lives.inStore(orderId, () => {
      acts.setStatus(orderId, 5);
    });
    await lives.ended(orderId, { stage: 'cancelled', status: 5, standing: ['.2 CANCELLED 1A', 'CANCELLED 2A'] });
  });

  itLong(
    'has one of its two shipments written once more where somebody deletes it, and the other left alone',
    async () => {
      const { acts, people, desk } = lives;
      const { orderId } = await lives.begin();
      const reference = desk.reference(orderId);
      await lives.inWarehouse(orderId, () => people.split(reference, { lines: [{ code: 'A' }], suffix: '_2' }));
      await lives.inWarehouse(orderId, () => people.ship(reference, { tracking: 'MAIN' }));
      await lives.inWarehouse(orderId, () => people.ship(`${reference}_2`, { tracking: 'PART' }));
      expect(lives.shipments(orderId)).toEqual(['MAIN 2A', 'PART 1A']);
      await lives.inStore(orderId, () => {
        acts.deleteShipment(orderId, lives.shop.storeOrder(orderId).shipments[0]?.shipmentId ?? 0);
      });
      expect(lives.shipments(orderId)).toEqual(['PART 1A', 'MAIN 2A']);
    },
  );

  it('leaves the exchange order alone that stands beside its own when the store cancels', async () => {
    const { acts, people, desk } = lives;
    const { orderId } = await lives.begin();
    const reference = desk.reference(orderId);
    await lives.inWarehouse(orderId, () => people.place({ reference: `${reference}-EX1`, lines: [{ code: 'A' }] }));
    await lives.inStore(orderId, () => {
      acts.setStatus(orderId, 5);
    });
    await lives.ended(orderId, { stage: 'cancelled', status: 5, standing: ['-EX1 NEW 1A', 'CANCELLED 3A'] });
  });

  itLong('takes back a second order of fewer pieces under its reference, or holds', async () => {
    const { people, desk } = lives;
    const { orderId } = await lives.begin();
    const reference = desk.reference(orderId);
    twice.push(reference);
    const story = await lives.inWarehouse(orderId, () => people.placeTwin(reference, [{ code: 'A' }]));
    expect([lives.standing(orderId), story.stage]).toEqual([['CANCELLED 1A', 'NEW 3A'], 'handed-over']);
  });

  it('sends a line that is added while the first pieces are picked, and one that is added after the store completed it', async () => {
    const { acts, people, desk } = lives;
    const { orderId, addressIds } = await lives.begin();
    const reference = desk.reference(orderId);
    const add = (sku: string) => () => {
      acts.addLine(orderId, { sku, name: sku, addressId: addressIds[0] ?? 0 });
    };
    lives.shop.stock({ B: 20, C: 20 });
    await lives.inWarehouse(orderId, () => people.collect(reference));
    await lives.inStore(orderId, add('B'));
    expect(lives.standing(orderId)).toEqual(['-s2 NEW 1B', 'COLLECTING 3A']);
    await lives.inWarehouse(orderId, () => people.ship(reference, { tracking: 'ONE' }));
    await lives.inWarehouse(orderId, () => people.ship(`${reference}-s2`, { tracking: 'TWO' }));
    await lives.inStore(orderId, () => {
      acts.setStatus(orderId, 10);
    });
    await lives.inStore(orderId, add('C'));
    expect(lives.standing(orderId)).toEqual(['-s2 SHIPPED 1B', '-s3 NEW 1C', 'SHIPPED 3A']);
  });
});
