import { Context } from '@temporalio/activity';
import { CancelledFailure } from '@temporalio/common';
import { LRUCache } from 'lru-cache';
import { serverTime } from './server-clock.ts';

interface Kept<V> {
  readonly startedAt: number;
  readonly value: V;
}

/**
 * Things that are dear to read, kept in this process for minutes and read once however many activities ask at the same
 * time. A saving only: whoever needs a certain age says so, and a process that lost them reads them again. Ages are by
 * Temporal's clock, as those who ask for them are.
 */
export class FreshCache<V extends object> {
  readonly #kept: LRUCache<string, Kept<V>>;
  readonly #reading = new Map<string, { readonly startedAt: number; readonly value: Promise<V> }>();

  /**
   * @param options.maxSize how much is kept, in the unit of `sizeOf`
   * @param options.keepMs milliseconds without use after which a value is dropped
   */
  constructor(options: { maxSize: number; keepMs: number; sizeOf: (value: V) => number }) {
    this.#kept = new LRUCache({
      maxSize: options.maxSize,
      ttl: options.keepMs,
      updateAgeOnGet: true,
      sizeCalculation: ({ value }) => Math.max(1, options.sizeOf(value)),
    });
  }

  /** What is there, whatever its age within the kept minutes. */
  peek(key: string): V | undefined {
    return this.#kept.get(key)?.value;
  }

  /** Replaces a value by the same one made newer; its age stays. */
  amend(key: string, value: V): void {
    const kept = this.#kept.get(key);
    if (kept !== undefined) this.#kept.set(key, { startedAt: kept.startedAt, value });
  }

  /**
   * A value whose reading began at or after `freshAfter` (epoch ms by Temporal's clock). Stops waiting when the asking activity is cancelled.
   */
  async get(key: string, freshAfter: number, read: () => Promise<V>): Promise<V> {
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.startedAt >= freshAfter) return kept.value;
    const { cancelled, cancellationSignal } = Context.current();
    while (true) {
      const reading = this.#reading.get(key);
      if (reading === undefined || reading.startedAt < freshAfter) {
        return Promise.race([this.#read(key, read), cancelled]);
      }
      try {
        return await Promise.race([reading.value, cancelled]);
      } catch (error) {
        // The one who read was cancelled, we were not: then we read ourselves.
        if (!(error instanceof CancelledFailure) || cancellationSignal.aborted) throw error;
      }
    }
  }

  async #read(key: string, read: () => Promise<V>): Promise<V> {
    const startedAt = serverTime();
    const value = read();
    const mine = { startedAt, value };
    this.#reading.set(key, mine);
    try {
      const done = await value;
      this.#kept.set(key, { startedAt, value: done });
      return done;
    } finally {
      if (this.#reading.get(key) === mine) this.#reading.delete(key);
    }
  }
}
