import { LRUCache } from 'lru-cache';

/** Messages of one cause that go out at once, and the time after which one more may: twice as long each time, up to the last. */
const AT_ONCE = 3;
const ONE_MORE_MS = 30_000;
/** As the entity's own pause between two tests that confirm nothing: what it is told more often it does not look into. */
const LONGEST_MS = 600_000;
/** A cause that nobody has met for so long is over; where it comes back it is another crowd's. */
const REST_MS = 60_000;

interface Told {
  readonly left: number;
  /** Until one more may go out, while the cause goes on. */
  readonly until: number;
  readonly pauseMs: number;
  readonly metAt: number;
}

/**
 * How often this process tells an entity of one cause, whoever meets it, and however long that takes: 10,000 orders that a
 * refused token holds are no 10,000 messages. What is not told is lost on nobody: the entity judges by its own test, and
 * releases what held meanwhile by a list, at once, 3 and some 20 seconds later.
 */
export class ReportPace {
  readonly #now: () => number;
  readonly #told = new LRUCache<string, Told>({ max: 10_000 });

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** True where a message of this cause may be sent now; it counts as sent then. */
  take(cause: string): boolean {
    const now = this.#now();
    const before = rested(this.#told.get(cause), now);
    const { left, until, pauseMs } = before;
    const isOneMore = left < 1 && now >= until;
    const may = left >= 1 || isOneMore;
    const after = isOneMore ? Math.min(LONGEST_MS, 2 * pauseMs) : pauseMs;
    this.#told.set(cause, {
      left: left >= 1 ? left - 1 : left,
      until: may ? now + after : until,
      pauseMs: after,
      metAt: now,
    });
    return may;
  }
}

/** After a rest the pause is the first one again, and what may go out at once has grown with it. */
function rested(before: Told | undefined, now: number): Told {
  if (before === undefined) return { left: AT_ONCE, until: now, pauseMs: ONE_MORE_MS, metAt: now };
  const restMs = now - before.metAt;
  if (restMs < REST_MS) return before;
  const left = Math.min(AT_ONCE, before.left + restMs / ONE_MORE_MS);
  return { left, until: now, pauseMs: ONE_MORE_MS, metAt: now };
}
