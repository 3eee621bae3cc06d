import { setImmediate } from 'node:timers/promises';
import type { Info } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { noopMetricMeter } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { ChangeMemory } from '../../../../src/activities/runtime/change-memory.ts';
import type { OpenConnection } from '../../../../src/activities/runtime/connections.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import { compareStock } from '../../../../src/activities/stock/compare-stock.ts';
import { moveStock, type StockRequest } from '../../../../src/activities/stock/stock.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import type { StockCarry } from '../../../../src/contract/stock.ts';
import { createMetrics } from '../../../../src/observability/own-metrics.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one
const OVERLAP_MS = 2_000;

interface Placed {
  readonly id: number;
  statusId: number;
  changed: number;
  readonly sku: string;
  readonly quantity: number;
}

/** Levels of a store and a warehouse, whose every request waits for its turn; and runs that write them side by side. */
export class LevelsWorld {
  readonly available = new Map<string, { pieces: number; changed: number }>();
  readonly level = new Map<string, number>();
  /** When the store's row of a SKU was changed last, in epoch ms. */
  readonly #touched = new Map<string, number>();
  readonly orders = new Map<number, Placed>();
  /** SKUs of which myOGO's row cannot be read, and is too long to be shown. */
  readonly unreadable = new Set<string>();
  /** The one clock of both sides, in epoch ms; each change is a second later. */
  now = Date.parse('2026-01-01T00:00:00Z');
  readonly #turns: { readonly what: string; readonly go: () => void }[] = [];
  readonly #skus: readonly string[];

  constructor(skus: readonly string[]) {
    this.#skus = skus;
    for (const sku of skus) {
      this.available.set(sku, { pieces: 5, changed: this.now });
      this.level.set(sku, 5);
    }
  }

  moves(sku: string, pieces: number): void {
    this.available.set(sku, { pieces, changed: (this.now += 1_000) });
  }

  /** An order waits for its payment; the store takes its pieces off by itself. */
  places(id: number, sku: string, quantity: number): void {
    this.orders.set(id, { id, statusId: 7, changed: (this.now += 1_000), sku, quantity });
    this.shows(sku, Math.max(0, (this.level.get(sku) ?? 0) - quantity));
  }

  /** The store's row shows another level. */
  shows(sku: string, level: number): void {
    this.level.set(sku, level);
    this.#touched.set(sku, this.now);
  }

  cancels(id: number): void {
    const order = this.orders.get(id);
    if (order !== undefined) Object.assign(order, { statusId: 5, changed: (this.now += 1_000) });
  }

  /** Archived: it leaves every list, and nothing else shows it. */
  archives(id: number): void {
    this.orders.delete(id);
  }

  wanted(sku: string): number {
    const open = [...this.orders.values()].filter((order) => order.sku === sku && order.statusId === 7);
    const owed = open.reduce((sum, { quantity }) => sum + quantity, 0);
    return Math.max(0, (this.available.get(sku)?.pieces ?? 0) - owed);
  }

  /** Requests that wait for their turn. */
  get waiting(): readonly string[] {
    return this.#turns.map(({ what }) => what);
  }

  async grant(at: number): Promise<void> {
    this.#turns.splice(at, 1)[0]?.go();
    await this.settled();
  }

  /** Until everybody waits for a turn, or has ended. */
  async settled(): Promise<void> {
    for (let n = 0; n < 12; n += 1) await setImmediate();
  }

  /** Grants every turn of whose request this says yes, until none is left. */
  async grantAll(isGranted: (what: string) => boolean = () => true): Promise<void> {
    await this.settled();
    for (;;) {
      const at = this.#turns.findIndex(({ what }) => isGranted(what));
      if (at < 0) return;
      await this.grant(at);
    }
  }

