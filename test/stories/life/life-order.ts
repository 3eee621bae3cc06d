import type { StoreOrder } from '../../../dev/stand-ins/store/order-state.ts';
import type { MerchantState, WarehouseOrder } from '../../../dev/stand-ins/warehouse/merchant-state.ts';
import type { World } from '../../../dev/stand-ins/world.ts';
import type { OrderStatus } from '../../../src/contract/orders.ts';
import type { LifeStore } from './life-store.ts';
import { newOrderTravels, type OrderTravels } from '../travels/deeds.ts';
import { newDeeds, type Deeds } from './people.ts';

/** An order of a life: what both sides hold of it, and what people did to it. */
export class LifeOrder {
  readonly orderId: number;
  readonly store: LifeStore;
  readonly deeds: Deeds = newDeeds();
  readonly travels: OrderTravels = newOrderTravels();
  readonly #world: World;

  constructor(world: World, store: LifeStore, orderId: number) {
    this.#world = world;
    this.store = store;
    this.orderId = orderId;
  }

  get name(): string {
    return `${this.store.index === 0 ? '' : `${this.store.index}/`}${this.orderId}`;
  }

  inStore(): StoreOrder {
    const order = this.#world.stores.get(this.store.storeHash)?.book.orders.get(this.orderId);
    if (order === undefined) throw new Error(`the store has no order ${this.name}`);
    return order;
  }

  /** Every order of any warehouse under a reference of this store order, whoever made it. */
  inWarehouse(): WarehouseOrder[] {
    return this.#merchants().flatMap((merchant) => this.#of(merchant));
  }

  /** Whose order of the warehouse it is. */
  merchantOf(one: WarehouseOrder): MerchantState {
    return this.#merchants().find(({ orders }) => orders.includes(one)) ?? this.store.merchant;
  }

  status(): Promise<OrderStatus> {
    return this.store.shop.orders.status(this.orderId);
  }

  /** Whether the request reads this order of the store, or writes it: what changes in between no version shows. */
  isReadOrWrittenBy(request: string): boolean {
    return request.includes(`/${this.store.storeHash}/v2/orders/${this.orderId}`);
  }

  /** What was ever asked for. */
  noteOrdered(): void {
    const sums = new Map<string, number>();
    const { mostOrdered, skuOfLine, calledSince } = this.deeds;
    for (const { id, sku, variantId, quantity, type } of this.inStore().lines) {
      skuOfLine.set(id, sku);
      const called = this.store.state.catalogue.variants.get(variantId)?.sku;
      if (called !== undefined && called !== sku)
        calledSince.set(sku, (calledSince.get(sku) ?? new Set<string>()).add(called));
      if (type === 'physical') sums.set(sku, (sums.get(sku) ?? 0) + quantity);
    }
    for (const [sku, sum] of sums) mostOrdered.set(sku, Math.max(sum, mostOrdered.get(sku) ?? 0));
  }

  #merchants(): MerchantState[] {
    return [...this.#world.merchants.values()];
  }

  #of({ orders }: MerchantState): WarehouseOrder[] {
    const own = `${this.store.storeHash}-${this.orderId}`;
    return orders.filter(({ reference }) => reference.startsWith(own) && !/^\d/.test(reference.slice(own.length)));
  }
}
