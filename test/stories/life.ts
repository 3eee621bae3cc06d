import type { StoreOrder } from '../../dev/stand-ins/store/order-state.ts';
import { available } from '../../dev/stand-ins/store/catalogue-state.ts';
import type { WarehouseOrder } from '../../dev/stand-ins/warehouse/merchant-state.ts';
import { availableStock, stockChanged } from '../../dev/stand-ins/warehouse/stock.ts';
import type { OrderStatus } from '../../src/contract/orders.ts';
import { merchantDoes } from './merchant-does.ts';
import { newDeeds, People, METHOD, round, type Deeds } from './people.ts';
import { warehouseDoes } from './warehouse-does.ts';
import { instant, type Act, type Timed } from './acts.ts';
import { openLife, type LifeOptions, type LifeWorld } from './engine/life-world.ts';
import { ordinarySkus, storedText } from './life-reading.ts';

/** A life under way: the two sides, the product between, and what people did. */
export interface Life {
  readonly world: LifeWorld;
  readonly storeHash: string;
  readonly skus: readonly string[];
  readonly orders: readonly number[];
  deeds(orderId: number): Deeds;
  storeOrder(orderId: number): StoreOrder;
  /** What the store and the warehouse have of a SKU; `undefined` where the store does not track it. */
  shelf(sku: string): { readonly level: number; readonly available: number; readonly buffer: number } | undefined;
  /** Every order of the warehouse under a reference of this store order, whoever made it. */
  warehouseOrders(orderId: number): readonly WarehouseOrder[];
  status(orderId: number): Promise<OrderStatus>;
  /** Faults end, and time goes on until nothing more is to be expected. */
  quieten(minutes: number): Promise<void>;
  /** The warehouse's people ship all that they may. */
  shipAll(): void;
  live(timed: Timed): Promise<void>;
  /** Everything that was stored in histories, as text. */
  stored(): string;
  close(): Promise<void>;
}

const CODE = 'DHL-EXPRESS';
/** For so long after the last act everything looks for changes as often as ever, and before the judgement again. */
const BUSY_MS = 20 * 60_000;

