import { expect, inject } from 'vitest';
import type { ChangeOrder } from '../../dev/stand-ins/control/change-order.ts';
import type { PlacedOrder, PlaceOrder } from '../../dev/stand-ins/control/place-order.ts';
import type { SandboxOptions } from '../../dev/stand-ins/start.ts';
import type { WarehouseChange } from '../../dev/stand-ins/control/warehouse-work.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { integrationMessages, orderMessages } from '../../src/contract/messages.ts';
import type { OrderStory, ReleaseDecision } from '../../src/contract/orders.ts';
import type { SettingsPatch } from '../../src/contract/settings.ts';
import { openShop, type Shop } from '../support/shop.ts';
import type { TestWorkerOptions } from '../support/worker.ts';
import { cameToRest } from '../support/at-rest.ts';

/** What a merchant, a shopper and the warehouse do with orders, each followed by the news that a poll would bring. */
export interface OrderDesk {
  /** Places an order and starts its run. */
  order(order?: PlaceOrder, options?: { inWarehouse?: boolean }): Promise<PlacedOrder>;
  /** Places an order and waits until it is in the warehouse. */
  handedOver(order?: PlaceOrder): Promise<PlacedOrder>;
  /** Changes the order in the store, and tells its run. */
  change(orderId: number, change: ChangeOrder): Promise<void>;
  /** Changes the order in the warehouse, and tells its run. */
  warehouse(orderId: number, reference: string, change: WarehouseChange): Promise<void>;
  release(orderId: number, decision: ReleaseDecision): Promise<OrderStory>;
  cancel(orderId: number): Promise<OrderStory>;
  retry(orderId: number): Promise<void>;
  settings(patch: SettingsPatch): Promise<void>;
  unlink(method: string): Promise<void>;
  reference(orderId: number, addressId?: number): string;
  warehouseOrders(reference: string): readonly {
    readonly id: string;
    readonly status: string;
    readonly lines: readonly unknown[];
  }[];
  staged(orderId: number, stage: OrderStory['stage']): Promise<OrderStory>;
  /** How often the store or the warehouse was asked, by the beginning of `METHOD /route`. */
  asked(side: 'store' | 'warehouse', start?: string): number;
  /**
   * What holds whatever happened: every reference created once, no line shipped beyond what the customer gets, no status
   * backwards, and no mail without tracking but for orders that are named.
   */
  prove(options?: { withoutTracking?: readonly number[]; twice?: readonly string[] }): void;
}

/** A connected shop with a link, whose orders are started and told of news by the desk alone: no schedule runs. */
export async function openOrderDesk(
  settings: SettingsPatch = {},
  sandbox: SandboxOptions = {},
  worker: Partial<TestWorkerOptions> = {},
): Promise<{ readonly shop: Shop; readonly desk: OrderDesk }> {
  const shop = await openShop(inject('temporalAddress'), { sandbox, worker });
  await shop.connect({ waitForTrackingMinutes: 0, enableLatestChanges: 'by-hand', ...settings });
  await shop.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
  return { shop, desk: orderDesk(shop) };
}

export function orderDesk(shop: Shop): OrderDesk {
  const { sandbox, worker, storeHash } = shop;
  const { workflow } = worker.client;
  const run = (orderId: number) => workflow.getHandle(workflowId.fulfilOrder(storeHash, orderId));
  const entity = workflow.getHandle(workflowId.integration(storeHash));
  const desk: OrderDesk = {
    order: async (order = {}, options) => {
      const placed = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI', ...order }, options);
      // What was said to the integration before is known to the worker when it reads the order.
      await cameToRest(entity);
      await shop.startOrder(placed.orderId);
      return placed;
    },
    handedOver: async (order) => {
      const placed = await desk.order(order);
      const story = await shop.until(placed.orderId, ({ stage }) => stage === 'handed-over' || stage === 'held');
      expect(story.stage).toBe('handed-over');
      return placed;
    },
    change: async (orderId, change) => {
      // Times of the store have whole seconds: another second makes the change visible, as it nearly always is.
      sandbox.control.advance(1_000);
      sandbox.control.changeOrder(orderId, change);
      const { statusId, modified } = shop.storeOrder(orderId);
      const dateModified = new Date(Math.floor(Date.parse(modified) / 1_000) * 1_000).toISOString();
      await run(orderId).signal(orderMessages.storeOrderChanged, { statusId, dateModified });
    },
    warehouse: async (orderId, reference, change) => {
      sandbox.control.advance(10);
      sandbox.control.warehouse(reference, change);
      await shop.tellWarehouseNews(orderId);
    },
    release: (orderId, decision) => run(orderId).executeUpdate(orderMessages.release, { args: [decision] }),
    cancel: (orderId) => run(orderId).executeUpdate(orderMessages.cancel),
    retry: (orderId) => run(orderId).signal(orderMessages.retry),
    settings: async (patch) => {
      await entity.executeUpdate(integrationMessages.changeSettings, { args: [{ patch, by: 'test' }] });
      await cameToRest(entity);
    },
    unlink: async (method) => {
      await entity.executeUpdate(integrationMessages.unlinkShippingMethod, { args: [{ method }] });
      await cameToRest(entity);
    },
    reference: (orderId, addressId) => [storeHash, orderId, ...(addressId === undefined ? [] : [addressId])].join('-'),
    warehouseOrders: (reference) => sandbox.control.merchant().orders.filter((order) => order.reference === reference),
    staged: (orderId, wanted) => shop.until(orderId, ({ stage }) => stage === wanted),
    asked: (side, start = '') => sandbox.ledger.requestCount(side, start),
    prove: ({ withoutTracking = [], twice = [] } = {}) => {
      const created = shop.effects('myogo order created');
      const repeated = Object.keys(created).filter((reference) => created[reference] !== 1);
      expect(repeated).toEqual([...twice]);
      for (const order of sandbox.control.state().stores.flatMap(({ orders }) => orders)) {
        for (const line of order.lines) expect(line.shipped).toBeLessThanOrEqual(line.quantity);
        for (const { from, to, by } of order.statusHistory) {
          if (by === 'api' || by === 'store') expect([order.orderId, from, to]).not.toSatisfy(isBackwards);
        }
        if (!withoutTracking.includes(order.orderId)) {
          for (const mail of order.mails) expect(mail.tracking, `mail of order ${order.orderId}`).toBeTruthy();
        }
      }
    },
  };
  return desk;
}

/** The order in which a store's order goes on; a cancelled one goes nowhere. */
const rank: Readonly<Record<number, number>> = { 11: 0, 9: 1, 8: 1, 3: 2, 14: 2, 2: 3, 10: 4, 5: 5, 4: 5 };

export function isBackwards([, from, to]: readonly [number, number | null, number]): boolean {
  if (from === null) return false;
  return (rank[to] ?? -1) < (rank[from] ?? -1);
}
