import type { Act, Timed } from '../acts/act.ts';
import { instant, ofAll, ofNoOrder } from '../acts/act.ts';
import { askFor } from '../does/library.ts';
import { doAtOnce } from '../does/at-once.ts';
import type { LifeOrder } from './life-order.ts';
import type { LifeStore } from './life-store.ts';
import type { LifeWorld } from './life-world.ts';
import { openStores } from './opening.ts';
import { noteTravels } from '../travels/does.ts';
import { People } from './people.ts';

/** For so long after the last act everything looks for changes as often as ever, and before the judgement again. */
const BUSY_MS = 20 * 60_000;
/** How often a store that left is connected again, until it is. */
const MOST_TRIES = 10;
/** Two looks for changes and what they lead to. */
const LAST_LOOKS_MS = 12 * 60_000;

/** An act that was done, and what it was done to. */
export interface Lived {
  readonly kind: Act['do'];
  readonly act: Act;
  readonly order: LifeOrder | undefined;
  readonly store: LifeStore | undefined;
}

/** A life under way: the two sides, the product between, and what people did. */
export class Life {
  readonly world: LifeWorld;
  readonly stores: readonly LifeStore[];
  /** A merchant beside those of the stores, for who connects with another one. */
  readonly spareMerchant: string | undefined;
  readonly orders: LifeOrder[] = [];
  readonly people = new People();
  /** What was done, in its order: acts that could not be done are not there. */
  readonly lived: Lived[] = [];

  private constructor(world: LifeWorld, opened: { stores: readonly LifeStore[]; spareMerchant: string | undefined }) {
    this.world = world;
    this.stores = opened.stores;
    this.spareMerchant = opened.spareMerchant;
  }

  static async begin(world: LifeWorld, story: readonly Timed[]): Promise<Life> {
    const life = new Life(world, await openStores(world, story));
    await world.pass(330_000);
    world.afterOpening?.();
    return life;
  }

  /** The order that an act means; absent before the first. */
  orderOf(act: Act): LifeOrder | undefined {
    return this.orders.at(-1 - (act.order % Math.max(1, this.orders.length)));
  }

  /** The store that an act means: that of its order. */
  storeOf(act: Act): LifeStore {
    const store = this.orderOf(act)?.store ?? this.stores[0];
    if (store === undefined) throw new Error('the life has no store');
    return store;
  }

  async live({ act, during, thenSeconds }: Timed): Promise<void> {
    if (during !== undefined && instant.has(act.do)) {
      this.world.interrupt(during, (request) => {
        const order = this.orderOf(act);
        if (order?.isReadOrWrittenBy(request) === true) {
          order.deeds.changedUnseen = true;
          if (!request.startsWith('GET ')) order.deeds.changedInWrite = true;
        }
        this.#now(act);
      });
    } else if (act.do === 'wait') await this.world.pass(act.minutes * 60_000);
    else {
      const asked = await askFor(this, act);
      if (asked === 'not-asked') this.#now(act);
      else if (asked === 'done') this.#note(act);
    }
    if (thenSeconds > 0) await this.world.pass(thenSeconds * 1_000);
  }

