import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workflowId } from '../../src/contract/ids.ts';
import { openLives, reasons, type Lives } from './order-lives.ts';

describe('an order of which no account is left, found again in the warehouse,', () => {
  let lives: Lives;
  beforeAll(async () => {
    lives = await openLives({}, { editable: true });
  });
  afterAll(async () => {
    lives.desk.prove();
    await lives.close();
  });

  /** Its run is lost with its history; something changes in the store meanwhile, and a run begins. */
  const lost = async (orderId: number, meanwhile: () => unknown = () => undefined) => {
    const { shop } = lives;
    const { workflow, workflowService } = shop.worker.client;
    const id = workflowId.fulfilOrder(shop.storeHash, orderId);
    await workflow.getHandle(id).terminate('a test');
    const { namespace } = shop.worker;
    await workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId: id } });
    shop.sandbox.control.advance(1_000);
    meanwhile();
    await shop.startOrder(orderId);
    return lives.rest(orderId);
  };

  it.each([
    ['phone', { phone: '+358 40 0000000' }],
    ['street', { street_1: 'Uusi 5' }],
  ])(
    'is held where its %s is edited in the store, is not sent twice, and is cancelled with it',
    async (field, edit) => {
      const { acts } = lives;
      const { orderId, addressIds } = await lives.begin();
      const [id = 0] = addressIds;
      expect((await lost(orderId)).stage).toBe('handed-over');
      const story = await lives.inStore(orderId, () => acts.editAddress(orderId, id, edit));
      expect(reasons(story)).toEqual(['changed-after-hand-over']);
      expect(story.summary).toContain(field);
      expect(lives.standing(orderId)).toEqual(['NEW 3A']);
      await lives.inStore(orderId, () => {
        acts.setStatus(orderId, 5);
      });
      await lives.ended(orderId, { stage: 'cancelled', status: 5, standing: ['CANCELLED 3A'] });
    },
  );

  it('is held where its name was edited before it was found', async () => {
    const { acts } = lives;
    const { orderId, addressIds } = await lives.begin();
    const [id = 0] = addressIds;
    const story = await lost(orderId, () => acts.editAddress(orderId, id, { last_name: 'Toinen' }));
    expect(reasons(story)).toEqual(['changed-after-hand-over']);
    expect(story.summary).toContain('name');
    expect(lives.standing(orderId)).toEqual(['NEW 3A']);
  });

  it('goes to the address that it was sent to, where two want the same goods and both have new ids', async () => {
    const { acts, people, desk } = lives;
    const { orderId, addressIds } = await lives.begin({
      lines: [
        { sku: 'A', name: 'A', address: 0 },
        { sku: 'A', name: 'A', address: 1 },
      ],
      addresses: [
        { street_1: 'Eka 1', zip: '00100', city: 'Helsinki' },
        { street_1: 'Toka 2', zip: '00100', city: 'Helsinki' },
      ],
    });
    const before = lives.standing(orderId);
    const story = await lost(orderId, () => {
      for (const id of addressIds) acts.editAddress(orderId, id, { newId: true });
    });
    expect([story.stage, lives.standing(orderId)]).toEqual(['handed-over', before]);
    for (const id of addressIds)
      await lives.inWarehouse(orderId, () => people.ship(desk.reference(orderId, id), { tracking: `T${id}` }));
    expect((await lives.rest(orderId)).stage).toBe('shipped');
    expect(lives.shipments(orderId)).toHaveLength(2);
  });
});
