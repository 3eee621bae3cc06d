import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workflowId } from '../../src/contract/ids.ts';
import { isLong, itLong } from '../support/sample.ts';
import { openLives, reasons, type Lives } from './order-lives.ts';

describe('an order whose addresses or references move', () => {
  let lives: Lives;
  beforeAll(async () => {
    lives = await openLives();
  });
  afterAll(async () => {
    lives.desk.prove();
    await lives.close();
  });

  const two = {
    lines: [
      { sku: 'A', name: 'A', quantity: 2, address: 0 },
      { sku: 'B', name: 'B', address: 1 },
    ],
    addresses: 2,
  };

  it('keeps its warehouse orders where one of two addresses comes under a new id, and ships both', async () => {
    const { acts, people, desk } = lives;
    const { orderId, addressIds } = await lives.begin(two);
    const [first = 0, second = 0] = addressIds;
    const before = lives.standing(orderId);
    const story = await lives.inStore(orderId, () => acts.editAddress(orderId, second, { newId: true }));
    expect(story).toMatchObject({ stage: 'handed-over', addresses: [{}, {}] });
    expect(lives.standing(orderId)).toEqual(before);
    for (const id of [first, second]) {
      await lives.inWarehouse(orderId, () => people.ship(desk.reference(orderId, id), { tracking: `T${id}` }));
    }
    await lives.ended(orderId, {
      stage: 'shipped',
      status: 2,
      standing: [`-${first} SHIPPED 2A`, `-${second} SHIPPED 1B`].sort(),
    });
    expect(lives.shipments(orderId)).toEqual([`T${first} 2A`, `T${second} 1B`]);
  });

  itLong('keeps its warehouse order where its only address comes under a new id, with new line ids too', async () => {
    const { acts, people, desk } = lives;
    for (const renewed of [false, true]) {
      const { orderId, addressIds } = await lives.begin();
      const story = await lives.inStore(orderId, () => {
        acts.editAddress(orderId, addressIds[0] ?? 0, { newId: true });
        if (renewed) acts.renewLineIds(orderId);
      });
      expect(story).toMatchObject({ stage: 'handed-over', addresses: [{ reference: desk.reference(orderId) }] });
      expect(lives.standing(orderId)).toEqual(['NEW 3A']);
      await lives.inWarehouse(orderId, () => people.ship(desk.reference(orderId), { tracking: 'MOVED' }));
      await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['SHIPPED 3A'] });
      expect(lives.shipments(orderId)).toEqual(['MOVED 3A']);
    }
  });

  it('holds, and cancels nothing, where its only address comes under a new id with another street', async () => {
    const { acts, people, desk } = lives;
    const { orderId, addressIds } = await lives.begin();
    const held = await lives.inStore(orderId, () =>
      acts.editAddress(orderId, addressIds[0] ?? 0, { newId: true, street_1: 'Uusikatu 1' }),
    );
    expect(reasons(held)).toEqual(['changed-after-hand-over']);
    expect(lives.standing(orderId)).toEqual(['NEW 3A']);
    await desk.release(orderId, { kind: 'treat-as-done' });
    await lives.inWarehouse(orderId, () => people.ship(desk.reference(orderId), { tracking: 'STREET' }));
    await lives.ended(orderId, { stage: 'shipped', status: 2, standing: ['SHIPPED 3A'] });
  });

  itLong(
    'hands over an address that is added after hand-over, under a reference of its own, and leaves the first alone',
    async () => {
      const { acts, people, desk } = lives;
      const { orderId } = await lives.begin();
      let added = 0;
      const story = await lives.inStore(orderId, () => {
        added = acts.addAddress(orderId, { street_1: 'Toinen 2' });
        acts.addLine(orderId, { sku: 'B', name: 'B', addressId: added });
      });
      expect(story).toMatchObject({
        stage: 'handed-over',
        addresses: [{ stage: 'handed-over' }, { stage: 'handed-over' }],
      });
      expect(lives.standing(orderId)).toEqual([`-${added} NEW 1B`, 'NEW 3A'].sort());
      await lives.inWarehouse(orderId, () => people.ship(`${desk.reference(orderId)}-${added}`, { tracking: 'ADDED' }));
      await lives.inWarehouse(orderId, () => people.ship(desk.reference(orderId), { tracking: 'FIRST' }));
      await lives.ended(orderId, {
        stage: 'shipped',
        status: 2,
        standing: [`-${added} SHIPPED 1B`, 'SHIPPED 3A'].sort(),
      });
      expect(lives.shipments(orderId)).toEqual(['ADDED 1B', 'FIRST 3A']);
    },
  );

  it('holds both addresses where pieces move to a new one and the warehouse takes no change of the first', async () => {
    const { acts, people, desk } = lives;
    const { orderId } = await lives.begin({
      lines: [
        { sku: 'A', name: 'A' },
        { sku: 'B', name: 'B' },
      ],
    });
    let added = 0;
    const held = await lives.inStore(orderId, () => {
      added = acts.addAddress(orderId, { street_1: 'Toinen 2' });
      acts.moveLine(orderId, { sku: 'B' }, added);
    });
    expect(reasons(held)).toEqual(['changed-after-hand-over', 'changed-after-hand-over']);
    expect(lives.standing(orderId)).toEqual(['NEW 1A+1B']);
    // Its people take the piece out by hand: then the other address goes on by itself.
    await lives.inWarehouse(orderId, () => people.changeLines(desk.reference(orderId), [{ code: 'A' }]));
    await lives.ended(orderId, { stage: 'handed-over', status: 9, standing: [`-${added} NEW 1B`, 'NEW 1A'].sort() });
  });

  itLong('finds both its orders again where its run is lost after an address was added', async () => {
    const { acts, people, desk, shop } = lives;
    const { orderId } = await lives.begin();
    let added = 0;
    await lives.inStore(orderId, () => {
      added = acts.addAddress(orderId, { street_1: 'Toinen 2' });
      acts.addLine(orderId, { sku: 'A', name: 'A', addressId: added });
    });
    const standing = [`-${added} NEW 1A`, 'NEW 3A'].sort();
    expect(lives.standing(orderId)).toEqual(standing);
    // Its history is deleted too: nothing of its account is left.
    const { workflow, workflowService } = shop.worker.client;
    const id = workflowId.fulfilOrder(shop.storeHash, orderId);
    await workflow.getHandle(id).terminate('a test');
    const { namespace } = shop.worker;
    await workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId: id } });
    await shop.startOrder(orderId);
    await lives.lookedThrough(orderId);
    await lives.ended(orderId, { stage: 'handed-over', status: 9, standing });
    await lives.inWarehouse(orderId, () => people.ship(`${desk.reference(orderId)}-${added}`, { tracking: 'ADDED' }));
    await lives.inWarehouse(orderId, () => people.ship(desk.reference(orderId), { tracking: 'FIRST' }));
    await lives.ended(orderId, {
      stage: 'shipped',
      status: 2,
      standing: [`-${added} SHIPPED 1A`, 'SHIPPED 3A'].sort(),
    });
  });

  it.each(['/B', '_2', '.2', ' (2)', ...(isLong ? ['-1', '-2', ':x', '#2', ' B', '–2', '-R'] : [])])(
    'writes the shipment of a part whose reference ends in “%s”',
    async (suffix) => {
      const { people, desk } = lives;
      const { orderId } = await lives.begin();
      const reference = desk.reference(orderId);
      await lives.inWarehouse(orderId, () => people.split(reference, { lines: [{ code: 'A' }], suffix }));
      expect(lives.standing(orderId)).toHaveLength(2);
      await lives.inWarehouse(orderId, () => people.ship(`${reference}${suffix}`, { tracking: 'PART' }));
      expect(lives.shop.storeOrder(orderId).statusId).toBe(3);
      const story = await lives.inWarehouse(orderId, () => people.ship(reference, { tracking: 'MAIN' }));
      expect(story).toMatchObject({ stage: 'shipped', addresses: [{ orders: [{}, {}] }] });
      expect(lives.shop.storeOrder(orderId).statusId).toBe(2);
      expect(lives.shipments(orderId)).toEqual(['PART 1A', 'MAIN 2A']);
    },
  );
});
