import { EventEmitter } from 'node:events';

export type SideName = 'store' | 'warehouse';

/** What happened, named for the reader of a test: what was done, and to which business key. */
export type EffectName =
  | 'store order placed'
  | 'store order updated'
  | 'store order status'
  | 'store stock written'
  | 'store product updated'
  | 'store address updated'
  | 'store oversold'
  | 'shipment created'
  | 'shipment updated'
  | 'shipment deleted'
  | 'shipment by hand'
  | 'shipment updated by hand'
  | 'shipment deleted by hand'
  | 'customer mail'
  | 'metafield created'
  | 'metafield updated'
  | 'metafield deleted'
  | 'hook created'
  | 'hook deleted'
  | 'hook delivered'
  | 'hook failed'
  | 'hook lost'
  | 'myogo token issued'
  | 'myogo order created'
  | 'myogo order updated'
  | 'myogo order status'
  | 'myogo product created'
  | 'myogo product updated'
  | 'myogo stock update created'
  | 'myogo goods in'
  | 'myogo webhook created';

export interface Effect {
  seq: number;
  /** ISO time of the sandbox clock. */
  at: string;
  name: EffectName;
  /** The business key, e.g. a myOGO reference or `hash/orderId`. */
  key: string;
  detail?: Readonly<Record<string, unknown>>;
}

export interface LedgerReport {
  seq: number;
  /** How often each effect happened, by effect and business key. */
  effects: Record<string, Record<string, number>>;
  /** Requests received, by side and `METHOD /route`. */
  requests: Record<SideName, Record<string, number>>;
  /** Answers given, by side and status. A cut connection counts as `cut`. */
  answers: Record<SideName, Record<string, number>>;
  /** Faults that were injected, by side and kind. */
  faults: Record<SideName, Record<string, number>>;
}

type Counts = Map<string, number>;
const bump = (counts: Counts, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
const bothSides = (): Record<SideName, Counts> => ({ store: new Map(), warehouse: new Map() });
const plain = (counts: Record<SideName, Counts>): Record<SideName, Record<string, number>> => ({
  store: Object.fromEntries(counts.store),
  warehouse: Object.fromEntries(counts.warehouse),
});

/** Everything that took effect, in order and counted, on both sides. Emits `effect`. */
export class Ledger {
  readonly events = new EventEmitter();
  readonly #now: () => number;
  readonly #keep: number;
  #list: Effect[] = [];
  #dropped = 0;
  #silent = false;
  #counts = new Map<EffectName, Counts>();
  #requests = bothSides();
  #answers = bothSides();
  #faults = bothSides();

  /** @param keep how many effects stay readable one by one; the counts are never dropped. */
  constructor(now: () => number, keep = 500_000) {
    this.#now = now;
    this.#keep = keep;
    this.events.setMaxListeners(0);
  }

  get seq(): number {
    return this.#dropped + this.#list.length;
  }

  record(name: EffectName, key: string, detail?: Readonly<Record<string, unknown>>): void {
    if (this.#silent) return;
    const effect: Effect = {
      seq: this.seq + 1,
      at: new Date(this.#now()).toISOString(),
      name,
      key,
      ...(detail && { detail }),
    };
    this.#list.push(effect);
    if (this.#list.length > this.#keep * 1.1) {
      this.#dropped += this.#list.length - this.#keep;
      this.#list = this.#list.slice(-this.#keep);
    }
    let counts = this.#counts.get(name);
    if (!counts) this.#counts.set(name, (counts = new Map<string, number>()));
    bump(counts, key);
    this.events.emit('effect', effect);
  }

  /** Does something whose effects belong to the seed and are not counted. */
  silently<T>(act: () => T): T {
    this.#silent = true;
    try {
      return act();
    } finally {
      this.#silent = false;
    }
  }

  request(side: SideName, route: string): void {
    bump(this.#requests[side], route);
  }

  answer(side: SideName, status: number | 'cut'): void {
    bump(this.#answers[side], String(status));
  }

  fault(side: SideName, kind: string): void {
    bump(this.#faults[side], kind);
  }

  /** Effects after the given sequence number. */
  since(seq: number): Effect[] {
    return this.#list.slice(Math.max(0, seq - this.#dropped));
  }

  /** How often an effect happened for a key, or for all keys together. */
  count(name: EffectName, key?: string): number {
    const counts = this.#counts.get(name);
    if (!counts) return 0;
    if (key !== undefined) return counts.get(key) ?? 0;
    let sum = 0;
    for (const n of counts.values()) sum += n;
    return sum;
  }

  /** Requests of one side whose `METHOD /route` starts with the given text. */
  requestCount(side: SideName, start = ''): number {
    let sum = 0;
    for (const [route, n] of this.#requests[side]) if (route.startsWith(start)) sum += n;
    return sum;
  }

  report(): LedgerReport {
    return {
      seq: this.seq,
      effects: Object.fromEntries([...this.#counts].map(([name, counts]) => [name, Object.fromEntries(counts)])),
      requests: plain(this.#requests),
      answers: plain(this.#answers),
      faults: plain(this.#faults),
    };
  }

  /** Forgets everything; listeners stay. */
  clear(): void {
    this.#dropped += this.#list.length;
    this.#list = [];
    this.#counts = new Map();
    this.#requests = bothSides();
    this.#answers = bothSides();
    this.#faults = bothSides();
  }

  /**
   * Resolves with the first effect after `since` that fits, also one that has already happened.
   * Rejects after `timeoutMs` with the names of what was seen.
   */
  waitFor(fits: (effect: Effect) => boolean, options: { since?: number; timeoutMs?: number } = {}): Promise<Effect> {
    const seen = this.since(options.since ?? 0).find(fits);
    if (seen) return Promise.resolve(seen);
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        this.events.off('effect', onEffect);
      };
      const onEffect = (effect: Effect) => {
        if (!fits(effect)) return;
        stop();
        resolve(effect);
      };
      const timer = setTimeout(() => {
        stop();
        const counts = [...this.#counts.keys()].map((name) => `${name} ${this.count(name)}`).join(', ');
        reject(new Error(`No such effect within ${options.timeoutMs ?? 60_000} ms. Seen: ${counts || 'nothing'}.`));
      }, options.timeoutMs ?? 60_000);
      this.events.on('effect', onEffect);
    });
  }
}
