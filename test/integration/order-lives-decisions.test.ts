import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itLong, sample } from '../support/sample.ts';
import { openLives, type Lives } from './lives-desk.ts';

let lives: Lives;
beforeAll(async () => {
  lives = await openLives();
});
afterAll(async () => {
  lives.desk.prove();
  await lives.shop.close();
});

describe('a decision stands for good, for what was shown:', () => {
  it('what was treated as done is not handed over when its link is saved, and its run has ended and says what is so', async () => {
    const { desk, shop, ended, created, standing } = lives;
    const { orderId } = await desk.order({ shippingMethod: 'Raft', lines: [{ quantity: 3 }] });
    await lives.held(orderId, 'shipping-method-not-linked');
    await desk.release(orderId, { kind: 'treat-as-done' });
    const story = await ended(orderId);
    expect(story.stage).not.toBe('held');
    expect(story.summary).not.toMatch(/^Shipped/);
    expect(story.summary).toContain('decision');
    await shop.link({ method: 'Raft', code: 'POSTI' });
    lives.tick();
    lives.merchant.editNotes(orderId, 'seen');
    await lives.poll();
    await lives.compare();
    await lives.poll();
    // A run that was begun anew says first that it reads the order.
    await lives.until(orderId, ({ summary }) => summary === story.summary);
    expect(created(orderId)).toEqual({});
    expect(standing(orderId)).toEqual([]);
    expect(shop.storeOrder(orderId).statusId).toBe(11);
    const query = `OgoOrder = '${shop.storeHash}-${orderId}' AND OgoHold IS NOT NULL`;
    await expect.poll(async () => (await shop.worker.client.workflow.count(query)).count).toBe(0);
  });

  itLong('a code of a person that the warehouse refuses is spent, and the corrected link takes effect', async () => {
    const { desk, shop, created, standing, sku } = lives;
    const { orderId } = await desk.order({ shippingMethod: 'Canal Boat', lines: [{ quantity: 2 }] });
    await lives.held(orderId, 'shipping-method-not-linked');
    await desk.release(orderId, { kind: 'use-code', code: 'NO-SUCH-CODE' });
    const refused = await lives.until(orderId, ({ summary }) => summary.includes('NO-SUCH-CODE'));
    expect(refused.addresses[0]?.hold?.remedy).toContain('Link this shipping method');
    await shop.link({ method: 'Canal*', code: 'POSTI' });
    const story = await lives.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(story.addresses).toMatchObject([{ shippingCode: 'POSTI', myOgoStatus: 'NEW' }]);
    expect(standing(orderId)).toEqual([[desk.reference(orderId), 'NEW', { [sku(orderId)]: 2 }]]);
    expect(created(orderId)).toEqual({ [desk.reference(orderId)]: 1 });
  });

  it('a code of a person that the warehouse refuses gives way to the next code of a person', async () => {
    const { desk, created } = lives;
    const { orderId } = await desk.order({ shippingMethod: 'Gondola' });
    await lives.held(orderId, 'shipping-method-not-linked');
    await desk.release(orderId, { kind: 'use-code', code: 'NO-SUCH-CODE' });
    await lives.until(orderId, ({ summary }) => summary.includes('NO-SUCH-CODE'));
    const story = await desk.release(orderId, { kind: 'use-code', code: 'GLS' });
    expect(story).toMatchObject({ stage: 'handed-over', addresses: [{ shippingCode: 'GLS' }] });
    expect(created(orderId)).toEqual({ [desk.reference(orderId)]: 1 });
  });

  itLong(
    'a refused cancel that a person asks for once more is asked for once more, and is not held again for the same',
    async () => {
      const { desk, people, shop, tellWarehouse, ended, standing } = lives;
      const { orderId } = await desk.handedOver({ lines: [{ quantity: 3 }] });
      const reference = desk.reference(orderId);
      people.collect(reference);
      await tellWarehouse(orderId);
      await desk.change(orderId, { status: 5 });
      await lives.held(orderId, 'cancel-refused');
      const asked = desk.asked('warehouse', 'PUT');
      const story = await desk.release(orderId, { kind: 'cancel' });
      expect(desk.asked('warehouse', 'PUT')).toBeGreaterThan(asked);
      expect(story.stage).not.toBe('held');
      expect(story.summary).toMatch(/waits/);
      people.cancel(reference);
      await tellWarehouse(orderId);
      expect((await ended(orderId)).stage).toBe('cancelled');
      expect(standing(orderId)).toMatchObject([[reference, 'CANCELLED', {}]]);
      expect(shop.storeOrder(orderId)).toMatchObject({ statusId: 5, shipments: [] });
    },
  );

  it('a refused cancel that is let go ships, and the cancelled order of the store only gets a note', async () => {
    const { desk, people, shop, tellWarehouse, ended } = lives;
    const { orderId } = await desk.handedOver({ lines: [{ quantity: 3 }] });
    const reference = desk.reference(orderId);
    people.collect(reference);
    await tellWarehouse(orderId);
    await desk.change(orderId, { status: 5 });
    await lives.held(orderId, 'cancel-refused');
    const story = await desk.release(orderId, { kind: 'treat-as-done' });
    expect(story.stage).not.toBe('held');
    people.ship(reference, { tracking: 'LET-GO' });
    await tellWarehouse(orderId);
    const end = await ended(orderId);
    expect(end.summary).toMatch(/3 × .* left the warehouse/);
    expect(shop.storeOrder(orderId)).toMatchObject({ statusId: 5, shipments: [] });
    expect(lives.merchant.order(orderId).staffNotes).toContain('LET-GO');
  });

  it.each([
    ['cancelled', (reference: string) => lives.people.cancel(reference), 'cancelled-in-warehouse'],
    [
      'emptied to less',
      (reference: string) =>
        lives.people.ship(reference, {
          lines: [{ code: lives.sku(Number(reference.split('-')[1])), quantity: 1 }],
          tracking: 'LESS',
        }),
      'short-shipped',
    ],
  ] as const)(
    'an order that is held for a change and then %s in the warehouse is handed over again as it now is',
    async (_, act, reason) => {
      const { desk, people, tellWarehouse, created, standing, sku } = lives;
      const { orderId } = await desk.handedOver({ lines: [{ quantity: 3 }] });
      const reference = desk.reference(orderId);
      people.collect(reference);
      await tellWarehouse(orderId);
      await desk.change(orderId, { address: { street_1: 'New Street 28' } });
      await lives.held(orderId, 'changed-after-hand-over');
      act(reference);
      await tellWarehouse(orderId);
      await lives.held(orderId, reason);
      const story = await desk.release(orderId, { kind: 'hand-over-again' });
      expect(story).toMatchObject({ stage: 'handed-over' });
      const again = `${reference}-s2`;
      expect(created(orderId)).toEqual({ [reference]: 1, [again]: 1 });
      expect(standing(orderId)).toContainEqual([again, 'NEW', { [sku(orderId)]: reason === 'short-shipped' ? 2 : 3 }]);
      expect(people.orders(again)[0]?.fields['customer']).toMatchObject({ address1: 'New Street 28' });
    },
  );

  itLong(
    'a conflict of references that is settled as told sends ours under a further reference, and leaves the other alone',
    async () => {
      const { desk, people, shop, tellWarehouse, created, standing, sku } = lives;
      shop.stock({ 'OTHER-GOODS': 9 });
      const { orderId } = await desk.order({ shippingMethod: 'Kite', lines: [{ quantity: 2 }] });
      await lives.held(orderId, 'shipping-method-not-linked');
      const reference = desk.reference(orderId);
      people.place({ reference, lines: [{ code: 'OTHER-GOODS', quantity: 2 }] });
      await tellWarehouse(orderId);
      await lives.held(orderId, 'reference-conflict');
      await shop.link({ method: 'Kite', code: 'POSTI' });
      await lives.held(orderId, 'reference-conflict');
      const story = await desk.release(orderId, { kind: 'hand-over-again' });
      expect(story).toMatchObject({ stage: 'handed-over' });
      expect(created(orderId)).toMatchObject({ [`${reference}-s2`]: 1 });
      expect(standing(orderId)).toEqual([
        [reference, 'NEW', { 'OTHER-GOODS': 2 }],
        [`${reference}-s2`, 'NEW', { [sku(orderId)]: 2 }],
      ]);
      expect(shop.storeOrder(orderId).statusId).toBe(9);
    },
  );

  it('a cancelled part of a split that is handed over again gets an order of its own beside the shipped part', async () => {
    const { desk, people, shop, tellWarehouse, created, standing, sku, ended } = lives;
    const { orderId } = await desk.handedOver({ lines: [{ quantity: 3 }] });
    const reference = desk.reference(orderId);
    const code = sku(orderId);
    people.split(reference, { lines: [{ code, quantity: 1 }], suffix: '/B' });
    people.ship(reference, { tracking: 'MAIN' });
    people.cancel(`${reference}/B`);
    await tellWarehouse(orderId);
    await lives.held(orderId, 'cancelled-in-warehouse');
    const again = `${reference}-s2`;
    expect(await desk.release(orderId, { kind: 'hand-over-again' })).toMatchObject({ stage: 'handed-over' });
    expect(created(orderId)).toMatchObject({ [reference]: 1, [again]: 1 });
    expect(standing(orderId)).toContainEqual([again, 'NEW', { [code]: 1 }]);
    people.ship(again, { tracking: 'AGAIN' });
    await tellWarehouse(orderId);
    expect((await ended(orderId)).stage).toBe('shipped');
    expect(shop.storeOrder(orderId)).toMatchObject({
      statusId: 2,
      lines: [{ shipped: 3 }],
      shipments: [{ trackingNumber: 'MAIN' }, { trackingNumber: 'AGAIN' }],
    });
  });
});

