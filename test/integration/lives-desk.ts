import { setTimeout as pause } from 'node:timers/promises';
import { expect, inject } from 'vitest';
import type { SandboxOptions } from '../../dev/stand-ins/start.ts';
import { OgoshipClient } from '../../src/client/index.ts';
import type { HoldReason } from '../../src/contract/hold-reasons.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { integrationMessages, orderMessages } from '../../src/contract/messages.ts';
import type { LatestChangesReport } from '../../src/contract/changes.ts';
import type { MyOgoOrderChanged, OrderStory } from '../../src/contract/orders.ts';
import type { SettingsPatch } from '../../src/contract/settings.ts';
import { parseOrderReference } from '../../src/domain/orders/facts/references.ts';
import { merchantActs, type MerchantActs } from '../support/merchant-acts.ts';
import type { Shop } from '../support/shop.ts';
import { warehousePeople, type WarehousePeople } from '../support/warehouse-people.ts';
import type { TestWorkerOptions } from '../support/worker.ts';
import { openOrderDesk, type OrderDesk } from './order-desk.ts';
import { compareNow, runNow } from './stock-runs.ts';

/** So long a loaded machine may take for what needs no waiting, and a list that lags until it is looked at again. */
const SOON_MS = 90_000;

/** An order's life from bytes to bytes: what the merchant and the warehouse's people do, and how the run hears of it. */
export interface Lives {
  readonly shop: Shop;
  readonly desk: OrderDesk;
  readonly merchant: MerchantActs;
  readonly people: WarehousePeople;
  /** Another second of the store's clock, so that what is done next is a version of its own. */
  readonly tick: () => void;
  /** Tells the run of its store order, as the poll does. */
  readonly tellStore: (orderId: number) => Promise<void>;
  /** Tells the run of every order of the warehouse under one of its references, as the poll does. */
  readonly tellWarehouse: (orderId: number) => Promise<void>;
  /** One run of latest changes, which starts runs and tells them. */
  readonly poll: () => Promise<LatestChangesReport>;
  /** One daily comparison; `poll` must have been called before. */
  readonly compare: () => Promise<void>;
  /** The story as soon as the order, or one of its addresses, is held for this reason; its remedy names a way on. */
  readonly held: (orderId: number, reason: HoldReason) => Promise<OrderStory>;
  /** The story as soon as it fits; where it does not come soon, the failure shows what came in its place. */
  readonly until: (orderId: number, fits: (story: OrderStory) => boolean) => Promise<OrderStory>;
  /** The run ends; its story is its result. */
  readonly ended: (orderId: number) => Promise<OrderStory>;
  /** Every order of the warehouse under a reference of the order: `[reference, status, { code: quantity }]`. */
  readonly standing: (orderId: number) => readonly (readonly [string, string, Readonly<Record<string, number>>])[];
  /** How often each reference of the order was created by us. */
  readonly created: (orderId: number) => Readonly<Record<string, number>>;
  readonly sku: (orderId: number, line?: number) => string;
}

/** The client library beside them, as a backend has it. */
export function connectedTo({ shop }: Lives): Promise<OgoshipClient> {
  const { namespace } = shop.worker;
  return OgoshipClient.connect({ temporal: { address: inject('temporalAddress'), namespace }, by: 'test' });
}

export async function openLives(
  settings: SettingsPatch = {},
  options: SandboxOptions = {},
  ofWorker: Partial<TestWorkerOptions> = {},
): Promise<Lives> {
  const { shop, desk } = await openOrderDesk(settings, options, ofWorker);
  const { sandbox, storeHash, worker } = shop;
  const merchant = merchantActs(sandbox);
  const people = warehousePeople(sandbox);
  const { workflow } = worker.client;
  const run = (orderId: number) => workflow.getHandle(workflowId.fulfilOrder(storeHash, orderId));
  const isOurs = (reference: string, orderId: number) => parseOrderReference(storeHash, reference)?.orderId === orderId;
  let polls = false;
  const until: Lives['until'] = async (orderId, fits) => {
    const end = Date.now() + SOON_MS;
    for (;;) {
      const story = await shop.story(orderId);
      if (fits(story)) return story;
      if (Date.now() > end) throw new Error(`what was waited for did not come: ${JSON.stringify(story, null, 1)}`);
      await pause(100);
    }
  };
  return {
    ...{ shop, desk, merchant, people },
    tick: () => {
      sandbox.control.advance(1_000);
    },
    tellStore: async (orderId) => {
      const { statusId, modified } = shop.storeOrder(orderId);
      const dateModified = new Date(Math.floor(Date.parse(modified) / 1_000) * 1_000).toISOString();
      await run(orderId).signal(orderMessages.storeOrderChanged, { statusId, dateModified });
    },
    tellWarehouse: async (orderId) => {
      for (const order of sandbox.control.merchant().orders) {
        if (order.hidden || !isOurs(order.reference, orderId)) continue;
        const news: MyOgoOrderChanged = {
          id: order.id,
          merchantId: sandbox.control.merchant().merchantId,
          reference: order.reference,
          status: order.status.toUpperCase() as MyOgoOrderChanged['status'], // the sandbox's words are the API's
          editTime: new Date(order.edited).toISOString(),
          lines: order.lines.map(({ code, quantity }) => ({ code, quantity })),
          ...(order.trackingNumber ? { trackingNumber: order.trackingNumber } : {}),
          ...(order.trackingUrl ? { trackingUrl: order.trackingUrl } : {}),
        };
        await run(orderId).signal(orderMessages.myOgoOrderChanged, news);
      }
    },
    poll: async () => {
      if (!polls) {
        const entity = workflow.getHandle(workflowId.integration(storeHash));
        await entity.executeUpdate(integrationMessages.enableLatestChanges, { args: [{ every: '24h', force: true }] });
        await runNow(worker.client, storeHash);
        polls = true;
      }
      return runNow(worker.client, storeHash);
    },
    compare: () => compareNow(worker.client, storeHash),
    held: async (orderId, reason) => {
      const of = ({ hold, moreHolds = [] }: Pick<OrderStory, 'hold' | 'moreHolds'>) =>
        [...(hold === undefined ? [] : [hold]), ...moreHolds].find((one) => one.reason === reason);
      const story = await until(
        orderId,
        (one) => one.stage === 'held' && [one, ...one.addresses].some((where) => of(where) !== undefined),
      );
      const [found] = [story, ...story.addresses].flatMap((where) => of(where) ?? []);
      expect(found?.message).toMatch(/\S/);
      expect(found?.remedy).toMatch(/\S/);
      expect(story.summary).toContain('Held: ');
      return story;
    },
    ended: async (orderId) => {
      const end = run(orderId).result() as Promise<OrderStory>; // what this workflow returns
      const story = await Promise.race([end, pause(SOON_MS).then(() => undefined)]);
      return story ?? Promise.reject(new Error(`not ended: ${JSON.stringify(await shop.story(orderId), null, 1)}`));
    },
    until,
    standing: (orderId) =>
      sandbox.control
        .merchant()
        .orders.filter(({ reference }) => isOurs(reference, orderId))
        .map(({ reference, status, lines }) => [
          reference,
          status.toUpperCase(),
          Object.fromEntries(lines.map(({ code, quantity }) => [code, quantity])),
        ]),
    created: (orderId) =>
      Object.fromEntries(
        Object.entries(shop.effects('myogo order created')).filter(([reference]) => isOurs(reference, orderId)),
      ),
    sku: (orderId, line = 0) => shop.storeOrder(orderId).lines[line]?.sku ?? '',
  };
}
