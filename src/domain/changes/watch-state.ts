import { defined } from '../../contract/defined.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { JoinWatch, LastLook, Looked, WatchedStore, WatchSnapshot } from '../../contract/runs/changes-watch.ts';
import { nextLook, watchPhase } from './watch-groups.ts';

/** The stores of a watch, and when each is due. */
export class WatchState {
  readonly #phase: number;
  readonly #stores: Map<StoreHash, WatchedStore>;
  /** Stores that joined since the look began: what it found of them is of before. */
  readonly #joined = new Set<StoreHash>();
  #last: { at: number; readonly counts: Map<Looked['kind'], number> } | undefined;
  /** How many messages it had: who waits for the next look waits anew. */
  joins = 0;

  constructor(group: string, carried?: WatchSnapshot) {
    this.#phase = watchPhase(group);
    this.#stores = new Map(carried?.stores.map((store) => [store.storeHash, store]));
  }

  get stores(): readonly StoreHash[] {
    return [...this.#stores.keys()];
  }

  /** Epoch ms of the next look; none without stores. */
  get dueAt(): number | undefined {
    if (this.#stores.size === 0) return undefined;
    return Math.min(...[...this.#stores.values()].map((store) => this.#dueAt(store)));
  }

  get details(): string {
    const many = this.#stores.size;
    const stores = `Looks at **${many}** ${many === 1 ? 'store' : 'stores'}; one where something moved gets its run of latest changes.`;
    if (this.#last === undefined) return stores;
    const { at, counts } = this.#last;
    const found = [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
    return `${stores}\n\nLast look ${new Date(at).toISOString()}: ${found}.`;
  }

  join(store: JoinWatch, now: number): void {
    this.joins += 1;
    this.#joined.add(store.storeHash);
    const known = this.#stores.get(store.storeHash);
    this.#stores.set(store.storeHash, { lookedAt: now, ...known, ...store });
  }

  /** @param all also those whose time has not come */
  due(now: number, all: boolean): readonly WatchedStore[] {
    this.#joined.clear();
    this.#last = { at: now, counts: new Map() };
    return [...this.#stores.values()].filter((store) => all || this.#dueAt(store) <= now);
  }

  found(all: readonly Looked[]): void {
    for (const { storeHash, kind, base, everyMs } of all) {
      const store = this.#stores.get(storeHash);
      const counts = this.#last?.counts;
      counts?.set(kind, (counts.get(kind) ?? 0) + 1);
      if (store === undefined || this.#joined.has(storeHash)) continue;
      if (kind === 'gone') this.#stores.delete(storeHash);
      else {
        const { lookedAt } = store;
        this.#stores.set(storeHash, { storeHash, lookedAt, everyMs: everyMs ?? store.everyMs, ...defined({ base }) });
      }
    }
  }

  /** Their next look is an interval later, whatever became of this one. */
  looked(stores: readonly WatchedStore[], now: number): void {
    for (const { storeHash } of stores) {
      const store = this.#stores.get(storeHash);
      if (store !== undefined) this.#stores.set(storeHash, { ...store, lookedAt: now });
    }
  }

  lastLook(storeHash: StoreHash, watch: string): LastLook | undefined {
    const store = this.#stores.get(storeHash);
    return store && { at: new Date(store.lookedAt).toISOString(), watch };
  }

  snapshot(): WatchSnapshot {
    return { stores: [...this.#stores.values()] };
  }

  #dueAt({ lookedAt, everyMs }: WatchedStore): number {
    return nextLook(lookedAt, everyMs, this.#phase);
  }
}
