import proto from '@temporalio/proto';
import { orderDesk, type OrderDesk } from '../integration/order-desk.ts';
import { openShop, type Shop } from '../support/shop.ts';

/** A run's history as JSON, and the stage that it shows. */
export interface GoldenStory {
  readonly name: string;
  readonly history: unknown;
}

/** What has happened to an order when its history is taken. */
const stories: Readonly<Record<string, (shop: Shop, desk: OrderDesk) => Promise<number>>> = {
  'awaiting-payment': async (_, desk) => {
    const { orderId } = await desk.order({ statusId: 7 });
    await desk.staged(orderId, 'awaiting-payment');
    return orderId;
  },
  'nothing-to-ship': async (_, desk) => {
    const { orderId } = await desk.order({ pickup: true }, { inWarehouse: false });
    await desk.staged(orderId, 'nothing-to-ship');
    return orderId;
  },
  held: async (_, desk) => {
    const { orderId } = await desk.order({ shippingMethod: 'Balloon' });
    await desk.staged(orderId, 'held');
    return orderId;
  },
  'held-then-released': async (_, desk) => {
    const { orderId } = await desk.order({ shippingMethod: 'Rocket' });
    await desk.staged(orderId, 'held');
    await desk.release(orderId, { kind: 'use-code', code: 'POSTI' });
    return orderId;
  },
  ignored: async (shop, desk) => {
    await shop.link({ method: 'Pick up', code: 'ignore' });
    const { orderId } = await desk.order({ shippingMethod: 'Pick up' });
    await desk.staged(orderId, 'ignored');
    return orderId;
  },
  'handed-over': async (_, desk) => (await desk.handedOver()).orderId,
  shipped: async (_, desk) => {
    const { orderId } = await desk.handedOver();
    await desk.warehouse(orderId, desk.reference(orderId), { status: 'SHIPPED', tracking: 'GOLD' });
    await desk.staged(orderId, 'shipped');
    return orderId;
  },
  'two-addresses-shipped': async (_, desk) => {
    const { orderId, addressIds } = await desk.handedOver({ lines: [{ address: 0 }, { address: 1 }], addresses: 2 });
    for (const id of addressIds) {
      await desk.warehouse(orderId, desk.reference(orderId, id), { status: 'SHIPPED', tracking: `GOLD-${id}` });
    }
    await desk.staged(orderId, 'shipped');
    return orderId;
  },
  cancelled: async (_, desk) => {
    const { orderId } = await desk.handedOver();
    await desk.change(orderId, { status: 5 });
    await desk.staged(orderId, 'cancelled');
    return orderId;
  },
  'cancel-refused': async (_, desk) => {
    const { orderId } = await desk.handedOver();
    await desk.warehouse(orderId, desk.reference(orderId), { status: 'COLLECTING' });
    await desk.change(orderId, { status: 5 });
    await desk.staged(orderId, 'held');
    return orderId;
  },
  'cancelled-by-a-person': async (_, desk) => {
    const { orderId } = await desk.handedOver();
    await desk.cancel(orderId);
    return orderId;
  },
  'handed-over-again': async (_, desk) => {
    const { orderId } = await desk.handedOver();
    await desk.warehouse(orderId, desk.reference(orderId), { status: 'CANCELLED' });
    await desk.staged(orderId, 'held');
    await desk.release(orderId, { kind: 'hand-over-again' });
    return orderId;
  },
  'changed-after-hand-over': async (_, desk) => {
    const { orderId } = await desk.handedOver();
    await desk.change(orderId, { address: { city: 'Elsewhere' } });
    await desk.staged(orderId, 'held');
    return orderId;
  },
};

const { History } = proto.temporal.api.history.v1;

/** As plain JSON: enums by name, bytes in base64. `historyOf` reads it back. */
function plainHistory(history: proto.temporal.api.history.v1.IHistory): unknown {
  return History.toObject(History.fromObject(history), { enums: String, bytes: String, longs: String });
}

/** A history that `plainHistory` wrote. */
export function historyOf(plain: object): proto.temporal.api.history.v1.History {
  return History.fromObject(plain);
}

/** Lives one order through every stage on a server, and takes their histories. */
export async function goldenStories(address: string): Promise<readonly GoldenStory[]> {
  const shop = await openShop(address);
  const taken: GoldenStory[] = [];
  try {
    const desk = orderDesk(shop);
    await shop.connect({ waitForTrackingMinutes: 0, enableLatestChanges: 'by-hand' });
    await shop.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
    for (const [name, live] of Object.entries(stories)) {
      const orderId = await live(shop, desk);
      const handle = shop.worker.client.workflow.getHandle(`order:${shop.storeHash}:${orderId}`);
      taken.push({ name, history: plainHistory(await handle.fetchHistory()) });
    }
  } finally {
    await shop.close();
  }
  return taken;
}
