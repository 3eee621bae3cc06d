import { LRUCache } from 'lru-cache';

/** Messages of one cause that go out at once, and the time after which one more may. */
const AT_ONCE = 3;
const ONE_MORE_MS = 30_000;

/**
 * How often this process tells an entity of one cause, whoever meets it: 10,000 orders that a refused token holds are no
 * 10,000 messages. What is not told is lost on nobody: the entity judges by its own test, and releases what held
 * meanwhile by a list, at once, 3 and some 20 seconds later.
 */
export class ReportPace {
  readonly #now: () => number;
  readonly #told = new LRUCache<string, { readonly left: number; readonly at: number }>({ max: 10_000 });

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** True where a message of this cause may be sent now; it counts as sent then. */
  take(cause: string): boolean {
    const now = this.#now();
    const before = this.#told.get(cause) ?? { left: AT_ONCE, at: now };
    const left = Math.min(AT_ONCE, before.left + (now - before.at) / ONE_MORE_MS);
    const may = left >= 1;
    this.#told.set(cause, { left: may ? left - 1 : left, at: now });
    return may;
  }
}
