import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { performance } from 'node:perf_hooks';
import type { Wire } from './wire.ts';

interface Due {
  at: number;
  readonly seq: number;
  readonly every: number | undefined;
  /** Whose process does it again and again: with that it ends. */
  readonly of: Wire | undefined;
  readonly run: () => void;
}

/** In whose process code runs. */
export const processOf = new AsyncLocalStorage<Wire>();

const RealDate = Date;
/** The machine's own clock, whatever was installed. */
export const realNow: () => number = Date.now.bind(Date);

/**
 * The time of a whole process: `Date`, `performance.now`, and every timer. It stands still until it is moved, and then
 * fires what is due in order. Installed once, before any product code is loaded; the process serves stories alone.
 */
export class VirtualTime {
  #now: number;
  #seq = 0;
  #due = new Map<number, Due>();

  constructor(startAt: number) {
    this.#now = startAt;
  }

  get now(): number {
    return this.#now;
  }

  /** Begins anew, without timers: for the next life. */
  reset(startAt: number): void {
    this.#now = startAt;
    this.#due.clear();
  }

  schedule(ms: number, run: () => void, every?: number): number {
    const seq = ++this.#seq;
    const delay = Number.isFinite(ms) ? Math.max(1, Math.floor(ms)) : 1;
    // What the caller keeps beside the call (an activity's context) is there again when it fires.
    // `AsyncResource.bind` does the same, and defines properties on each function.
    const context = new AsyncResource('timer');
    const of = every === undefined ? undefined : processOf.getStore();
    this.#due.set(seq, { at: this.#now + delay, seq, every, of, run: () => context.runInAsyncScope(run) });
    return seq;
  }

  cancel(seq: number): void {
    this.#due.delete(seq);
  }

  /** A process died: what it did again and again ends with it. */
  drop(wire: Wire): void {
    for (const { seq, of } of this.#due.values()) if (of === wire) this.#due.delete(seq);
  }

  /** When the next timer is due; `undefined` where there is none. */
  nextAt(): number | undefined {
    return this.#first()?.at;
  }

  /** Fires the next timer that is due by `until`, at its own time. @returns false where there is none: the time is then `until` */
  fireNext(until: number): boolean {
    const first = this.#first();
    if (first === undefined || first.at > until) {
      this.#now = Math.max(this.#now, until);
      return false;
    }
    this.#now = Math.max(this.#now, first.at);
    if (first.every === undefined) this.#due.delete(first.seq);
    else first.at += first.every;
    first.run();
    return true;
  }

  #first(): Due | undefined {
    let first: Due | undefined;
    for (const due of this.#due.values()) {
      if (first === undefined || due.at < first.at || (due.at === first.at && due.seq < first.seq)) first = due;
    }
    return first;
  }

  /** Puts this time in place of the process's. */
  install(): void {
    const now = () => this.#now;
    class VirtualDate extends RealDate {
      constructor(...given: unknown[]) {
        // The constructor's overloads cannot be spread into: any of them is passed on as it is.
        super(...((given.length === 0 ? [now()] : given) as [number]));
      }
      static override now(): number {
        return now();
      }
    }
    // The SDK copies dates by the name of their class.
    Object.defineProperty(VirtualDate, 'name', { value: 'Date' });
    const origin = this.#now;
    Object.assign(globalThis, { Date: VirtualDate });
    Object.defineProperty(performance, 'now', { value: () => now() - origin, configurable: true });
    const clear = (timer: unknown): void => {
      if (timer instanceof VirtualTimer) timer.clear();
    };
    Object.assign(globalThis, {
      setTimeout: (run: (...args: unknown[]) => void, ms = 1, ...args: unknown[]) =>
        new VirtualTimer(this, ms, () => run(...args)),
      setInterval: (run: (...args: unknown[]) => void, ms = 1, ...args: unknown[]) =>
        new VirtualTimer(this, ms, () => run(...args), ms),
      clearTimeout: clear,
      clearInterval: clear,
    });
    const promises = createRequire(import.meta.url)('node:timers/promises') as Record<string, unknown>; // the module that is imported by name
    promises['setTimeout'] = (ms = 1, value?: unknown, options?: { signal?: AbortSignal }): Promise<unknown> =>
      this.#sleep(ms, value, options?.signal);
    syncBuiltinESMExports();
  }

  #sleep(ms: number, value: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.cancel(timer);
        reject(new DOMException('The operation was aborted', 'AbortError'));
      };
      const timer = this.schedule(ms, () => {
        signal?.removeEventListener('abort', abort);
        resolve(value);
      });
      if (signal?.aborted === true) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  }
}

class VirtualTimer {
  readonly #time: VirtualTime;
  readonly #ms: number;
  readonly #run: () => void;
  readonly #every: number | undefined;
  #seq: number;

  constructor(time: VirtualTime, ms: number, run: () => void, every?: number) {
    this.#time = time;
    this.#ms = ms;
    this.#run = run;
    this.#every = every;
    this.#seq = time.schedule(ms, run, every);
  }

  clear(): void {
    this.#time.cancel(this.#seq);
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return false;
  }

  refresh(): this {
    this.clear();
    this.#seq = this.#time.schedule(this.#ms, this.#run, this.#every);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.#seq;
  }
}
