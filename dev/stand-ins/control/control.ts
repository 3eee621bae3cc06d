import { readDuration } from '../clock.ts';
import type { FaultRule } from '../faults.ts';
import { faultKinds } from '../faults.ts';
import type { LedgerReport } from '../ledger.ts';
import type { OddRowRule } from '../odd-rows.ts';
import { Random } from '../random.ts';
import type { Settings } from '../settings.ts';
import { readSettings, SettingsBook } from '../settings.ts';
import type { Plan } from '../store/quota.ts';
import type { StoreState } from '../store/store-state.ts';
import type { MerchantState } from '../warehouse/merchant-state.ts';
import type { PutRule } from '../warehouse/put-rules.ts';
import type { StoreCredentials, World } from '../world.ts';
import type { AccessChange } from './access.ts';
import { changeAccess } from './access.ts';
import type { ChangeOrder } from './change-order.ts';
import { changeOrder } from './change-order.ts';
import { ControlError } from './control-error.ts';
import { receiveGoods } from './goods-in.ts';
import { changeByHand, shipByHand } from './hand-shipment.ts';
import type { HandShipment, ShipmentChange } from './hand-shipment.ts';
import type { PlacedOrder, PlaceOrder } from './place-order.ts';
import { placeOrder } from './place-order.ts';
import type {
  MethodChange,
  NewLocation,
  NewProduct,
  NewWarehouseProduct,
  ProductAnswer,
  ProductChange,
} from './shop-work.ts';
import { addShopProduct, addWarehouseProduct, changeMethod, changeShopProduct } from './shop-work.ts';
import type { StateReport } from './state-report.ts';
import { stateReport } from './state-report.ts';
import type { NewStore } from './tenants.ts';
import { addStore } from './tenants.ts';
import { placeByPeople, setPutRules, type WarehousePlace } from './warehouse-people.ts';
import type { WarehouseAnswer, WarehouseChange } from './warehouse-work.ts';
import { workOrder } from './warehouse-work.ts';

export interface SeedOptions {
  /** Default 1. */
  seed?: number;
  /** See {@link NewStore.products}. Absent: the default catalogue. */
  products?: number;
  /** Default 0. */
  orders?: number;
  storeHash?: string;
  merchantId?: string;
  /** Default `pro`. */
  plan?: Plan;
  scopes?: readonly string[];
}

/** What a test or a person may do to the world from outside both APIs. The HTTP form of each is in `control-routes.ts`. */
export class Control {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Forgets everything and seeds anew. The same seed gives the same store, products, orders and credentials. */
  reset(options: SeedOptions = {}): StoreCredentials {
    const world = this.#world;
    world.dropDelayed();
    // A delivery that is under way finds its hook gone.
    for (const store of world.stores.values()) store.hooks.clear();
    for (const merchant of world.merchants.values()) merchant.webHooks.clear();
    world.ledger.clear();
    world.faults.set([]);
    world.oddRows.set([]);
    world.settings = new SettingsBook();
    world.random = new Random(options.seed ?? 1);
    world.stores = new Map();
    world.merchants = new Map();
    world.merchantOf = new Map();
    world.tokens.clear();
    world.people = [];
    world.secrets = new Set([world.oauth.clientSecret]);
    return addStore(world, options);
  }

