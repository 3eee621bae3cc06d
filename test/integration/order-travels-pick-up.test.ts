import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlaceOrder } from '../../dev/stand-ins/control/place-order.ts';
import { workflowId } from '../../src/contract/ids.ts';
import type { PickUpSource } from '../../src/contract/shipping.ts';
import { openLives, type Lives } from './order-lives.ts';

const METHOD = 'Omniva locker';

describe('the pick-up point of an order', () => {
  let lives: Lives;
  beforeAll(async () => {
    lives = await openLives({}, { editable: true });
    await link([
      { kind: 'form-field', name: 'Locker' },
      { kind: 'product-option', name: 'Pick-up point' },
    ]);
  });
  afterAll(() => lives.close());

  const link = (where: readonly PickUpSource[], method = METHOD) =>
    lives.store.shipping.link({ method, code: 'OMNIVA', pickUpPoint: 'required', where });
  const to = (code: unknown, method = METHOD): PlaceOrder => ({
    addresses: [{ shippingMethod: method, formFields: [{ name: 'Locker', value: code }] }],
  });
  /** What the warehouse was sent, as JSON. */
  const sent = (orderId: number) =>
    lives.shop.sandbox.control
      .merchant()
      .orders.filter(({ reference }) => reference.startsWith(`${lives.shop.storeHash}-${orderId}`))
      .map(({ fields }) => JSON.stringify(fields['pickUpPointCode']));

  // First of all: an order of another case, which is read once more a moment after its hand-over, would be counted, too.
  it('costs no activity and no request more than an order without one: three in its run until it is shipped', async () => {
    const { control } = lives.shop.sandbox;
    const lived: { readonly steps: readonly string[]; readonly store: number; readonly warehouse: number }[] = [];
    const plain = { shippingMethod: 'DHL Express' };
    // A worker's very first order is no measure: what it asks about the store then, it keeps.
    for (const order of [plain, to('111'), plain]) {
      const before = control.ledger().requests;
      const { orderId } = await lives.begin(order);
      await lives.inWarehouse(orderId, () => {
        lives.people.ship(`${lives.shop.storeHash}-${orderId}`, { tracking: `T${orderId}` });
      });
      const after = control.ledger().requests;
      const run = lives.shop.worker.client.workflow.getHandle(workflowId.fulfilOrder(lives.shop.storeHash, orderId));
      const { events } = await run.fetchHistory();
      const steps =
        events?.flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? []) ?? [];
      expect(steps[0]).toBe('readStoreOrder');
      // The row of our own write, which a poll keeps to itself, is passed on here, and read sooner or later: one request each.
      const isReading = (name: string) => name === 'readStoreOrder' || name === 'readShipments';
      const readings = steps.filter(isReading).length;
      lived.push({
        steps: steps.filter((name) => !isReading(name)),
        store: total(more(before.store, after.store)) - readings,
        warehouse: total(more(before.warehouse, after.warehouse)),
      });
      await run.result(); // what it still asks is none of the next one's
    }
    const [, withPoint, without] = lived;
    expect(withPoint?.steps).toEqual(['handOver', 'writeShipment']);
    expect(withPoint).toEqual(without);
    expect(withPoint).toMatchObject({ store: 5, warehouse: 2 });
  });

  it('goes from the address’s form to the warehouse as text, and is shown by its code', async () => {
    const { orderId, story } = await lives.begin(to('00118'));
    expect(sent(orderId)).toEqual(['"00118"']);
    expect(story.addresses[0]).toMatchObject({ stage: 'handed-over', pickUpPoint: '00118' });
    expect(story.effects.map(({ what }) => what).join()).toContain('with OMNIVA, pick-up point 00118');
  });

  it('is found in a line’s option, and in what costs a request', async () => {
    const option = { name: 'Pick-up point', value: '96001', type: 'Text field' };
    const lines = [{ sku: 'A', name: 'A', quantity: 1, options: [option] }];
    const one = await lives.begin({ shippingMethod: METHOD, lines });
    expect(sent(one.orderId)).toEqual(['"96001"']);
    await link([{ kind: 'shipping-quote', field: 'rate_id' }], 'DHL Packstation');
    const { orderId } = await lives.begin({ addresses: [{ shippingMethod: 'DHL Packstation', rateId: '105A' }] });
    expect(sent(orderId)).toEqual(['"105A"']);
    await link([{ kind: 'metafield', namespace: 'lockers', key: 'point' }], 'GLS shop');
    const held = await lives.begin({ shippingMethod: 'GLS shop' });
    await lives.inStore(held.orderId, () => {
      const metafield = { namespace: 'lockers', key: 'point', value: 'FI-77', permissionSet: 'read' };
      lives.acts.change(held.orderId, { metafield, staffNotes: 'point set' });
    });
    expect(sent(held.orderId)).toEqual(['"FI-77"']);
  });

  it('holds while it is missing, and goes on with a person’s code, or when the link is saved', async () => {
    const missing = await lives.begin({ shippingMethod: METHOD });
    expect(missing.story.addresses[0]?.hold).toMatchObject({ reason: 'pickup-point-missing' });
    await expect(
      lives.orders.release(missing.orderId, { kind: 'use-pickup-point', code: '01 18' }),
    ).rejects.toMatchObject({ field: 'code', expected: expect.stringContaining('without spaces') as string });
    await lives.orders.release(missing.orderId, { kind: 'use-pickup-point', code: '0118' });
    await lives.rest(missing.orderId);
    expect(sent(missing.orderId)).toEqual(['"0118"']);

    const method = 'Posti parcel';
    await link([{ kind: 'form-field', name: 'Elsewhere' }], method);
    const { orderId, story } = await lives.begin(to('7701', method));
    expect(story.stage).toBe('held');
    await link([{ kind: 'form-field', name: 'Locker' }], method);
    await lives.shop.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(sent(orderId)).toEqual(['"7701"']);
  });

  it('is held where two places name different ones', async () => {
    const lines = [{ sku: 'A', name: 'A', options: [{ name: 'Pick-up point', value: '222' }] }];
    const { story } = await lives.begin({ ...to('111'), lines });
    expect(story.addresses[0]?.hold?.message).toContain('111, 222');
  });

  it('that is changed after hand-over is an edit; a refund keeps it, and a second address has its own', async () => {
    const { orderId, addressIds } = await lives.begin(to('111'));
    await lives.inStore(orderId, () => {
      lives.acts.change(orderId, { address: { formFields: [{ name: 'Locker', value: '333' }] } });
    });
    expect(sent(orderId)).toEqual(['"333"']);
    await lives.inStore(orderId, () => {
      lives.acts.refund(orderId, [{ sku: lives.acts.order(orderId).lines[0]?.sku ?? '', quantity: 1 }]);
    });
    await lives.poll(orderId);
    await lives.rest(orderId);
    expect(sent(orderId)).toEqual(['"333"']);
    await lives.inStore(orderId, () => {
      const second = lives.acts.addAddress(orderId, { formFields: [{ name: 'Locker', value: '444' }] });
      lives.acts.addLine(orderId, { sku: 'A', name: 'A', quantity: 1, addressId: second });
    });
    expect(sent(orderId).sort()).toEqual(['"333"', '"444"']);
    expect(addressIds).toHaveLength(1);
  });

  it('that the store loses after hand-over is held', async () => {
    const { orderId } = await lives.begin(to('111'));
    const story = await lives.inStore(orderId, () => {
      lives.acts.change(orderId, { address: { formFields: [] } });
    });
    expect(story.addresses[0]?.hold).toMatchObject({
      reason: 'changed-after-hand-over',
      message: expect.stringContaining('pick-up point') as string,
    });
  });

  it('is tried by a preview, and hinted at without a value', async () => {
    const { pickUpPoints } = await lives.store.shipping.preview({ days: 1 });
    expect(pickUpPoints?.find(({ method }) => method === METHOD)).toMatchObject({
      found: expect.any(Number) as number,
      missing: expect.any(Number) as number,
      ambiguous: 1,
    });
    const hints = await lives.store.shipping.hints({ method: 'Omniva*' });
    expect(hints.fields[0]).toMatchObject({ kind: 'form-field', name: 'Locker' });
    expect(JSON.stringify(hints)).not.toContain('00118');
  });
});

/** How many requests of each kind came in between. */
function more(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>) {
  const counts = Object.entries(after).map(([route, count]) => [route, count - (before[route] ?? 0)] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
