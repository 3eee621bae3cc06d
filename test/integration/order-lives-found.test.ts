import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlaceOrder } from '../../dev/stand-ins/control/place-order.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { openLives, reasons, type Lives } from './order-lives.ts';

const LOCKER = 'Omniva locker';

describe('an order of which no account is left, found again in the warehouse,', () => {
  let lives: Lives;
  beforeAll(async () => {
    const cashOnDelivery = { paymentMethods: ['Cash on*'], statuses: [7], shippingCodes: ['DHL-EXPRESS', 'OMNIVA'] };
    lives = await openLives({ cashOnDelivery }, { editable: true });
    const where = [{ kind: 'form-field', name: 'Locker' }] as const;
    await lives.store.shipping.link({ method: LOCKER, code: 'OMNIVA', pickUpPoint: 'required', where });
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
    // What the lost run may have been sending is waited for first.
    await expect.poll(async () => (await lives.rest(orderId)).waits?.until, { timeout: 60_000 }).toBeUndefined();
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

  const lineOf = (orderId: number) => lives.acts.order(orderId).lines[0]?.id ?? 0;
  /** With words, an amount to be collected and a pick-up point. */
  const travelling: PlaceOrder = {
    ...{ statusId: 7, paid: false, paymentMethod: 'Cash on Delivery', customerMessage: 'Ring twice' },
    lines: [{ sku: 'A', name: 'A', quantity: 3 }],
    addresses: [{ shippingMethod: LOCKER, formFields: [{ name: 'Locker', value: '00118' }] }],
  };

  it('is no other order for what travels with it, which is compared with what the warehouse shows', async () => {
    const { orderId } = await lives.begin(travelling);
    const story = await lost(orderId);
    expect([story.stage, reasons(story)]).toEqual(['handed-over', []]);
    expect(story.addresses[0]).toMatchObject({ pickUpPoint: '00118', cashOnDelivery: '45.05 EUR' });
    const edited = await lives.inStore(orderId, () => {
      lives.acts.editMessage(orderId, 'Ring once');
    });
    expect(edited.summary).toContain('customer message');
  });

  it.each<readonly [string, (orderId: number, addressId: number) => unknown]>([
    ['name', (orderId, id) => lives.acts.editAddress(orderId, id, { last_name: 'Toinen' })],
    ['customer message', (orderId) => lives.acts.editMessage(orderId, 'Ring once')],
    [
      'cash on delivery',
      (orderId) => lives.acts.change(orderId, { editLines: [{ orderProductId: lineOf(orderId), price: 20 }] }),
    ],
    [
      'pick-up point',
      (orderId, id) => lives.acts.editAddress(orderId, id, { formFields: [{ name: 'Locker', value: '00119' }] }),
    ],
  ])('is held where its %s was edited before it was found', async (field, edit) => {
    const { orderId, addressIds } = await lives.begin(travelling);
    const [id = 0] = addressIds;
    const story = await lost(orderId, () => edit(orderId, id));
    expect(reasons(story)).toEqual(['changed-after-hand-over']);
    expect(story.summary).toBe(`Held: Changed in the store after hand-over: ${field}.`);
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
