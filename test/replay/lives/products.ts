import { workflowId } from '../../../src/contract/ids.ts';
import { orderMessages } from '../../../src/contract/messages.ts';
import { TaskQueue, WorkflowType } from '../../../src/contract/temporal.ts';
import { pauseForAll, until, type Lived, type Lives, type LivesWorld } from './world.ts';

export const productLives: Lives = {
  'create-products-selection': async (world) => {
    await world.products.create({ selection: { skus: ['MUG-ENAMEL', 'ROPE', 'NO-SUCH-SKU'] } });
    return runOf(world);
  },
  'create-product-created': async (world) => {
    await world.products.create({ selection: { skus: ['BLANKET-WOOL'] } });
    return { id: workflowId.createProduct(world.shop.storeHash, 'BLANKET-WOOL') };
  },
  'create-product-answer-lost': async (world) => {
    const { control } = world.shop.sandbox;
    const paths = ['POST /api/v1/Products'];
    control.faults({ rate: 1, kinds: ['reset-after'], paths, count: 1 });
    const id = await bring(world, 'FIRESTEEL');
    control.faults();
    return { id };
  },
  'create-product-refused-at-start': async (world) => {
    const id = workflowId.createProduct(world.shop.storeHash, 'unreadable');
    await world.client.workflow
      .execute(WorkflowType.createProduct, { workflowId: id, taskQueue: TaskQueue.main, args: [{ sku: 5 }] })
      .catch(() => undefined); // its end is what is recorded
    return { id };
  },
  'create-products-cancelled': async (world) => {
    await pauseForAll(world);
    const handle = await world.products.start({ selection: { skus: ['PAN-IRON'] } });
    await until('the standstill', async () => (await world.products.progress()).waiting !== undefined);
    await handle.cancel();
    await handle.result();
    return runOf(world);
  },
  // Paused still.
  'create-products-held-then-retried': async (world) => {
    const handle = await world.products.start({ selection: { skus: ['KETTLE-CAMP'] } });
    await until('the standstill', async () => (await world.products.progress()).waiting !== undefined);
    await world.store.resume();
    await handle.signal(orderMessages.retry);
    await handle.result();
    return runOf(world);
  },
  'create-products-renewed': async (world) => {
    const skus = ['TOWEL-LINEN', 'SOAP-TAR', 'THERMOS-05', 'LADLE-SAUNA', 'CANDLE-SEA'];
    const handle = await world.products.start({ selection: { skus }, window: 1, continueAfter: 2 });
    await handle.result();
    return { ...runOf(world), runId: handle.firstExecutionRunId };
  },
  'create-products-carried': (world) => Promise.resolve(runOf(world)),
  'lookup-products': (world) => look(world, 'golden-products', { kind: 'products', request: { limit: 5 } }),
  'lookup-store-methods': (world) => look(world, 'golden-methods', { kind: 'store-methods' }),
  'lookup-preview': (world) => look(world, 'golden-preview', { kind: 'preview', links: [], days: 30 }),
  'lookup-order': async (world) => {
    const { orderId } = await world.desk.order({ statusId: 7 });
    await world.desk.staged(orderId, 'awaiting-payment');
    return look(world, 'golden-order', { kind: 'order', orderId, brief: true });
  },
};

function runOf({ shop }: LivesWorld): Lived {
  return { id: workflowId.createProducts(shop.storeHash) };
}

/** One product by its own run, to its end. */
async function bring({ client, products, shop }: LivesWorld, sku: string): Promise<string> {
  const row = (await products.list({ search: sku })).rows.find((one) => one.sku === sku);
  if (row === undefined) throw new TypeError(`the store sells no ${sku}`);
  const { productId, variantId } = row;
  const id = workflowId.createProduct(shop.storeHash, sku);
  const args = [{ storeHash: shop.storeHash, sku, productId, variantId }];
  await client.workflow.execute(WorkflowType.createProduct, { workflowId: id, taskQueue: TaskQueue.main, args });
  return id;
}

async function look({ client, shop }: LivesWorld, unique: string, request: object): Promise<Lived> {
  const id = workflowId.lookup(shop.storeHash, unique);
  const args = [{ storeHash: shop.storeHash, request }];
  await client.workflow.execute(WorkflowType.lookup, { workflowId: id, taskQueue: TaskQueue.main, args });
  return { id };
}
