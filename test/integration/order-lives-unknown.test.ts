import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaultKind } from '../../dev/stand-ins/faults.ts';
import { isLong, itLong } from '../support/sample.ts';
import { openLives, reasons, type Lives } from './order-lives.ts';

/** An order whose hand-over's answer is lost, and what the merchant does before anybody has looked. */
async function lostAnswer(lives: Lives, kind: FaultKind, act: (orderId: number) => void): Promise<number> {
  const { shop, acts, desk } = lives;
  const { sandbox } = shop;
  sandbox.control.faults({ rate: 1, kinds: [kind], paths: ['POST */Orders'], count: 1, lateMs: 200 });
  const { orderId } = shop.placeOrder({
    shippingMethod: 'DHL Express',
    country: 'FI',
    lines: [{ sku: 'A', name: 'A', quantity: 3 }],
  });
  const before = desk.asked('warehouse', 'POST /api/v1/Orders');
  await shop.startOrder(orderId);
  await expect.poll(() => desk.asked('warehouse', 'POST /api/v1/Orders'), { interval: 5 }).toBeGreaterThan(before);
  sandbox.control.advance(1_000);
  act(orderId);
  expect(acts.order(orderId).id).toBe(orderId);
  await lives.poll(orderId);
  await shop.until(orderId, ({ stage, addresses }) => stage !== 'ready' && addresses.length > 0);
  return orderId;
}

