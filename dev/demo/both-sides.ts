import { setTimeout as pause } from 'node:timers/promises';
import type { StateReport } from '../stand-ins/control/state-report.ts';
import type { LedgerReport } from '../stand-ins/ledger.ts';
import type { SandboxAccess } from './sandbox-process.ts';
import { WalkError } from './walk-error.ts';

export type StoreView = StateReport['stores'][number];
export type MerchantView = StateReport['merchants'][number];
export type StoreOrderView = StoreView['orders'][number];
export type WarehouseOrderView = MerchantView['orders'][number];

/** What both servers say at one moment, read from themselves and from nobody between. */
export interface Sides {
  readonly store: StoreView;
  readonly warehouse: MerchantView;
}

/** Longest time between two looks: what is waited for may happen elsewhere than on the two servers. */
const LOOK_AGAIN_MS = 500;

/** Reads and moves the two servers over HTTP, as a person with curl would. */
export class BothSides {
  readonly #access: SandboxAccess;
  readonly #storeHash: string;
  #seq = 0;

  constructor(access: SandboxAccess, storeHash: string) {
    this.#access = access;
    this.#storeHash = storeHash;
  }

  async read(): Promise<Sides> {
    const { stores } = await this.#get<Pick<StateReport, 'stores'>>(this.#access.storeUrl, 'state?part=stores');
    const { merchants } = await this.#get<Pick<StateReport, 'merchants'>>(
      this.#access.warehouseUrl,
      'state?part=merchants',
    );
    const store = stores.find(({ storeHash }) => storeHash === this.#storeHash);
    const [warehouse] = merchants;
    if (store === undefined || warehouse === undefined) throw new Error('The sandbox has lost its store or merchant.');
    return { store, warehouse };
  }

  /** Every effect on both sides with its count, and every request. */
  ledger(): Promise<LedgerReport> {
    return this.#get<LedgerReport>(this.#access.storeUrl, 'ledger');
  }

  /** Fulfilled when something new has happened on either side, or after half a second. */
  async untilSomethingHappens(): Promise<void> {
    const started = performance.now();
    const { seq } = await this.#get<{ seq: number }>(
      this.#access.storeUrl,
      `events?since=${this.#seq}&wait=${LOOK_AGAIN_MS}`,
    );
    // A burst of effects is looked at once: each look reads everything.
    if (performance.now() - started < LOOK_AGAIN_MS / 5) await pause(LOOK_AGAIN_MS / 5);
    this.#seq = seq;
  }

  /** Somebody buys in the store. */
  async placeOrder(order: {
    lines: { sku: string; quantity: number }[];
    shippingMethod: string;
    country: string;
    /** What the shopper fills into the address's form. */
    addresses?: { formFields: { name: string; value: string }[] }[];
  }): Promise<number> {
    const { storeUrl } = this.#access;
    return (await this.#post<{ orderId: number }>(storeUrl, 'orders', { storeHash: this.#storeHash, ...order }))
      .orderId;
  }

  /** A lorry arrives at the warehouse. */
  async goodsIn(goods: Readonly<Record<string, number>>): Promise<void> {
    await this.#post(this.#access.warehouseUrl, 'goods-in', goods);
  }

  /** The warehouse's people pack a parcel and the carrier takes it. */
  async ship(reference: string, tracking: string): Promise<void> {
    await this.#post(this.#access.warehouseUrl, `warehouse/${reference}`, { status: 'Shipped', tracking });
  }

  async #get<T>(base: string, path: string): Promise<T> {
    return (await this.#request(`${base}/_sandbox/${path}`)) as T; // the shapes are the sandbox's own types
  }

  async #post<T>(base: string, path: string, body: object): Promise<T> {
    const init = { method: 'POST', body: JSON.stringify(body) };
    return (await this.#request(`${base}/_sandbox/${path}`, init)) as T; // as above
  }

  async #request(url: string, init: RequestInit = {}): Promise<unknown> {
    const response = await fetch(url, init).catch((error: unknown) => {
      const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new WalkError({ expected: `the sandbox answers at ${new URL(url).host}`, seen: [why] });
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${url} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  }
}
