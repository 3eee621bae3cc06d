import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isLong, itLong } from '../support/sample.ts';
import { openLives, reasons, type Lives } from './order-lives.ts';

describe('an order that has several orders in the warehouse', () => {
  let lives: Lives;
  /** References that the warehouse's people gave to a second order. */
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

  const split = async (suffix = '-1') => {
    const { people, desk } = lives;
    const { orderId } = await lives.begin();
    const reference = desk.reference(orderId);
    await lives.inWarehouse(orderId, () =>
      people.split(reference, { lines: [{ code: 'A' }], suffix, status: 'PENDING' }),
    );
    return { orderId, reference, part: `${reference}${suffix}` };
  };

  it.each(['the store', 'a person', ...(isLong ? ['the store, refunded'] : [])])(
    'is cancelled with all its parts where %s cancels it',
    async (who) => {
      const { acts, desk } = lives;
      const { orderId } = await split(who === 'a person' ? '/B' : '-1');
      if (who === 'a person') await desk.cancel(orderId);
      else {
        await lives.inStore(orderId, () => {
          if (who === 'the store') acts.setStatus(orderId, 5);
          else acts.change(orderId, { refund: true, status: 4 });
        });
      }
      const standing = lives.standing(orderId).map((one) => one.replace(/^(-1|\/B) /, 'part '));
      expect(standing.sort()).toEqual(['CANCELLED 2A', 'part CANCELLED 1A']);
      expect((await lives.rest(orderId)).stage).toBe('cancelled');
      expect(lives.shop.storeOrder(orderId).statusId).toBe(who === 'the store, refunded' ? 4 : 5);
    },
  );

  it('is held where one part can no longer be cancelled, and what of it ships is noted on the store’s order', async () => {
    const { acts, people } = lives;
    const { orderId, part } = await split();
    await lives.inWarehouse(orderId, () => people.collect(part));
    const held = await lives.inStore(orderId, () => {
      acts.setStatus(orderId, 5);
    });
    expect(reasons(held)).toEqual(['cancel-refused']);
    expect(held.summary).toContain(part);
    expect(lives.standing(orderId)).toEqual(['-1 COLLECTING 1A', 'CANCELLED 2A']);
    await lives.inWarehouse(orderId, () => people.ship(part, { tracking: 'WENT' }));
    const story = await lives.ended(orderId, {
      stage: 'shipped',
      status: 5,
      standing: ['-1 SHIPPED 1A', 'CANCELLED 2A'],
    });
    expect(story.summary).toContain('no longer wants it');
    expect(lives.shipments(orderId)).toEqual([]);
    expect(lives.shop.storeOrder(orderId).staffNotes).toContain('WENT');
  });

  itLong(
    'is held where only a part is cancelled in the warehouse, and only that part is handed over again',
    async () => {
      const { people, desk } = lives;
      const { orderId, reference, part } = await split('_2');
      await lives.inWarehouse(orderId, () => people.ship(reference, { tracking: 'MAIN' }));
      const held = await lives.inWarehouse(orderId, () => people.cancel(part));
      expect(reasons(held)).toEqual(['cancelled-in-warehouse']);
      await desk.release(orderId, { kind: 'hand-over-again' });
      await lives.rest(orderId);
      expect(lives.standing(orderId)).toEqual(['-s2 NEW 1A', 'SHIPPED 2A', '_2 CANCELLED 1A']);
      await lives.inWarehouse(orderId, () => people.ship(`${reference}-s2`, { tracking: 'REST' }));
      await lives.ended(orderId, {
        stage: 'shipped',
        status: 2,
        standing: ['-s2 SHIPPED 1A', 'SHIPPED 2A', '_2 CANCELLED 1A'],
      });
      expect(lives.shipments(orderId)).toEqual(['MAIN 2A', 'REST 1A']);
    },
  );

  it('has one of two equal orders under one reference cancelled as soon as they are seen, and the other one ships', async () => {
    const { people, desk } = lives;
    const { orderId } = await lives.begin();
    const reference = desk.reference(orderId);
    twice.push(reference);
    await lives.inWarehouse(orderId, () => people.placeTwin(reference));
    await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: ['CANCELLED 3A', 'NEW 3A'] });
    await lives.inWarehouse(orderId, () => people.ship(reference, { tracking: 'ONCE', occurrence: 0 }));
    await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['CANCELLED 3A', 'SHIPPED 3A'] });
    expect(lives.shipments(orderId)).toEqual(['ONCE 3A']);
  });

  itLong('is sent once more where the warehouse cancels both of two equal orders', async () => {
    const { people, desk } = lives;
    const { orderId } = await lives.begin();
    const reference = desk.reference(orderId);
    twice.push(reference);
    people.bendPuts({ reference, occurrence: 0, times: 1 });
    await lives.inWarehouse(orderId, () => people.placeTwin(reference));
    const standing = (status: string) => [`-s2 ${status} 3A`, 'CANCELLED 3A', 'CANCELLED 3A'];
    await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: standing('NEW') });
    await lives.inWarehouse(orderId, () => people.ship(`${reference}-s2`, { tracking: 'ONCE' }));
    await lives.ended(orderId, { stage: 'shipped', status: 2, standing: standing('SHIPPED') });
    expect(lives.shipments(orderId)).toEqual(['ONCE 3A']);
  });

  it('keeps the one of two equal orders that the warehouse does not cancel, and holds where it cancels neither', async () => {
    const { people, desk } = lives;
    const one = await lives.begin();
    const first = desk.reference(one.orderId);
    twice.push(first);
    await lives.inWarehouse(one.orderId, () => {
      people.placeTwin(first);
      people.collect(first, { occurrence: 0 });
    });
    await lives.ended(one.orderId, { stage: 'handed-over', status: 9, standing: ['CANCELLED 3A', 'COLLECTING 3A'] });

    const two = await lives.begin();
    const second = desk.reference(two.orderId);
    twice.push(second);
    people.refusePuts({ reference: second });
    const held = await lives.inWarehouse(two.orderId, () => people.placeTwin(second));
    expect(reasons(held)).toEqual(['duplicate-in-warehouse']);
    for (const { id } of people.orders(second)) expect(held.summary).toContain(id);
    await lives.ended(two.orderId, { stage: 'held', status: 9, standing: ['NEW 3A', 'NEW 3A'] });
    await lives.inWarehouse(two.orderId, () => people.cancel(second, { occurrence: 1 }));
    await lives.ended(two.orderId, { stage: 'handed-over', status: 9, standing: ['CANCELLED 3A', 'NEW 3A'] });
  });

  itLong('tells of a second order that is placed under its reference after the first has shipped', async () => {
    const { people, desk } = lives;
    const { orderId } = await lives.begin();
    const reference = desk.reference(orderId);
    twice.push(reference);
    await lives.inWarehouse(orderId, () => people.ship(reference, { tracking: 'FIRST' }));
    await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['SHIPPED 3A'] });
    await lives.inWarehouse(orderId, () => people.placeTwin(reference));
    // More than is wanted: it is taken back before it ships.
    await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['CANCELLED 3A', 'SHIPPED 3A'] });
    expect(lives.shipments(orderId)).toEqual(['FIRST 3A']);
  });

  it('stays held, and is never handed over, where other goods stand under its reference', async () => {
    const { people, desk, shop } = lives;
    const method = 'Omniva locker';
    const { orderId, story } = await lives.begin({ shippingMethod: method });
    expect(reasons(story)).toEqual(['shipping-method-not-linked']);
    const reference = desk.reference(orderId);
    shop.stock({ Z: 10 });
    const strange = await lives.inWarehouse(orderId, () =>
      people.place({ reference, lines: [{ code: 'Z', quantity: 2 }] }),
    );
    expect(reasons(strange)).toContain('reference-conflict');
    await shop.link({ method, code: 'POSTI' });
    await desk.retry(orderId);
    const held = await lives.ended(orderId, { stage: 'held', status: 11, standing: ['NEW 2Z'] });
    expect(reasons(held)).toEqual(['reference-conflict']);
    await desk.release(orderId, { kind: 'hand-over-again' });
    await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: ['-s2 NEW 3A', 'NEW 2Z'] });
    await lives.inWarehouse(orderId, () => people.ship(reference, { tracking: 'NOT-OURS' }));
    await lives.inWarehouse(orderId, () => people.ship(`${reference}-s2`, { tracking: 'OURS' }));
    await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['-s2 SHIPPED 3A', 'SHIPPED 2Z'] });
    expect(lives.shipments(orderId)).toEqual(['OURS 3A']);
  });

  it.each(['-EX1', ...(isLong ? ['-RMA 7', '/return'] : [])])(
    'shows an order that the warehouse’s people make of a return (%s), and books nothing of it',
    async (suffix) => {
      const { people, desk } = lives;
      const { orderId } = await lives.begin();
      const reference = desk.reference(orderId);
      await lives.inWarehouse(orderId, () => people.ship(reference, { tracking: 'OUT' }));
      await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['SHIPPED 3A'] });
      const made = `${reference}${suffix}`;
      await lives.inWarehouse(orderId, () => people.place({ reference: made, lines: [{ code: 'A' }] }));
      const story = await lives.inWarehouse(orderId, () => people.ship(made, { tracking: 'EXCHANGE' }));
      expect(story.stage).toBe('shipped');
      expect(JSON.stringify(story.addresses)).toContain(made);
      expect(lives.shipments(orderId)).toEqual(['OUT 3A']);
      expect(lives.shop.storeOrder(orderId).staffNotes).toContain('EXCHANGE');
      expect(lives.standing(orderId)).toEqual([`${suffix} SHIPPED 1A`, 'SHIPPED 3A']);
    },
  );
});
