/**
 * The sandbox's own time: the machine's clock plus an offset that a test can push forward.
 * It never goes back, so "modified" stamps of both sides stay in order.
 */
export class SandboxClock {
  #offset = 0;
  readonly #listeners = new Set<() => void>();

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /** Moves the time forward by `ms` and tells whoever waits for a due time. */
  advance(ms: number): void {
    if (!Number.isFinite(ms) || ms < 0) throw new RangeError('The clock only moves forward.');
    this.#offset += ms;
    for (const listener of this.#listeners) listener();
  }

  /** Called after each {@link advance}; returns the way to stop listening. */
  onAdvance(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `1500`, `"1500"`, `"90s"`, `"15m"`, `"2h"` or `"10d"` as milliseconds; undefined when it is none of them. */
export function readDuration(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 0 && Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/.exec(value.trim());
  if (!match) return undefined;
  return Number(match[1]) * (unitMs[match[2] ?? 'ms'] ?? 1);
}

/** V2 form, whole seconds: `Thu, 18 Jun 2026 14:34:50 +0000`. */
export function rfc2822(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000');
}

/** V3 catalogue form, whole seconds: `2026-04-28T12:48:38+00:00`. */
export function isoOffset(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

/** ISO 8601 with milliseconds and `Z`, as myOGO writes it. */
export function isoZulu(ms: number): string {
  return new Date(ms).toISOString();
}

/** Reads RFC 2822 or ISO 8601; undefined when it is neither. */
export function readDate(text: string): number | undefined {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
