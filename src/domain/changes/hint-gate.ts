import type { Hint } from '../../contract/integration/hooks.ts';
import type { ChangeSource } from '../../contract/changes.ts';

/** Actions that a store's hints may cost at once, and what they may cost in a day beside them, of all sources together. */
export const BURST = 1_200;
export const A_DAY = 760;
const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

/**
 * What a hint costs at most: its signal, the start and the timer of the run that reads it, the reading, and the word to the
 * integration. Levels are read by a run of latest changes, which has eight actions where everything has changed.
 */
export const PRICE: Readonly<Record<ChangeSource, number>> = {
  storeOrders: 5,
  myogoOrders: 5,
  storeProducts: 5,
  myogoStock: 13,
};
/** More than one in a second: they are mostly read together, and many of them are a flood that ends the sooner. */
const JOINING = 12;
/**
 * Of the burst, what is left to what is more urgent: new orders come first, then parcels, then levels. So where a store sells more than
 * can be told of, its levels are polled first; and neither an edited catalogue nor a stocktaking keeps an order waiting.
 */
const RESERVED_FROM: Readonly<Record<ChangeSource, number>> = {
  storeOrders: 0,
  myogoOrders: BURST / 20,
  myogoStock: BURST / 10,
  storeProducts: BURST / 3,
};
/**
 * What a flood is put off to: as long as a poll would have taken, products being polled at every sixth time. Then the
 * integration hears of it and polls as often as without webhooks, so that each further reading may wait an hour.
 */
const floodWaitMs = (source: ChangeSource, goesOn: boolean) => {
  if (source === 'storeProducts') return 30 * MINUTE_MS;
  return goesOn ? 60 * MINUTE_MS : 5 * MINUTE_MS;
};
const GOES_ON_WITHIN_MS = 60 * MINUTE_MS;
/** A flood's hint is read at its end: what came shortly before is not sure to be read by it. */
const FLOOD_MARGIN_MS = 5_000;

/**
 * How long a hint that was sent answers for others of the same: its run reads no sooner than this after it came
 * (`hint-window.ts`), so what is told meanwhile is read as well.
 */
export const coveredMs: Readonly<Record<ChangeSource, number>> = {
  storeOrders: 1_000,
  myogoOrders: 1_000,
  myogoStock: 1_500,
  storeProducts: 30_000,
};

/** What becomes of a hint: sent now, as it is or put off; or answered for by one that was sent before. */
export type Passage<Sent> =
  { readonly send: Hint; readonly price: number; readonly kept: (sent: Sent) => void } | { readonly covered: Sent };

/**
 * One store's hints on their way to Temporal. The first ones go at once; what is doubled costs nothing; and however many
 * come, of whichever sources, they cost no more than the burst and a day's share: what is beyond that is put off.
 */
export class HintGate<Sent> {
  /** Actions. Below zero by what was put off. */
  #tokens = BURST;
  #filledAt: number;
  /** By source, or source and id: until when it answers for others, and what became of it. */
  readonly #covers = new Map<string, { readonly until: number; readonly sent: Sent }>();
  /** By source: until when hints are read together with one that has paid for its reading. */
  readonly #joining = new Map<ChangeSource, number>();
  /** By source: the end of what a flood was last put off to. */
  readonly #putOff = new Map<ChangeSource, { readonly until: number; readonly sent: Sent }>();

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: number) {
    this.#filledAt = now;
  }

  pass(hint: Hint, now: number): Passage<Sent> {
    const { source, ids = [] } = hint;
    const whole = this.#covering(source, now);
    if (whole !== undefined) return { covered: whole };
    const keys = ids.map((id) => `${source} ${id}`);
    const each = keys.map((key) => this.#covering(key, now));
    // Several ids that different hints answer for: they are sent again, which is harmless.
    const [first] = each;
    if (first !== undefined && each.every((sent) => sent === first)) return { covered: first };
    this.#fill(now);
    const joins = now < (this.#joining.get(source) ?? -Infinity);
    const price = joins ? JOINING : PRICE[source];
    if (this.#tokens >= price + RESERVED_FROM[source]) {
      this.#tokens -= price;
      const until = now + coveredMs[source];
      if (!joins) this.#joining.set(source, until);
      return { send: hint, price, kept: (sent) => this.#cover(keys.length === 0 ? [source] : keys, until, sent) };
    }
    return this.#later(source, now);
  }

  /** Put off it is paid as well, by what will have come in when it is read. */
  #later(source: ChangeSource, now: number): Passage<Sent> {
    const before = this.#putOff.get(source)?.until;
    const waitMs = floodWaitMs(source, before !== undefined && now < before + GOES_ON_WITHIN_MS);
    const until = now + waitMs;
    const price = PRICE[source];
    this.#tokens -= price;
    return {
      send: { source, waitMs },
      price,
      kept: (sent) => {
        this.#cover([source], until - FLOOD_MARGIN_MS, sent);
        this.#putOff.set(source, { until, sent });
      },
    };
  }

  /** A hint that did not arrive answers for nothing. */
  lost(sent: Sent): void {
    for (const [key, cover] of this.#covers) if (cover.sent === sent) this.#covers.delete(key);
    for (const [source, putOff] of this.#putOff) if (putOff.sent === sent) this.#putOff.delete(source);
  }

  /** A hint that was refused has cost nothing. */
  unused(price: number): void {
    this.#tokens = Math.min(BURST, this.#tokens + price);
    // What was to be read with it has nothing to join.
    this.#joining.clear();
  }

  #cover(keys: readonly string[], until: number, sent: Sent): void {
    for (const key of keys) this.#covers.set(key, { until, sent });
  }

  #covering(key: string, now: number): Sent | undefined {
    const cover = this.#covers.get(key);
    if (cover === undefined) return undefined;
    if (cover.until > now) return cover.sent;
    this.#covers.delete(key);
    return undefined;
  }

  #fill(now: number): void {
    const more = Math.floor(((now - this.#filledAt) * A_DAY) / DAY_MS);
    if (more <= 0) return;
    this.#tokens = Math.min(BURST, this.#tokens + more);
    this.#filledAt += (more * DAY_MS) / A_DAY;
    for (const [key, { until }] of this.#covers) if (until <= now) this.#covers.delete(key);
  }
}
