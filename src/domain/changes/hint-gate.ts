import type { Hint } from '../../contract/integration/hooks.ts';
import type { ChangeSource } from '../../contract/changes.ts';

/** Hints that a store may give at once, and the time after which it may give one more. */
export const BURST = 100;
const ONE_MORE_AFTER_MS = 3 * 60_000;
/** What a flood is put off to: as long as a poll would have taken; products are polled at every sixth time. */
const floodWaitMs = (source: ChangeSource) => (source === 'storeProducts' ? 30 : 5) * 60_000;
/** Of the burst, what products leave to the others: whoever edits a catalogue for hours keeps no order waiting. */
const reservedFrom = (source: ChangeSource) => (source === 'storeProducts' ? BURST / 2 : 0);
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
export type Passage<Sent> = { readonly send: Hint; readonly kept: (sent: Sent) => void } | { readonly covered: Sent };

/**
 * One store's hints on their way to Temporal. The first ones go at once; what is doubled costs nothing; and however many
 * come, after a burst at most one each three minutes, and one each five minutes for each source, is sent; of products, which
 * are in no hurry, fewer.
 */
export class HintGate<Sent> {
  #tokens = BURST;
  #filledAt: number;
  /** By source, or source and id: until when it answers for others, and what became of it. */
  readonly #covers = new Map<string, { readonly until: number; readonly sent: Sent }>();

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
    if (this.#tokens >= 1 + reservedFrom(source)) {
      this.#tokens -= 1;
      const until = now + coveredMs[source];
      return { send: hint, kept: (sent) => this.#cover(keys.length === 0 ? [source] : keys, until, sent) };
    }
    const waitMs = floodWaitMs(source);
    const until = now + waitMs - FLOOD_MARGIN_MS;
    return { send: { source, waitMs }, kept: (sent) => this.#cover([source], until, sent) };
  }

  /** A hint that did not arrive answers for nothing. */
  lost(sent: Sent): void {
    for (const [key, cover] of this.#covers) if (cover.sent === sent) this.#covers.delete(key);
  }

  /** A hint that was refused has cost nothing. */
  unused({ waitMs }: Hint): void {
    if (waitMs === undefined) this.#tokens = Math.min(BURST, this.#tokens + 1);
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
    const more = Math.floor((now - this.#filledAt) / ONE_MORE_AFTER_MS);
    if (more <= 0) return;
    this.#tokens = Math.min(BURST, this.#tokens + more);
    this.#filledAt += more * ONE_MORE_AFTER_MS;
    for (const [key, { until }] of this.#covers) if (until <= now) this.#covers.delete(key);
  }
}