describe('a remedy works as its words say:', () => {
  it.each(
    sample<[string, { readonly sku: string; readonly name: string }, RegExp]>(
      [
        ['a custom line', { sku: 'MADE-BY-HAND', name: 'Made by hand' }, /warehouse’s people/],
        ['a SKU that myOGO cannot have', { sku: 'A/B', name: 'Odd' }, /cancel/],
      ],
      1,
    ),
  )('%s is held with what a person can really do', async (_, line, remedy) => {
    const { desk, ended, created } = lives;
    const { orderId } = await desk.order({ lines: [line] }, { inWarehouse: false });
    const story = await lives.held(orderId, 'product-not-in-myogo');
    expect(story.addresses[0]?.hold?.remedy).toMatch(remedy);
    await desk.release(orderId, { kind: 'treat-as-done' });
    expect((await ended(orderId)).summary).toContain('decision');
    expect(created(orderId)).toEqual({});
  });

  itLong('a custom line goes on once the warehouse’s people have created its product', async () => {
    const { desk, shop, created } = lives;
    const line = { sku: 'MADE-LATER', name: 'Made later' };
    const { orderId } = await desk.order({ lines: [line] }, { inWarehouse: false });
    await lives.held(orderId, 'product-not-in-myogo');
    shop.stock({ 'MADE-LATER': 5 });
    await desk.retry(orderId);
    await desk.staged(orderId, 'handed-over');
    expect(created(orderId)).toEqual({ [desk.reference(orderId)]: 1 });
  });

  it.each(
    sample<[string, string]>(
      [
        ['see the mail', ''],
        ['www.posti.fi/track/31', 'https://www.posti.fi/track/31'],
        ['ftp://x', ''],
      ],
      1,
    ),
  )('a tracking link that is none (%s) blocks no shipment: its number is told', async (trackingUrl, link) => {
    const { desk, people, shop, tellWarehouse, ended } = lives;
    const { orderId } = await desk.handedOver();
    people.ship(desk.reference(orderId), { tracking: 'LINKLESS', trackingUrl });
    await tellWarehouse(orderId);
    const end = await ended(orderId);
    expect(end.stage).toBe('shipped');
    const [shipment] = lives.merchant.order(orderId).shipments;
    expect(shipment).toMatchObject({ tracking_number: 'LINKLESS', tracking_link: link });
    expect(shop.storeOrder(orderId).statusId).toBe(2);
    if (link === '') expect(end.effects.map(({ what }) => what).join()).toContain('link was left out');
  });
});

