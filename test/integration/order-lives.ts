import { setTimeout as wait } from 'node:timers/promises';
import { expect, inject } from 'vitest';
import type { PlacedOrder, PlaceOrder } from '../../dev/stand-ins/control/place-order.ts';
import { passOnMyOgoOrder, passOnStoreOrder } from '../../src/activities/changes/intake.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { orderMessages } from '../../src/contract/messages.ts';
import type { MyOgoStatus, OrderStory } from '../../src/contract/orders.ts';
import { OgoshipClient, type Integration } from '../../src/client/index.ts';
import { defaultSettings, type SettingsPatch } from '../../src/contract/settings.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { underWay } from '../support/at-rest.ts';
import { merchantActs, type MerchantActs } from '../support/merchant-acts.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { warehousePeople, type WarehousePeople } from '../support/warehouse-people.ts';
import { orderDesk, type OrderDesk } from './order-desk.ts';

/** What stands in the warehouse under an order's number, whoever placed it: `reference STATUS pieces`. */
type Standing = readonly string[];

/** Whole lives of orders: acts of the merchant and of the warehouse's people, each followed by what the polls bring. */
export interface Lives {
  readonly shop: Shop;
  readonly desk: OrderDesk;
  readonly acts: MerchantActs;
  readonly people: WarehousePeople;
  /** As the backend has it: also of orders whose run has ended. */
  readonly orders: Integration['orders'];
  readonly store: Integration;
  /** Places an order and waits until nothing more happens by itself. Default: three pieces of one SKU to one address. */
  begin(order?: PlaceOrder): Promise<PlacedOrder & { readonly story: OrderStory }>;
  /** The merchant acts a second later; a poll tells of it; the story when nothing more happens by itself. */
  inStore(orderId: number, act: () => unknown): Promise<OrderStory>;
  /** The same, but the poll has the store's row alone: what the warehouse's people did before is not heard of yet. */
  inStoreFirst(orderId: number, act: () => unknown): Promise<OrderStory>;
  /** The warehouse's people act; a poll tells of it. */
  inWarehouse(orderId: number, act: () => unknown): Promise<OrderStory>;
  /** The polls of both sides pass on what they show of the order, to its run or to one that follows. */
  poll(orderId: number, side?: 'store'): Promise<void>;
  /** The order's story as soon as its run does nothing more by itself. A wait for a time counts as rest. */
  rest(orderId: number): Promise<OrderStory>;
  /** The same of an order whose account is lost: once what may be under way has landed, and was looked for. */
  lookedThrough(orderId: number): Promise<OrderStory>;
  standing(orderId: number): Standing;
  /** The store's shipments: `number pieces`. */
  shipments(orderId: number): readonly string[];
  close(): Promise<void>;
  /** What holds of an order at any end: nobody is told that it is done or on its way while pieces are missing. */
  ended(
    orderId: number,
    ended: { stage: OrderStory['stage']; status: number; standing: Standing },
  ): Promise<OrderStory>;
}

export async function openLives(
  settings: SettingsPatch = {},
  options: {
    readonly editable?: boolean;
    readonly credentialKeys?: string;
    /** Whose orders the polls show: the merchant that the store is connected to. Default: its first one. */
    readonly merchantId?: () => string | undefined;
  } = {},
): Promise<Lives> {
  const { editable = false, credentialKeys, merchantId } = options;
  const keys = credentialKeys === undefined ? {} : { credentialKeys };
  const overrides = credentialKeys === undefined ? {} : { keyRing: parseKeyRing(credentialKeys) };
  const shop = await openShop(inject('temporalAddress'), { worker: { overrides } });
  shop.sandbox.control.settings({ ordersEditable: editable });
  await shop.connect({
    waitForTrackingMinutes: 0,
    enableLatestChanges: 'by-hand',
    ordersEditable: editable,
    ...settings,
  });
  await shop.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
  const client = await OgoshipClient.connect({
    temporal: { address: inject('temporalAddress'), namespace: shop.worker.namespace },
    ...keys,
  });
  return livesOf(shop, client, merchantId);
}