export async function beginLife(options: LifeOptions): Promise<Life> {
  const world = await openLife(options);
  const { control, machine, time } = world;
  const [store] = world.stores;
  if (store === undefined) throw new Error('the life has no store');
  const { storeHash, merchantId } = store;
  const shop = world.ogoship.integration(storeHash);
  const go = <T>(call: Promise<T>): Promise<T> => machine.wait(call, 300_000);
  /** What may fail by what the story is: refusals are answers too. */
  const tryTo = async (call: Promise<unknown>): Promise<boolean> => {
    try {
      await go(call);
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'Error') throw error;
      return false;
    }
  };
  await go(world.ogoship.setUp());
  await go(
    shop.connect({
      bigcommerce: { apiToken: store.apiToken },
      myogo: { merchantId: merchantId, secretToken: store.secretToken },
      settings: { enableLatestChanges: 'by-hand' },
    }),
  );
  await go(shop.shipping.link({ method: 'DHL*', code: CODE }));
  await go(shop.latestChanges.enable({ force: true }));

  const { book, catalogue } = control.store(storeHash);
  const merchant = control.merchant(merchantId);
  const skus = ordinarySkus(world, storeHash).slice(0, 3);
  for (const sku of skus) control.addWarehouseProduct({ merchantId: merchantId, code: sku, name: sku });
  control.goodsIn(Object.fromEntries(skus.map((sku) => [sku, 500])), merchantId);
  await machine.drive(time.now + 330_000);

  let buffer = 0;
  const orders: number[] = [];
  const deeds = new Map<number, Deeds>();
  const people = new People();
  const deedsOf = (orderId: number): Deeds => {
    const known = deeds.get(orderId) ?? newDeeds();
    deeds.set(orderId, known);
    return known;
  };
  const storeOrder = (orderId: number): StoreOrder => {
    const order = book.orders.get(orderId);
    if (order === undefined) throw new Error(`the store has no order ${orderId}`);
    return order;
  };
  const noteOrdered = (): void => {
    for (const orderId of orders) {
      const sums = new Map<string, number>();
      for (const { sku, quantity, type } of storeOrder(orderId).lines)
        if (type === 'physical') sums.set(sku, (sums.get(sku) ?? 0) + quantity);
      const { mostOrdered } = deedsOf(orderId);
      for (const [sku, sum] of sums) mostOrdered.set(sku, Math.max(sum, mostOrdered.get(sku) ?? 0));
    }
  };
  const warehouseOrders = (orderId: number): WarehouseOrder[] => {
    const own = `${storeHash}-${orderId}`;
    return merchant.orders.filter(
      ({ reference }) => reference.startsWith(own) && !/^\d/.test(reference.slice(own.length)),
    );
  };
  const targetOf = (act: Act): number | undefined => orders.at(-1 - (act.order % Math.max(1, orders.length)));

  /** What the people of either side do, at once. */
  function doNow(act: Act): void {
    if (act.do === 'place') {
      const placed = control.placeOrder({
        storeHash,
        statusId: act.status,
        shippingMethod: act.linked ? METHOD.linked : METHOD.unlinked,
        country: 'FI',
        addresses: Array.from({ length: act.addresses }, () => people.person()),
        lines: act.lines.map(({ sku, quantity }, index) => ({
          sku: round(skus, sku) ?? '',
          quantity,
          address: index % act.addresses,
        })),
      });
      orders.push(placed.orderId);
      return;
    }
    if (act.do === 'kill') {
      world.kill();
      return;
    }
    if (act.do === 'count') {
      const product = merchant.product(round(skus, act.which) ?? '');
      if (product === undefined) return;
      product.stock = act.pieces;
      stockChanged(world.world, merchant, product);
      return;
    }
    const orderId = targetOf(act);
    if (orderId === undefined) return;
    const did = deedsOf(orderId);
    merchantDoes({ act, control, storeHash, order: storeOrder(orderId), skus, did, people });
    const ours = warehouseOrders(orderId);
    const chosen = round(ours, ours.length - 1 - (act.which % Math.max(1, ours.length)));
    warehouseDoes({ act, control, merchantId, chosen, skus, did, people });
  }

  /** What one asks the product for, or the machine room. */
  async function ask(act: Act): Promise<void> {
    const orderId = targetOf(act);
    switch (act.do) {
      case 'puts':
        control.warehousePuts(act.answer === 'obey' ? [] : [{ answer: act.answer }], merchantId);
        return;
      case 'link':
        if (act.linked) await tryTo(shop.shipping.link({ method: METHOD.unlinked, code: 'POSTI' }));
        else await tryTo(shop.shipping.unlink({ method: METHOD.unlinked }));
        return;
      case 'release': {
        if (orderId === undefined) return;
        const decision = act.kind === 'use-code' ? { kind: act.kind, code: 'GLS' } : { kind: act.kind };
        if (await tryTo(shop.orders.release(orderId, decision))) deedsOf(orderId).decisions.push(act.kind);
        return;
      }
      case 'buffer':
        if (await tryTo(shop.changeSettings({ stockBuffer: act.pieces }))) buffer = act.pieces;
        return;
      case 'retry':
        if (orderId !== undefined) await tryTo(shop.orders.retry(orderId));
        return;
      case 'cancel':
        if (orderId !== undefined && (await tryTo(shop.orders.cancel(orderId))))
          deedsOf(orderId).decisions.push('cancel');
        return;
      case 'fulfil':
        if (orderId !== undefined && (await tryTo(shop.orders.fulfil(orderId))))
          deedsOf(orderId).decisions.push('fulfil');
        return;
      case 'pause':
        await tryTo(shop.pause('stock-taking'));
        return;
      case 'resume':
        await tryTo(shop.resume());
        return;
      case 'compare':
        await tryTo(shop.reconcile.runNow());
        return;
      case 'renew':
        for (const run of machine.runs()) if (run.type === 'fulfilOrder') run.suggestRenewal = true;
        return;
      case 'faults':
        control.faults({ rate: 1, kinds: [act.kind], side: act.side, count: act.count, skip: act.which });
        return;
      case 'wait':
        await machine.drive(time.now + act.minutes * 60_000);
        return;
      default:
        doNowSafely(act);
    }
  }

  function doNowSafely(act: Act): void {
    possibly(() => doNow(act));
    noteOrdered();
  }

  const life: Life = {
    world,
    storeHash,
    skus,
    orders,
    deeds: deedsOf,
    storeOrder,
    warehouseOrders,
    shelf: (sku) => {
      const [variant] = catalogue.withSku(sku);
      const product = merchant.product(sku);
      if (variant === undefined || product === undefined || variant.product.tracking === 'none') return undefined;
      return { level: available(catalogue.levelsOf(variant).get(1)), available: availableStock(product), buffer };
    },
    status: (orderId) => go(shop.orders.status(orderId)),
    live: async ({ act, during, thenSeconds }) => {
      if (during !== undefined && instant.has(act.do)) {
        world.interruptions.push({ left: during.requests, effect: during.effect, act: () => doNowSafely(act) });
      } else await ask(act);
      if (thenSeconds > 0) await machine.drive(time.now + thenSeconds * 1_000);
    },
    quieten: async (minutes) => {
      control.faults();
      control.warehousePuts([], merchantId);
      for (const { act } of world.interruptions.splice(0)) act();
      await tryTo(shop.resume());
      const end = time.now + minutes * 60_000;
      // That the warehouse no longer lists an order shows in the nightly comparison alone.
      if (merchant.orders.some(({ hidden }) => hidden === true)) await tryTo(shop.reconcile.runNow());
      await machine.drive(Math.min(end, time.now + BUSY_MS));
      if (time.now >= end) return;
      // What is left to wait for ends by time: looking for changes less often is the same, and sooner lived.
      await tryTo(shop.latestChanges.enable({ every: '30m', force: true }));
      await machine.drive(end - BUSY_MS);
      await tryTo(shop.latestChanges.enable({ every: '5m', force: true }));
      await machine.drive(end);
    },
    shipAll: () => {
      for (const order of merchant.orders) {
        if (order.hidden === true || !['New', 'Pending', 'Collecting'].includes(order.status)) continue;
        // Goods that are not on the shelf cannot leave.
        possibly(() =>
          control.warehouse(order.reference, {
            id: order.id,
            merchantId: merchantId,
            status: 'SHIPPED',
            tracking: people.tracking('T'),
          }),
        );
      }
    },
    stored: () => storedText(machine),
    close: () => world.close(),
  };
  return life;
}

/** What the stand-in says cannot be done now is nothing. */
function possibly(deed: () => unknown): void {
  try {
    deed();
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'TypeError') throw error;
  }
}