describe('a cancel during the wait for a tracking number is answered at once', () => {
  let waiting: Lives;
  beforeAll(async () => {
    waiting = await openLives({ waitForTrackingMinutes: 600 });
  });
  afterAll(() => waiting.shop.close());

  const shippedWithoutNumber = async (): Promise<number> => {
    const { desk, people } = waiting;
    const { orderId } = await desk.handedOver({ lines: [{ quantity: 2 }] });
    people.ship(desk.reference(orderId), { tracking: '' });
    await waiting.tellWarehouse(orderId);
    await waiting.until(orderId, ({ summary }) => summary.includes('waits a while'));
    return orderId;
  };

  it.each(sample([5, 4], 1))('by the store (status %d), by a note', async (status) => {
    const { desk, shop, merchant, ended } = waiting;
    const orderId = await shippedWithoutNumber();
    await desk.change(orderId, { status });
    const end = await ended(orderId);
    expect(end.summary).toMatch(/2 × .* left the warehouse/);
    expect(shop.storeOrder(orderId)).toMatchObject({ statusId: status, shipments: [] });
    expect(merchant.order(orderId).staffNotes).toContain('shipped 2 ×');
  });

  it('by a person, by what has left; the number that comes later is told all the same', async () => {
    const { desk, shop, people, tellWarehouse, ended } = waiting;
    const orderId = await shippedWithoutNumber();
    await expect(desk.cancel(orderId)).rejects.toMatchObject({
      cause: { type: 'Refused', message: expect.stringContaining('left the warehouse') as string },
    });
    expect((await shop.story(orderId)).summary).toContain('tracking number');
    people.track(desk.reference(orderId), 'LATE');
    await tellWarehouse(orderId);
    expect((await ended(orderId)).stage).toBe('shipped');
    expect(shop.storeOrder(orderId)).toMatchObject({ statusId: 2, shipments: [{ trackingNumber: 'LATE' }] });
  });
});