describe('an order that changes while its hand-over is unknown, or after it', () => {
  let lives: Lives;
  beforeAll(async () => {
    lives = await openLives();
  });
  afterEach(() => {
    lives.shop.sandbox.control.faults();
    lives.people.obeyPuts();
  });
  afterAll(async () => {
    lives.desk.prove();
    await lives.close();
  });

  const street = (orderId: number) =>
    lives.people.orders(lives.desk.reference(orderId)).map(({ fields }) => fields['customer']);

  it.each<FaultKind>(['late-effect', ...(isLong ? (['reset-after', '500-after', 'malformed'] as const) : [])])(
    'holds where its street was edited before the lost answer (%s) was looked up, and is not created twice',
    async (kind) => {
      const orderId = await lostAnswer(lives, kind, (id) => {
        lives.acts.editAddress(id, lives.acts.order(id).addresses[0]?.id ?? 0, { street_1: 'Muutettu 5' });
      });
      const story = await lives.ended(orderId, { stage: 'held', status: 9, standing: ['NEW 3A'] });
      expect(reasons(story)).toEqual(['changed-after-hand-over']);
      expect(story.summary).toContain('street');
    },
  );

  it('is sent with its new street where the first send never arrived', async () => {
    const orderId = await lostAnswer(lives, 'reset-before', (id) => {
      lives.acts.editAddress(id, lives.acts.order(id).addresses[0]?.id ?? 0, { street_1: 'Muutettu 6' });
    });
    await lives.shop.until(orderId, ({ stage }) => stage === 'handed-over');
    await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: ['NEW 3A'] });
    expect(street(orderId)).toMatchObject([{ address1: 'Muutettu 6' }]);
  });

  itLong(
    'holds where a piece was refunded before the lost answer was looked up, and completes when one is taken out',
    async () => {
      const { people, desk } = lives;
      const orderId = await lostAnswer(lives, 'reset-after', (id) => {
        lives.acts.refund(id, [{ sku: 'A', quantity: 1 }]);
      });
      const story = await lives.rest(orderId);
      expect(story.stage).toBe('held');
      expect(reasons(story)).toEqual(['changed-after-hand-over']);
      expect(lives.standing(orderId)).toEqual(['NEW 3A']);
      await lives.inWarehouse(orderId, () => people.changeLines(desk.reference(orderId), [{ code: 'A', quantity: 2 }]));
      await lives.inWarehouse(orderId, () => people.ship(desk.reference(orderId), { tracking: 'TWO' }));
      await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['SHIPPED 2A'] });
      expect(lives.shipments(orderId)).toEqual(['TWO 2A']);
    },
  );

  it('holds where its street is edited in the very second of our own move of its status', async () => {
    const { acts } = lives;
    const { orderId, addressIds } = await lives.begin();
    const { modified } = acts.order(orderId);
    acts.editAddress(orderId, addressIds[0] ?? 0, { street_1: 'Muutettu 9' });
    acts.order(orderId).modified = modified;
    await lives.poll(orderId, 'store');
    const story = await lives.ended(orderId, { stage: 'held', status: 9, standing: ['NEW 3A'] });
    expect([reasons(story), story.summary]).toEqual([['changed-after-hand-over'], expect.stringContaining('street')]);
  });

  it('is cancelled in the warehouse where it was cancelled in the store before the lost answer was looked up', async () => {
    const orderId = await lostAnswer(lives, 'reset-after', (id) => {
      lives.acts.setStatus(id, 5);
    });
    await lives.ended(orderId, { stage: 'cancelled', status: 5, standing: ['CANCELLED 3A'] });
  });

  itLong(
    'that the warehouse cancelled is handed over again as the store has it now, under a further reference',
    async () => {
      const { acts, people, desk } = lives;
      const { orderId, addressIds } = await lives.begin();
      const held = await lives.inWarehouse(orderId, () => people.cancel(desk.reference(orderId)));
      expect(reasons(held)).toEqual(['cancelled-in-warehouse']);
      await lives.inStore(orderId, () => {
        acts.editAddress(orderId, addressIds[0] ?? 0, { street_1: 'Uusi katu 3' });
        acts.refund(orderId, [{ sku: 'A', quantity: 1 }]);
      });
      expect(lives.standing(orderId)).toEqual(['CANCELLED 3A']);
      await desk.release(orderId, { kind: 'hand-over-again' });
      await lives.rest(orderId);
      expect(lives.standing(orderId)).toEqual(['-s2 NEW 2A', 'CANCELLED 3A']);
      const again = `${desk.reference(orderId)}-s2`;
      expect(people.orders(again)[0]?.fields['customer']).toMatchObject({ address1: 'Uusi katu 3' });
      // And once more: each decision covers what it was shown.
      const heldAgain = await lives.inWarehouse(orderId, () => people.cancel(again));
      expect(reasons(heldAgain)).toEqual(['cancelled-in-warehouse']);
      await desk.release(orderId, { kind: 'hand-over-again' });
      await lives.rest(orderId);
      await lives.inWarehouse(orderId, () => people.ship(`${desk.reference(orderId)}-s3`, { tracking: 'AGAIN' }));
      await lives.ended(orderId, {
        stage: 'shipped',
        status: 2,
        standing: ['-s2 CANCELLED 2A', '-s3 SHIPPED 2A', 'CANCELLED 3A'],
      });
    },
  );

  it('is not taken for cancelled where the warehouse answers well and cancels nothing', async () => {
    const { acts, people, desk } = lives;
    for (const says of ['current', 'asked'] as const) {
      const { orderId } = await lives.begin();
      people.ignorePuts({ reference: desk.reference(orderId), says });
      const held = await lives.inStore(orderId, () => {
        acts.setStatus(orderId, 5);
      });
      expect(reasons(held)).toEqual(['cancel-refused']);
      await lives.ended(orderId, { stage: 'held', status: 5, standing: ['NEW 3A'] });
      people.obeyPuts();
      await lives.inWarehouse(orderId, () => people.cancel(desk.reference(orderId)));
      await lives.ended(orderId, { stage: 'cancelled', status: 5, standing: ['CANCELLED 3A'] });
    }
  });

  it.each<[string, Parameters<Lives['acts']['editAddress']>[2], RegExp]>([
    ['phone', { phone: '+358 40 0000001' }, /phone/i],
    ...(isLong
      ? ([
          ['e-mail', { email: 'toinen@example.com' }, /e-?mail/i],
          ['company', { company: 'Uusi Oy' }, /company/i],
          ['city', { city: 'Turku' }, /city/i],
          ['postcode', { zip: '20100' }, /postcode/i],
          ['name', { last_name: 'Toinen' }, /name/i],
          ['second street line', { street_2: 'A 2' }, /street/i],
          ['shipping method', { shippingMethod: 'DHL Other' }, /shipping/i],
          ['country', { country_iso2: 'SE' }, /country/i],
        ] satisfies [string, object, RegExp][])
      : []),
  ])('holds with the field’s name where its %s is edited in the store after hand-over', async (_, edit, field) => {
    const { acts, people, desk } = lives;
    const { orderId, addressIds } = await lives.begin();
    const held = await lives.inStore(orderId, () => acts.editAddress(orderId, addressIds[0] ?? 0, edit));
    expect(reasons(held)).toEqual(['changed-after-hand-over']);
    const words = held.addresses.map(({ hold }) => hold?.message ?? '').join(' ');
    expect(words).toMatch(field);
    // The name of the field, and never what a person typed there.
    for (const value of Object.values(edit).filter((one) => typeof one === 'string'))
      expect(words).not.toContain(value);
    await lives.ended(orderId, { stage: 'held', status: 9, standing: ['NEW 3A'] });
    // Shipped all the same: what left is told, and nothing is held any more.
    await lives.inWarehouse(orderId, () => people.ship(desk.reference(orderId), { tracking: 'AS-SENT' }));
    await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['SHIPPED 3A'] });
  });

  itLong(
    'holds where the customer’s message is edited after hand-over, and goes on when that is taken back',
    async () => {
      const { acts } = lives;
      const { orderId } = await lives.begin({ customerMessage: 'Ring twice' });
      const held = await lives.inStore(orderId, () => {
        acts.editMessage(orderId, 'Leave it at the door');
      });
      expect(reasons(held)).toEqual(['changed-after-hand-over']);
      expect(held.summary).not.toContain('door');
      await lives.inStore(orderId, () => {
        acts.editMessage(orderId, 'Ring twice');
      });
      await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: ['NEW 3A'] });
    },
  );
});