  /** Asks the library: what may fail by what the story is, refusals are answers too. @returns whether it was done */
  async tryTo(call: Promise<unknown>): Promise<boolean> {
    try {
      await this.world.wait(call);
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'Error') throw error;
      return false;
    }
  }

  /** The store is connected to the merchant. To another one than before nothing is carried over. */
  connected(store: LifeStore, merchantId: string): void {
    store.isConnected = true;
    if (store.merchant.merchantId === merchantId) return;
    store.movesTo(this.world.control.merchant(merchantId));
    for (const order of this.orders) if (order.store === store) order.deeds.otherMerchant = true;
  }

  /** Faults end, what people stopped goes on, and time passes until nothing more is to be expected. */
  async quieten(minutes: number): Promise<void> {
    const { world } = this;
    world.control.faults();
    for (const merchant of world.world.merchants.keys()) world.control.warehousePuts([], merchant);
    world.endInterruptions();
    for (const store of this.stores) await this.#goesOn(store);
    await this.rest(minutes);
  }

  /** Nobody does anything for so long. */
  async rest(minutes: number): Promise<void> {
    const { world } = this;
    const end = world.now() + minutes * 60_000;
    for (const store of this.stores) {
      // That the warehouse no longer lists an order shows in the nightly comparison alone.
      const vanished = [...world.world.merchants.values()].some(({ orders }) => orders.some(({ hidden }) => hidden));
      if (vanished) await this.tryTo(store.shop.reconcile.runNow());
    }
    if (world.rest !== undefined) return world.rest();
    await world.pass(Math.min(end - world.now(), BUSY_MS));
    if (end - world.now() <= BUSY_MS) {
      await world.pass(end - world.now());
      return;
    }
    // What is left to wait for ends by time: looking for changes less often is the same, and sooner lived.
    await this.#lookEvery(world.cadence.seldom);
    await world.pass(end - LAST_LOOKS_MS - world.now());
    await this.#lookEvery(world.cadence.often);
    await world.pass(end - world.now());
  }

  /** The warehouse's people ship all that they may. */
  shipAll(): void {
    const { control, world } = this.world;
    for (const { merchantId, orders } of world.merchants.values()) {
      for (const order of orders) {
        if (order.hidden === true || !['New', 'Pending', 'Collecting'].includes(order.status)) continue;
        // Goods that are not on the shelf cannot leave.
        possibly(() => {
          const tracking = this.people.tracking('T');
          control.warehouse(order.reference, { id: order.id, merchantId, status: 'SHIPPED', tracking });
          return true;
        });
      }
    }
  }

  #now(act: Act): void {
    if (possibly(() => doAtOnce(this, act))) this.#note(act);
    for (const order of this.orders) {
      order.noteOrdered();
      noteTravels(order, this.world.now());
    }
  }

  #note(act: Act): void {
    const isOfOrder = !ofNoOrder.has(act.do);
    const isOfStore = isOfOrder || !ofAll.has(act.do);
    const order = isOfOrder ? this.orderOf(act) : undefined;
    this.lived.push({ kind: act.do, act, order, store: isOfStore ? this.storeOf(act) : undefined });
  }

  /** What stands still by a person's word goes on: at rest everything that can be done has been done. */
  async #goesOn(store: LifeStore): Promise<void> {
    const { world } = this;
    await this.#learnMerchant(store);
    const { apiToken, merchant, shop } = store;
    const sides = { bigcommerce: { apiToken }, myogo: merchant };
    // One that is being disconnected yet is connected in a moment.
    for (let tries = 0; !store.isConnected && tries < MOST_TRIES; tries += 1) {
      store.isConnected = await this.tryTo(shop.connect(sides));
      if (!store.isConnected) await world.pass(30_000);
    }
    await this.tryTo(
      shop.rotateCredentials({ bigcommerce: { apiToken }, myogo: { secretToken: merchant.secretToken } }),
    );
    await this.tryTo(shop.resume());
    await this.tryTo(shop.latestChanges.enable({ every: world.cadence.often, force: true }));
    store.stoppedAt = undefined;
  }

  /** A connect that was given up may have taken effect. */
  async #learnMerchant(store: LifeStore): Promise<void> {
    await this.tryTo(
      store.shop.status().then(({ stage, merchantId }) => {
        if (stage !== 'disconnected' && merchantId !== store.merchant.merchantId) this.connected(store, merchantId);
      }),
    );
  }

  async #lookEvery(every: string): Promise<void> {
    for (const { shop } of this.stores) await this.tryTo(shop.latestChanges.enable({ every, force: true }));
  }
}

/** What the stand-in says cannot be done now is nothing. @returns whether it was done */
function possibly(deed: () => boolean): boolean {
  try {
    return deed();
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'TypeError') throw error;
    return false;
  }
}
