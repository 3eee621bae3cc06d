import { changeSources, type ChangeSource } from '../../contract/changes.ts';
import { defined } from '../../contract/defined.ts';
import type { Hint, HintsCarried, WaitingHint } from '../../contract/integration/hooks.ts';
import { coveredMs } from './hint-gate.ts';

interface Pace {
  /** So long nothing more may come before it is read. */
  readonly quietMs: number;
  /** It is read then, whatever still comes. */
  readonly longestMs: number;
}

/** What a merchant edits among products is in no hurry, and each level that we write is told of as an edited product. */
const paces: Readonly<Record<ChangeSource, Pace>> = {
  storeOrders: { quietMs: 2_000, longestMs: 10_000 },
  myogoOrders: { quietMs: 2_000, longestMs: 10_000 },
  myogoStock: { quietMs: 2_000, longestMs: 10_000 },
  storeProducts: { quietMs: 60_000, longestMs: 120_000 },
};
/**
 * What was passed on a moment ago is mostly told of again because of what we wrote ourselves: that waits for others. It may
 * be news all the same, which is not to be late.
 */
const PROMPT_ECHO: Pace = { quietMs: 5_000, longestMs: 8_000 };
/** As runs of before wait. */
const SLOW_ECHO: Pace = { quietMs: 20_000, longestMs: 30_000 };
/** Orders whose reading takes more requests than this are read as a list: what changed in the last minutes is mostly one page. */
const MOST_REQUESTS = 5;
const ECHO_WITHIN_MS = 60_000;
/** So soon after an order was passed on its run has written what it has to write, and the store has told of that. */
const ECHO_COMES_WITHIN_MS = 20_000;
/** More than this are read as a list. */
const MOST_BY_ID = 50;

type Waiting = Omit<WaitingHint, 'last'> & { last: number; readonly flooded?: true };
type Kept = Pick<HintsCarried, 'waiting' | 'putOff'>;

/** A source's list, from this time (epoch ms) on. */
export interface ListToRead {
  readonly since: number;
  /** A flood was put off to this reading. */
  readonly flooded?: true;
}

/** What is read at once. */
export interface ToRead {
  /** Orders of the store by number, or its list. */
  readonly storeOrders?: readonly number[] | ListToRead;
  readonly myogoOrders?: readonly string[] | ListToRead;
  /** Levels and products are found by time. */
  readonly myogoStock?: ListToRead;
  readonly storeProducts?: ListToRead;
}

/** Hints that came and are not read yet. Times are epoch milliseconds of one clock. */
export class HintWindow {
  readonly #waiting = new Map<string, Waiting>();
  /** Put off by a flood: from when on the list is to be read, and when. */
  readonly #putOff = new Map<ChangeSource, { readonly since: number; readonly at: number }>();
  readonly #passedOn = new Map<string, number>();

  readonly #lingers: () => boolean;
  #echo: Pace | undefined;

  /**
   * @param lingers false in a run that began with earlier code: an echo is late there, and orders are read one by one at any cost.
   * It is asked where it matters, by `add` and `take` alone
   */
  constructor(carried: Kept = { waiting: [], putOff: [] }, lingers: () => boolean = () => true) {
    this.#lingers = lingers;
    // Of an echo that was carried here the one before knew.
    if (carried.waiting.some(({ isEcho }) => isEcho)) this.#echo = lingers() ? PROMPT_ECHO : SLOW_ECHO;
    for (const waiting of carried.waiting) this.#waiting.set(keyOf(waiting.source, waiting.id), { ...waiting });
    for (const { source, since, at } of carried.putOff) this.#putOff.set(source, { since, at });
  }