  /** Opens a further store. */
  addStore(options: NewStore = {}): StoreCredentials {
    return addStore(this.#world, options);
  }

  placeOrder(order: PlaceOrder = {}): PlacedOrder {
    return placeOrder(this.#world, this.store(order.storeHash), order);
  }

  changeOrder(orderId: number, change: ChangeOrder): ReturnType<typeof changeOrder> {
    return changeOrder(this.#world, this.store(change.storeHash), orderId, change);
  }

  /** The merchant ships an order, or a part of it, by hand. */
  shipByHand(orderId: number, shipment: HandShipment = {}): ReturnType<typeof shipByHand> {
    return shipByHand(this.#world, this.store(shipment.storeHash), orderId, shipment);
  }

  /** The merchant deletes or corrects a shipment, ours too. */
  changeShipment(orderId: number, shipmentId: number, change: ShipmentChange): ReturnType<typeof changeByHand> {
    return changeByHand(this.#world, this.store(change.storeHash), orderId, shipmentId, change);
  }

  /** Goods arrive at a merchant, default the first one. Codes that are unknown come back as `unidentified`. */
  goodsIn(goods: Readonly<Record<string, number>>, merchantId?: string): ReturnType<typeof receiveGoods> {
    return receiveGoods(this.#world, goods, merchantId);
  }

  /** The merchant adds a product to the shop. */
  addProduct(product: NewProduct): ProductAnswer {
    return addShopProduct(this.#world, this.store(product.storeHash), product);
  }

  /** The merchant changes the product of a SKU in the shop. */
  changeProduct(sku: string, change: ProductChange): ProductAnswer {
    return changeShopProduct(this.#world, this.store(change.storeHash), sku, change);
  }

  /** The merchant adds, renames or switches a shipping method. */
  changeMethod(change: MethodChange): ReturnType<typeof changeMethod> {
    return changeMethod(this.store(change.storeHash), change);
  }

  /** Opens a further inventory location, with no stock on record. */
  addLocation(location: NewLocation): { id: number } {
    const { locations } = this.store(location.storeHash).catalogue;
    const id = locations.length + 1;
    locations.push({ id, code: location.code ?? `BC-LOCATION-${id}`, label: location.label, enabled: true });
    return { id };
  }

  /** A product made by hand in myOGO, or a twin of one. */
  addWarehouseProduct(product: NewWarehouseProduct): { id: string; code: string } {
    return addWarehouseProduct(this.#world, this.merchant(product.merchantId), product);
  }

  warehouse(reference: string, change: WarehouseChange): WarehouseAnswer {
    return workOrder(this.#world, reference, change);
  }

  /** The warehouse's people place an order by themselves. */
  placeInWarehouse(order: WarehousePlace): ReturnType<typeof placeByPeople> {
    return placeByPeople(this.#world, this.merchant(order.merchantId), order);
  }

  /** Replaces how PUT on orders misbehaves; no rule ends it. */
  warehousePuts(rules: readonly PutRule[], merchantId?: string): PutRule[] {
    return setPutRules(this.merchant(merchantId), rules);
  }

  /** Changes credentials, scopes and quota; answers with the ones that hold now. */
  access(change: AccessChange): StoreCredentials {
    const store = this.store(change.storeHash);
    const merchantId = change.merchantId ?? this.#world.merchantOf.get(store.hash);
    return changeAccess(this.#world, store, this.merchant(merchantId), change);
  }

  /** Moves the sandbox clock on, by milliseconds or e.g. `"10d"`. Answers with the new time. */
  advance(by: number | string): string {
    const ms = readDuration(by);
    if (ms === undefined)
      throw new ControlError(400, "advance takes milliseconds, or a text such as '90s', '2h' or '10d'.");
    this.#world.clock.advance(ms);
    return new Date(this.#world.clock.now()).toISOString();
  }

  /** Replaces all faults; no rule ends them. */
  faults(...rules: FaultRule[]): FaultRule[] {
    for (const rule of rules) {
      const unknown = rule.kinds.find((kind) => !faultKinds.includes(kind));
      if (unknown !== undefined)
        throw new ControlError(400, `There is no fault '${unknown}'. There are: ${faultKinds.join(', ')}.`);
      if (!(rule.rate >= 0 && rule.rate <= 1)) throw new ControlError(400, 'rate is between 0 and 1.');
    }
    this.#world.faults.set(rules);
    return this.#world.faults.rules();
  }

  /** Replaces how rows are odd; no rule ends it. */
  oddRows(...rules: OddRowRule[]): readonly OddRowRule[] {
    this.#world.oddRows.set(rules);
    return this.#world.oddRows.rules();
  }

  /** Turns switches, for all or for one store hash or merchant id. */
  settings(changes: Partial<Settings>, owner?: string): ReturnType<SettingsBook['report']> {
    try {
      this.#world.settings.set(readSettings(changes), owner);
    } catch (error) {
      if (error instanceof RangeError) throw new ControlError(400, error.message);
      throw error;
    }
    return this.#world.settings.report();
  }

  /** Lets delayed effects (Inventory adjustments) happen now. */
  settle(): void {
    this.#world.settle();
  }

  ledger(): LedgerReport {
    return this.#world.ledger.report();
  }

  state(): StateReport {
    return stateReport(this.#world);
  }

  /** A store by its hash, or the first one. */
  store(hash?: string): StoreState {
    const store = hash === undefined ? [...this.#world.stores.values()][0] : this.#world.stores.get(hash);
    if (!store) throw new ControlError(404, `There is no store ${hash ?? ''}.`);
    return store;
  }

  /** A merchant by its id, or the first one. */
  merchant(merchantId?: string): MerchantState {
    const merchant =
      merchantId === undefined ? [...this.#world.merchants.values()][0] : this.#world.merchants.get(merchantId);
    if (!merchant) throw new ControlError(404, `There is no merchant ${merchantId ?? ''}.`);
    return merchant;
  }
}
