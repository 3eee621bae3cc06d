import { available, type StoreVariant } from '../../../dev/stand-ins/store/catalogue-state.ts';
import type { StoreState } from '../../../dev/stand-ins/store/store-state.ts';
import type { MerchantState } from '../../../dev/stand-ins/warehouse/merchant-state.ts';
import { availableStock } from '../../../dev/stand-ins/warehouse/stock.ts';
import type { Integration } from '../../../src/client/integration/integration.ts';
import type { SettingsPatch } from '../../../src/contract/settings.ts';
import { newStoreTravels, type StoreTravels } from '../travels/deeds.ts';

/** What the store and the warehouse have of a SKU. */
export interface Shelf {
  readonly level: number;
  readonly available: number;
  readonly buffer: number;
}

/** So many levels that fell at once that a person must be asked. */
export interface Fall {
  readonly at: number;
  /** Those that were above zero. */
  readonly skus: readonly string[];
  /** What the store showed of each. */
  readonly levels: ReadonlyMap<string, number>;
  /** A person allowed the zeros, or something else was done to the goods or the rule. */
  over: boolean;
}

/** A store of a life, with what people did to its integration. */
export class LifeStore {
  readonly index: number;
  readonly state: StoreState;
  readonly shop: Integration;
  /** What orders are made of. */
  readonly skus: readonly string[];
  /** All that the warehouse sells. */
  readonly stocked: readonly string[];
  /** Questions that were ever shown. */
  readonly asked: string[] = [];
  /** Whom it is connected with, or was last. */
  merchant: MerchantState;
  isConnected = true;
  /** A token of either side was revoked, and none was given since: nobody reads it. */
  isDeaf = false;
  buffer = 0;
  brakeShare = 0.2;
  /** The least that `waitForTrackingMinutes` ever was. */
  shortestWait = 60;
  fall: Fall | undefined;
  /** What its merchant said of what travels with orders. */
  readonly travels: StoreTravels = newStoreTravels();
  /** When a person last asked for a comparison while it ran. */
  comparedAt = 0;
  /** When a person paused it, or disconnected it: nothing is written from then on. */
  stoppedAt: number | undefined;

  constructor(given: {
    index: number;
    state: StoreState;
    shop: Integration;
    merchant: MerchantState;
    skus: readonly string[];
    stocked: readonly string[];
  }) {
    this.index = given.index;
    this.state = given.state;
    this.shop = given.shop;
    this.merchant = given.merchant;
    this.skus = given.skus;
    this.stocked = given.stocked;
  }

  get storeHash(): string {
    return this.state.hash;
  }

  get apiToken(): string {
    return [...this.state.accounts.values()].at(-1)?.token ?? '';
  }

  /** `undefined` where nobody can say which level is right: not tracked, digital, gone, or two rows of one SKU. */
  shelf(sku: string): Shelf | undefined {
    const rows = this.state.catalogue.withSku(sku);
    const [variant] = rows;
    const product = this.merchant.product(sku);
    if (variant === undefined || product === undefined || rows.length > 1) return undefined;
    if (variant.product.tracking === 'none' || variant.product.type === 'digital') return undefined;
    return { level: this.level(variant), available: availableStock(product), buffer: this.buffer };
  }

  level(variant: StoreVariant): number {
    return available(this.state.catalogue.levelsOf(variant).get(1));
  }

  /** Connected with another merchant: no setting comes along. */
  movesTo(merchant: MerchantState): void {
    this.merchant = merchant;
    this.buffer = 0;
    this.brakeShare = 0.2;
    this.fall = undefined;
  }

  /** What a taken setting means for what is right. */
  took(patch: SettingsPatch): void {
    if (patch.stockBuffer !== undefined) this.buffer = patch.stockBuffer;
    if (patch.waitForTrackingMinutes !== undefined)
      this.shortestWait = Math.min(this.shortestWait, patch.waitForTrackingMinutes);
    if (patch.brakeShare === undefined) return;
    this.brakeShare = patch.brakeShare;
    if (this.fall !== undefined) this.fall.over = true;
  }
}