  /** What is not read yet: never more by number than what would be read so. */
  get kept(): Kept {
    const waiting = changeSources.flatMap((source) => {
      const found = [...this.#waiting.values()].filter((one) => one.source === source);
      if (found.length <= MOST_BY_ID) return found;
      const first = Math.min(...found.map((one) => one.first));
      return [{ source, isEcho: false, first, last: Math.max(...found.map(({ last }) => last)) }];
    });
    return { waiting, putOff: [...this.#putOff].map(([source, until]) => ({ source, ...until })) };
  }

  add({ source, ids, waitMs }: Hint, now: number): void {
    if (waitMs !== undefined) {
      const before = this.#putOff.get(source);
      // The later one: what it answers for goes on until then.
      this.#putOff.set(source, { since: before?.since ?? now, at: Math.max(before?.at ?? 0, now + waitMs) });
      return;
    }
    for (const id of ids ?? [undefined]) {
      const key = keyOf(source, id);
      const waiting = this.#waiting.get(key);
      if (waiting !== undefined) waiting.last = now;
      else
        this.#waiting.set(key, { ...defined({ id }), source, isEcho: this.#isEcho(key, now), first: now, last: now });
      if (this.#waiting.get(key)?.isEcho === true) this.#echo ??= this.#lingers() ? PROMPT_ECHO : SLOW_ECHO;
    }
  }

  /** When something is to be read; `undefined` where nothing waits. */
  get dueAt(): number | undefined {
    const waiting = [...this.#waiting.values()].map((one) => this.#dueOf(one));
    const times = [...waiting, ...[...this.#putOff.values()].map(({ at }) => at)];
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** What is due, and what may be read with it: both cost one run. What came this moment is read once more afterwards. */
  take(now: number): ToRead {
    const taken: Waiting[] = [];
    for (const [key, waiting] of this.#waiting) {
      const isOld = now - waiting.last >= coveredMs[waiting.source];
      const isDue = this.#dueOf(waiting) <= now;
      if (!isDue && !(isOld && waiting.source !== 'storeProducts')) continue;
      taken.push(waiting);
      if (isOld) this.#waiting.delete(key);
      else this.#waiting.set(key, { ...waiting, first: waiting.last });
    }
    for (const [source, { since, at }] of this.#putOff) {
      if (at > now) continue;
      this.#putOff.delete(source);
      taken.push({ source, isEcho: false, first: since, last: at, flooded: true });
    }
    return toRead(taken, this.#lingers);
  }

  /** Orders whose runs were told: what is hinted of them soon is likely our own doing. */
  passedOn(source: ChangeSource, ids: readonly (number | string)[], now: number): void {
    for (const [key, at] of this.#passedOn) if (now - at > ECHO_WITHIN_MS) this.#passedOn.delete(key);
    for (const id of ids) this.#passedOn.set(keyOf(source, id), now);
  }

  /** So long the last orders that were passed on may still set off deliveries of our own doing. */
  echoMs(now: number): number {
    const last = Math.max(...this.#passedOn.values(), -Infinity);
    return Math.max(0, last + ECHO_COMES_WITHIN_MS - now);
  }

  #dueOf({ source, isEcho, first, last }: Waiting): number {
    const pace = isEcho ? (this.#echo ?? PROMPT_ECHO) : paces[source];
    return Math.min(last + pace.quietMs, first + pace.longestMs);
  }

  #isEcho(key: string, now: number): boolean {
    const passedOn = this.#passedOn.get(key);
    return passedOn !== undefined && now - passedOn <= ECHO_WITHIN_MS;
  }
}

function toRead(rows: readonly Waiting[], lingers: () => boolean): ToRead {
  const of = (source: ChangeSource) => rows.filter((row) => row.source === source);
  const listed = (source: ChangeSource) => {
    const found = of(source);
    if (found.length === 0) return {};
    const flooded = found.some((row) => row.flooded === true) ? ({ flooded: true } as const) : {};
    return { [source]: { since: Math.min(...found.map(({ first }) => first)), ...flooded } };
  };
  const orders = <Id extends number | string>(
    source: ChangeSource,
    isId: (id: unknown) => id is Id,
    requestsOf: (ids: readonly Id[]) => number,
  ) => {
    const found = of(source);
    const ids = found.map(({ id }) => id).filter(isId);
    if (ids.length < found.length || ids.length > MOST_BY_ID) return listed(source);
    if (requestsOf(ids) > MOST_REQUESTS && lingers()) return listed(source);
    return ids.length === 0 ? {} : { [source]: ids };
  };
  return {
    ...orders(
      'storeOrders',
      (id) => typeof id === 'number',
      (ids) => pagesOfIds(ids).length,
    ),
    // Each reference is looked for by itself.
    ...orders(
      'myogoOrders',
      (id) => typeof id === 'string',
      (ids) => ids.length,
    ),
    ...listed('myogoStock'),
    ...listed('storeProducts'),
  };
}

function keyOf(source: ChangeSource, id: number | string | undefined): string {
  return id === undefined ? source : `${source} ${id}`;
}

/** Ids that one page of the store's list holds. */
export const IDS_OF_A_PAGE = 250;

/** Ascending ids, parted so that one page holds the span of each part. */
export function pagesOfIds(ids: readonly number[]): readonly (readonly number[])[] {
  const parts: number[][] = [];
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    const part = parts.at(-1);
    if (part?.[0] !== undefined && id - part[0] < IDS_OF_A_PAGE) part.push(id);
    else parts.push([id]);
  }
  return parts;
}