describe('an order that changes where the merchant’s myOGO takes edits', () => {
  let lives: Lives;
  beforeAll(async () => {
    lives = await openLives({}, { editable: true });
  });
  afterEach(() => {
    lives.shop.sandbox.control.faults();
    lives.people.obeyPuts();
  });
  afterAll(async () => {
    lives.desk.prove();
    await lives.close();
  });

  const sent = (orderId: number) => lives.people.orders(lives.desk.reference(orderId))[0]?.fields;

  it('is adopted as it was sent and then edited, where street and pieces changed before the lost answer was looked up', async () => {
    const { shop } = lives;
    const orderId = await lostAnswer(lives, 'reset-after', (id) => {
      lives.acts.editAddress(id, lives.acts.order(id).addresses[0]?.id ?? 0, { street_1: 'Muutettu 7' });
      lives.acts.refund(id, [{ sku: 'A', quantity: 1 }]);
    });
    await shop.until(orderId, ({ stage }) => stage === 'handed-over');
    await lives.rest(orderId);
    expect(lives.standing(orderId)).toEqual(['NEW 2A']);
    expect(sent(orderId)).toMatchObject({ customer: { address1: 'Muutettu 7' } });
  });

  itLong('has its new message in the warehouse where the merchant edits it after hand-over', async () => {
    const { acts } = lives;
    const { orderId } = await lives.begin({ customerMessage: 'Ring twice' });
    await lives.inStore(orderId, () => {
      acts.editMessage(orderId, 'Ring once');
    });
    await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: ['NEW 3A'] });
    expect(JSON.stringify(sent(orderId))).toContain('Ring once');
  });

  it('holds where the warehouse answers well and keeps the old street, the old pieces or all of it', async () => {
    const { acts, people, desk } = lives;
    for (const rule of [{ answer: 'ignore' as const }, { keeps: ['customer'] }, { keeps: ['orderLines'] }]) {
      const { orderId, addressIds } = await lives.begin();
      people.bendPuts({ reference: desk.reference(orderId), ...rule });
      const held = await lives.inStore(orderId, () => {
        acts.editAddress(orderId, addressIds[0] ?? 0, { street_1: 'Ei mene 1' });
        acts.refund(orderId, [{ sku: 'A', quantity: 1 }]);
      });
      expect(new Set(reasons(held))).toEqual(new Set(['changed-after-hand-over']));
      expect(held.stage).toBe('held');
      people.obeyPuts();
    }
  });

  itLong(
    'has the first address edited and then the other one sent, where pieces move to an added address',
    async () => {
      const { acts } = lives;
      const { orderId } = await lives.begin({
        lines: [
          { sku: 'A', name: 'A' },
          { sku: 'B', name: 'B' },
        ],
      });
      let added = 0;
      await lives.inStore(orderId, () => {
        added = acts.addAddress(orderId, { street_1: 'Toinen 2' });
        acts.moveLine(orderId, { sku: 'B' }, added);
      });
      await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: [`-${added} NEW 1B`, 'NEW 1A'].sort() });
    },
  );
});