  async #turn<T>(what: string, answer: () => T): Promise<T> {
    await new Promise<void>((go) => {
      this.#turns.push({ what, go });
    });
    return answer();
  }

  /** A worker process: what it remembers is its own. @param name stands before each of its requests */
  process(name: string, changes = new ChangeMemory()) {
    const notThere = Object.assign(new Error('not found'), {
      code: 5,
      details: 'no such run',
      metadata: { get: () => [] },
    });
    const connection = {
      workflowService: { queryWorkflow: () => Promise.reject(notThere) },
      withDeadline: <T>(_: unknown, body: () => Promise<T>) => body(),
    };
    const getHandle = (id: string) => ({
      signal: () => Promise.resolve(),
      describe: () => Promise.reject(new WorkflowNotFoundError('not found', id, undefined)),
    });
    async function* list() {}
    const temporal = { connection, workflow: { options: {}, getHandle, list } };
    const deps = {
      settleMs: 30_000,
      ...{ temporal, changes, metrics: createMetrics(noopMetricMeter) },
    } as unknown as Dependencies; // what stock uses of them
    const open = {
      connection: {
        ...{ storeHash, merchantId: 'm', stage: 'live', store: {} },
        settings: { ...defaultSettings('2020-01-01T00:00:00Z'), brakeShare: 1 },
      },
      versions: { credentials: 1, links: 1, settings: 1 },
      store: this.#store(name),
      merchant: this.#merchant(name),
    } as unknown as OpenConnection; // what stock reads of it
    const ask = <T>(request: () => Promise<T>): Promise<T> => request();
    const context = { deps, open, overlapMs: OVERLAP_MS, ask };
    const run = <T>(work: () => Promise<T>, attempt: Partial<Info> = {}): Promise<T> =>
      new MockActivityEnvironment(attempt, { logger: new DefaultLogger('ERROR') }).run(work);
    return {
      moves: (request: Omit<StockRequest, 'storeHash'>, attempt?: Partial<Info>) =>
        run(() => moveStock(context, { storeHash, ...request }), attempt),
      compares: () => run(async () => (await compareStock(context)).comparison),
    };
  }

  /** A run of latest changes, and the next one, as their cursors and what they carry say. */
  chain() {
    let cursor = new Date(this.now).toISOString();
    let carried: StockCarry | undefined;
    return async (process: ReturnType<LevelsWorld['process']>, attempt?: Partial<Info>): Promise<void> => {
      const began = new Date(this.now).toISOString();
      const outcome = await process.moves(
        { since: cursor, ordersSince: cursor, ...(carried === undefined ? {} : { carried }) },
        attempt,
      );
      if (outcome.kind === 'done') carried = outcome.carry;
      cursor = began;
    };
  }

  #merchant(name: string) {
    const row = (sku: string) => {
      const { pieces = 0, changed = 0 } = this.available.get(sku) ?? {};
      const modified = new Date(changed).toISOString();
      return { productCode: sku, stock: pieces, stockAvailable: pieces, reserved: 0, modified };
    };
    const list = ({ modifiedAfter = '' }: { modifiedAfter?: string }) =>
      this.#turn(`${name} reads myOGO`, () => {
        const rows = this.#skus.map(row).filter(({ modified }) => modified >= modifiedAfter);
        return this.#page(rows);
      });
    const byCode = (sku: string) =>
      this.#turn(`${name} reads ${sku}`, () =>
        this.unreadable.has(sku)
          ? { ...this.#page([]), unreadable: [{ kind: 'stock', field: 'stockAvailable' }] }
          : this.#page([row(sku)]),
      );
    return { stock: { list, byCode } };
  }

  #store(name: string) {
    const listForStock = (filter: { statusId?: number; minDateModified?: string; minId?: number }) =>
      this.#turn(`${name} reads orders`, () => {
        const rows = [...this.orders.values()]
          .filter(({ statusId }) => filter.statusId === undefined || filter.statusId === statusId)
          .filter(({ changed }) => new Date(changed).toISOString() >= (filter.minDateModified ?? ''))
          .filter(({ id }) => id >= (filter.minId ?? 0))
          .map(({ id, statusId, changed, sku, quantity }) => {
            const line = { sku, type: 'physical', quantity, quantityShipped: 0, quantityRefunded: 0 };
            const at = new Date(changed).toISOString();
            return { id, statusId, isDeleted: false, dateCreated: at, dateModified: at, shipping: [{ lines: [line] }] };
          });
        return { ...this.#page(rows), odd: [] };
      });
    const idOf = (sku: string) => this.#skus.indexOf(sku) + 1;
    const variants = ({ sku, productIds }: { sku?: string; productIds?: readonly number[] }) =>
      this.#turn(`${name} reads levels`, () => {
        const skus = this.#skus
          .filter((one) => sku === undefined || one === sku)
          .filter((one) => productIds === undefined || productIds.includes(idOf(one)));
        return this.#page(
          skus.map((one) => ({ id: idOf(one), productId: idOf(one), sku: one, inventoryLevel: this.level.get(one) })),
        );
      });
    const touchedSince = (since: string) =>
      this.#skus.filter((sku) => (this.#touched.get(sku) ?? 0) >= Date.parse(since)).map(idOf);
    const products = ({ ids, minDateModified = '' }: { ids?: readonly number[]; minDateModified?: string }) =>
      this.#turn(`${name} reads tracking`, () => {
        const found = ids ?? touchedSince(minDateModified);
        return this.#page(found.map((id) => ({ id, inventoryTracking: 'product', baseVariantId: id })));
      });
    const updateLevels = (levels: readonly { id: number; inventoryLevel: number }[]) =>
      this.#turn(`${name} writes`, () => {
        for (const { id, inventoryLevel } of levels) this.shows(this.#skus[id - 1] ?? '', inventoryLevel);
        return levels.map(({ id }) => ({ id, outcome: 'written' }));
      });
    return {
      orders: { listForStock },
      catalogue: { variants: { list: variants }, products: { list: products, updateLevels } },
    };
  }

  #page<T>(rows: readonly T[]) {
    return { rows, unreadable: [], leftOut: [], page: 1, more: false, serverTime: this.now };
  }
}
