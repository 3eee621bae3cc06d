import { setTimeout as wait } from 'node:timers/promises';
import { WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client';
import { integrationKey } from '../../src/contract/runs/search-attributes.ts';
import { orderRunStart } from '../../src/contract/runs/order-run.ts';
import type { PlacedOrder, PlaceOrder } from '../../dev/stand-ins/control/place-order.ts';
import type { orderReport } from '../../dev/stand-ins/control/state-report.ts';
import type { EffectName } from '../../dev/stand-ins/ledger.ts';
import type { Sandbox, SandboxOptions } from '../../dev/stand-ins/start.ts';
import type { StoreCredentials } from '../../dev/stand-ins/world.ts';
import type { StoreHash } from '../../src/contract/ids.ts';
import { workflowId } from '../../src/contract/ids.ts';
import type { IntegrationStatus } from '../../src/contract/integration.ts';
import { integrationMessages, orderMessages } from '../../src/contract/messages.ts';
import type { MyOgoOrderChanged, OrderStory } from '../../src/contract/orders.ts';
import type { SettingsPatch } from '../../src/contract/settings.ts';
import type { ShippingLink } from '../../src/contract/shipping.ts';
import { runPriority, TaskQueue, WorkflowType } from '../../src/contract/temporal.ts';
import { startWatchedSandbox } from './contract/watched-sandbox.ts';
import { startTestWorker, type TestWorker, type TestWorkerOptions } from './worker.ts';
import { cameToRest } from './at-rest.ts';

type StoreOrderReport = ReturnType<typeof orderReport>;

/** A sandbox store with its products in the warehouse, the real worker, and what a test does with them. */
export interface Shop {
  readonly sandbox: Sandbox;
  readonly worker: TestWorker;
  readonly storeHash: StoreHash;
  /** The store's tokens and its merchant, as they were seeded. */
  readonly credentials: StoreCredentials;
  /** Seeded tokens, names, streets, e-mails and phones: none may be found in a history or a log line. */
  hidden(): readonly string[];
  /** @param sealed other credentials than the seeded ones */
  connect(settings?: SettingsPatch, sealed?: string): Promise<IntegrationStatus>;
  /** Saves a link; the worker has heard of it. */
  link(link: ShippingLink): Promise<void>;
  /** Brings SKUs into the warehouse, without the worker. */
  stock(goods: Readonly<Record<string, number>>): void;
  /** Places an order whose SKUs the warehouse has in stock. */
  placeOrder(order: PlaceOrder, options?: { inWarehouse?: boolean }): PlacedOrder;
  /** The store's side of an order, as it is. */
  storeOrder(orderId: number): StoreOrderReport;
  /** How often each effect of this name happened, by business key. */
  effects(name: EffectName): Readonly<Record<string, number>>;
  /** Starts the run of an order as the poll does. */
  startOrder(orderId: number): Promise<WorkflowHandle>;
  /** Tells the run what the warehouse holds under its references now, or under some of them, as the poll does. */
  tellWarehouseNews(orderId: number, which?: (reference: string) => boolean): Promise<void>;
  story(orderId: number): Promise<OrderStory>;
  /** The order's story as soon as it fits. Waits on the run's own state, never on a clock alone. */
  until(orderId: number, fits: (story: OrderStory) => boolean): Promise<OrderStory>;
  close(): Promise<void>;
}

export async function openShop(
  address: string,
  options: { sandbox?: SandboxOptions; worker?: Partial<TestWorkerOptions> } = {},
): Promise<Shop> {
  const sandbox = await startWatchedSandbox(options.sandbox);
  const worker = await startTestWorker({ address, sandbox, ...options.worker });
  const [credentials] = sandbox.credentials.stores;
  if (credentials === undefined) throw new Error('the sandbox has no store');
  const storeHash = credentials.storeHash as StoreHash; // the sandbox makes valid ones
  const { workflow } = worker.client;
  const entity = workflow.getHandle(workflowId.integration(storeHash));
  const orderHandle = (orderId: number) => workflow.getHandle(workflowId.fulfilOrder(storeHash, orderId));

  const shop: Shop = {
    sandbox,
    worker,
    storeHash,
    credentials,
    hidden: () => {
      const { people, tokens } = sandbox.control.state();
      return [...people.flatMap((person) => [person.name, person.street, person.email, person.phone]), ...tokens];
    },
    connect: (settings, given) => {
      const sealed =
        given ??
        worker.seal(storeHash, {
          bigcommerce: { apiToken: credentials.apiToken },
          myogo: { secretToken: credentials.secretToken },
        });
      const operation = new WithStartWorkflowOperation(WorkflowType.integration, {
        workflowId: workflowId.integration(storeHash),
        taskQueue: TaskQueue.main,
        args: [{ storeHash }],
        workflowIdConflictPolicy: 'USE_EXISTING',
        priority: runPriority(storeHash, 'orders'),
        typedSearchAttributes: [{ key: integrationKey, value: storeHash }],
      });
      return workflow.executeUpdateWithStart(integrationMessages.connect, {
        startWorkflowOperation: operation,
        args: [{ merchantId: credentials.merchantId, sealed, ...(settings === undefined ? {} : { settings }) }],
      });
    },
    link: async (link) => {
      await entity.executeUpdate(integrationMessages.linkShippingMethod, { args: [link] });
      await cameToRest(entity);
    },
    stock: (goods) => {
      const known = new Set(sandbox.control.merchant().products.map(({ code }) => code));
      for (const code of Object.keys(goods)) {
        if (!known.has(code)) sandbox.control.addWarehouseProduct({ code, name: code });
      }
      sandbox.control.goodsIn(goods);
    },
    placeOrder: (order, { inWarehouse = true } = {}) => {
      const placed = sandbox.control.placeOrder(order);
      const skus = shop.storeOrder(placed.orderId).lines.map(({ sku }) => sku);
      if (inWarehouse) shop.stock(Object.fromEntries(skus.map((sku) => [sku, 50])));
      return placed;
    },
    storeOrder: (orderId) => {
      const order = sandbox.control
        .state()
        .stores.flatMap(({ orders }) => orders)
        .find((each) => each.orderId === orderId);
      if (order === undefined) throw new Error(`the sandbox has no order ${orderId}`);
      return order;
    },
    effects: (name) => sandbox.control.ledger().effects[name] ?? {},
    startOrder: (orderId) => workflow.start(WorkflowType.fulfilOrder, orderRunStart({ storeHash, orderId })),
    tellWarehouseNews: async (orderId, which = () => true) => {
      for (const order of sandbox.control.merchant().orders) {
        if (order.hidden || !order.reference.startsWith(`${storeHash}-${orderId}`) || !which(order.reference)) continue;
        const news: MyOgoOrderChanged = {
          id: order.id,
          reference: order.reference,
          status: order.status.toUpperCase() as MyOgoOrderChanged['status'],
          editTime: new Date(order.edited).toISOString(),
          lines: order.lines.map(({ code, quantity }) => ({ code, quantity })),
          ...(order.trackingNumber ? { trackingNumber: order.trackingNumber } : {}),
          ...(order.trackingUrl ? { trackingUrl: order.trackingUrl } : {}),
        };
        await orderHandle(orderId).signal(orderMessages.myOgoOrderChanged, news);
      }
    },
    story: (orderId) => orderHandle(orderId).query(orderMessages.status),
    until: async (orderId, fits) => {
      for (;;) {
        const story = await shop.story(orderId);
        if (fits(story)) return story;
        await wait(100);
      }
    },
    close: async () => {
      await worker.finish(shop.hidden());
      await sandbox.close();
    },
  };
  return shop;
}