function livesOf(shop: Shop, client: OgoshipClient, merchantId: () => string | undefined = () => undefined): Lives {
  const { sandbox, storeHash, worker } = shop;
  const { control } = sandbox;
  const desk = orderDesk(shop);
  const acts = merchantActs(sandbox);
  const people = warehousePeople(sandbox);
  const temporal = worker.client;
  // Whatever a poll shows is passed on: what is no news must change nothing.
  const intake = { temporal, pause: wait, changes: { isNews: () => true, remember: () => undefined } };
  const rules = { ...defaultSettings('2020-01-01T00:00:00Z') };
  const ours = (reference: string, orderId: number) =>
    reference === `${storeHash}-${orderId}` || new RegExp(`^${storeHash}-${orderId}\\D`, 'u').test(reference);
  const merchant = () => control.merchant(merchantId());
  const all = (orderId: number) => merchant().orders.filter(({ reference }) => ours(reference, orderId));

  const lives: Lives = {
    shop,
    desk,
    acts,
    people,
    orders: client.integration(storeHash).orders,
    store: client.integration(storeHash),
    close: async () => {
      await client.close();
      await shop.close();
    },
    begin: async (order = {}) => {
      const placed = await desk.order({ lines: [{ sku: 'A', name: 'A', quantity: 3 }], ...order });
      return { ...placed, story: await lives.rest(placed.orderId) };
    },
    inStore: async (orderId, act) => {
      control.advance(1_000);
      act();
      await lives.poll(orderId);
      return lives.rest(orderId);
    },
    inStoreFirst: async (orderId, act) => {
      control.advance(1_000);
      act();
      await lives.poll(orderId, 'store');
      return lives.rest(orderId);
    },
    inWarehouse: async (orderId, act) => {
      control.advance(10);
      act();
      await lives.poll(orderId);
      return lives.rest(orderId);
    },
    poll: async (orderId, side) => {
      for (const order of side === 'store' ? [] : all(orderId)) {
        if (order.hidden) continue;
        await passOnMyOgoOrder(intake, storeHash, {
          id: order.id,
          merchantId: merchant().merchantId,
          reference: order.reference,
          status: order.status.toUpperCase() as MyOgoStatus, // the stand-in's words are the contract's
          editTime: new Date(order.edited).toISOString(),
          lines: order.lines.map(({ code, quantity }) => ({ code, quantity })),
          ...(order.trackingNumber ? { trackingNumber: order.trackingNumber } : {}),
          ...(order.trackingUrl ? { trackingUrl: order.trackingUrl } : {}),
        });
      }
      const order = acts.order(orderId);
      if (order.gone !== undefined) return;
      await passOnStoreOrder(
        intake,
        storeHash,
        {
          id: orderId,
          statusId: order.statusId,
          dateModified: seconds(order.modified),
          dateCreated: seconds(order.created),
          isDeleted: order.isDeleted,
        },
        rules,
        Infinity,
      );
    },
    rest: async (orderId) => {
      const handle = temporal.workflow.getHandle(workflowId.fulfilOrder(storeHash, orderId));
      // The server answers what is under way with less work than the run what it shows: it is asked first.
      for (;;) {
        if ((await underWay(handle)) === 0) {
          const story = await handle.query(orderMessages.status);
          if ((await underWay(handle)) === 0) return story;
        }
        await wait(30);
      }
    },
    lookedThrough: async (orderId) => {
      await shop.until(orderId, ({ stage }) => stage !== 'ready');
      return lives.rest(orderId);
    },
    standing: (orderId) =>
      all(orderId)
        .map(({ reference, status, lines }) => {
          const tail = reference.slice(`${storeHash}-${orderId}`.length);
          const pieces = lines.map(({ code, quantity }) => `${quantity}${code}`).sort();
          return `${tail} ${status.toUpperCase()} ${pieces.join('+')}`.trim();
        })
        .sort(),
    shipments: (orderId) => {
      const { shipments, lines } = shop.storeOrder(orderId);
      const skus = new Map(lines.map(({ orderProductId, sku }) => [orderProductId, sku]));
      return shipments.map(({ trackingNumber, items }) => {
        const pieces = items.map(({ order_product_id: id, quantity }) => `${quantity}${skus.get(id) ?? '?'}`).sort();
        return `${trackingNumber} ${pieces.join('+')}`;
      });
    },
    ended: async (orderId, { stage, status, standing }) => {
      const story = await lives.rest(orderId);
      expect({
        stage: story.stage,
        status: shop.storeOrder(orderId).statusId,
        standing: lives.standing(orderId),
      }).toEqual({ stage, status, standing });
      return story;
    },
  };
  return lives;
}

/** Times of the store have whole seconds. */
function seconds(at: number): string {
  return new Date(Math.floor(at / 1_000) * 1_000).toISOString();
}

/** Every hold of an order, by reason. */
export function reasons({ hold, moreHolds = [], addresses }: OrderStory): readonly string[] {
  const of = [hold, ...moreHolds, ...addresses.flatMap((one) => [one.hold, ...(one.moreHolds ?? [])])];
  return of.flatMap((one) => (one === undefined ? [] : [one.reason]));
}
