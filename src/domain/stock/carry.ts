import { defined } from '../../contract/defined.ts';
import type { DueReason, KeptLevel, StockCarry } from '../../contract/stock.ts';
import { hash32 } from '../products/sku.ts';
import { isPackable, packPieces, unpackPieces } from '../../contract/runs/packed.ts';
import type { Due } from './tally.ts';

/** Due levels that are kept by name between runs: some 150 KB at most. */
const MOST_DUE = 1_000;
/** SKUs whose unreserved pieces are kept between runs: some 100 KB at most. */
const MOST_OPEN = 5_000;
/** Levels that are kept between runs: some 10 KB at most. */
const MOST_LEVELS = 500;
/** The longest pause between two tries, in runs. */
const LONGEST_WAIT = 12;
/** The longest pause between two comparisons for what did not fit, in runs. */
const LONGEST_COMPARE_WAIT = 144;

/** What a run can do something about by trying again. */
const again: ReadonlySet<DueReason> = new Set<DueReason>([
  'cannot-ask',
  'owed-unknown',
  'refused-by-store',
  'unreadable',
  'not-looked-for',
]);
/** What somebody's answer can end. */
const answered: ReadonlySet<DueReason> = new Set<DueReason>(['awaited', 'asked', 'refused-by-person']);

/** True where the same is found again when the other side shows it once more: then it must not count as known. */
export function isTriedAgain(reason: DueReason | undefined): boolean {
  return reason !== undefined && (again.has(reason) || answered.has(reason));
}

export interface LeftOver {
  readonly due: readonly (readonly [sku: string, due: Due])[];
  /** SKUs that this run has judged: their rows of before are replaced. */
  readonly judged: ReadonlySet<string>;
  /** Unreserved pieces by SKU. */
  readonly open: ReadonlyMap<string, number>;
  readonly estimate: string;
  /** Levels that the store was left with; and those that it showed, where the run has asked for the catalogue's rows. */
  readonly levels?: { readonly left: ReadonlyMap<string, number>; readonly shown?: ReadonlyMap<string, number> };
  /** ISO time. */
  readonly now: string;
  /** ISO time until which a write of an attempt before this one may still land; absent where there was none. */
  readonly unsettledUntil?: string;
}

/** What is left to the next run: what was due before and was not judged, and what is due now. */
export function carryOn(carried: StockCarry | undefined, left: LeftOver): StockCarry {
  const before = new Map(carried?.due.map((row) => [row.sku, row]));
  const now = left.due.map(([sku, due]): KeptLevel => {
    const known = before.get(sku);
    const same = known?.reason === due.reason;
    const tries = same ? known.tries + 1 : 1;
    return { sku, ...due, since: known?.since ?? left.now, tries, wait: waitAfter(tries) };
  });
  const kept = (carried?.due ?? []).filter(({ sku }) => !left.judged.has(sku));
  const all = [...kept, ...now].sort((a, b) => rank(a) - rank(b));
  const unkept = all.slice(MOST_DUE);
  const mustCompare = unkept.some(({ reason }) => again.has(reason));
  const tries = mustCompare ? (carried?.compareTries ?? 0) + 1 : 0;
  const open = [...left.open].filter(([, pieces]) => pieces !== 0);
  return {
    shape: 1,
    due: all.slice(0, MOST_DUE),
    dueMore: unkept.length,
    ...(mustCompare ? { compareIn: waitAfter(tries, LONGEST_COMPARE_WAIT), compareTries: tries } : {}),
    open: packPieces(open.slice(0, MOST_OPEN)),
    openMore: Math.max(0, open.length - MOST_OPEN),
    estimate: left.estimate,
    ...levelsAfter(carried, left),
    ...defined({ unsettledUntil: left.unsettledUntil ?? carried?.unsettledUntil }),
  };
}

/** The same where the store's rows were looked at by a run that began at this time: what had landed by then was seen. */
export function looked(carry: StockCarry, startedAt: string): StockCarry {
  const { unsettledUntil, ...settled } = carry;
  return unsettledUntil === undefined || startedAt < unsettledUntil ? carry : settled;
}

/** A failed run may have written, and its answers were lost; nobody is left to say how long they may take. */
const LANDS_WITHIN_MS = 10 * 60_000;

/** What is left where a run failed in the middle. @param now epoch ms */
export function unsettled(carry: StockCarry, now: number): StockCarry {
  return { ...carry, unsettledUntil: new Date(now + LANDS_WITHIN_MS).toISOString() };
}

/** What the rows showed when they were asked for, and what runs have left since: the next look compares with it. */
function levelsAfter(carried: StockCarry | undefined, { levels }: LeftOver): Pick<StockCarry, 'levels'> {
  const all = new Map([...(levels?.shown ?? leftLevels(carried)), ...(levels?.left ?? [])]);
  return all.size === 0 || all.size > MOST_LEVELS ? {} : { levels: packPieces(all) };
}

/** Levels as the last look at the catalogue's rows saw them, or runs have left them since, by SKU. */
export function leftLevels(carried: StockCarry | undefined): ReadonlyMap<string, number> {
  return unpackPieces(carried?.levels ?? '');
}

/** Runs until something is tried again that was tried so often in vain. */
export function waitAfter(tries: number, longest: number = LONGEST_WAIT): number {
  return Math.min(2 ** Math.min(tries - 1, 20), longest);
}

function rank({ reason }: KeptLevel): number {
  if (again.has(reason)) return 0;
  return answered.has(reason) ? 1 : 2;
}

/** The same after one more run, or after the time of some: what waits is nearer. */
export function ticked(carry: StockCarry, runs = 1): StockCarry {
  return {
    ...carry,
    due: carry.due.map((row) => (row.wait === 0 ? row : { ...row, wait: Math.max(0, row.wait - runs) })),
    ...(carry.compareIn === undefined ? {} : { compareIn: Math.max(0, carry.compareIn - runs) }),
  };
}

/** Runs are counted for five minutes each: where they are rarer, what waits must not wait twelve times as long. */
const RUN_MS = 5 * 60_000;

/**
 * For how many runs the time since the last one counts.
 * @param since ISO time at which the last run began
 * @param now ISO time
 */
export function runsSince(since: string, now: string): number {
  const runs = Math.floor((Date.parse(now) - Date.parse(since)) / RUN_MS);
  return Number.isFinite(runs) ? Math.max(1, runs) : 1;
}

/** True where something waits for more than the next run. */
export function waitsLonger({ due, compareIn = 0 }: StockCarry): boolean {
  return compareIn > 1 || due.some(({ wait }) => wait > 1);
}

/** The same once all levels are being compared: what did not fit is found again there. */
export function afterComparison(carry: StockCarry): StockCarry {
  const { shape, due, compareTries, open, openMore, estimate, unsettledUntil } = carry;
  return { shape, due, dueMore: 0, ...defined({ compareTries, unsettledUntil }), open, openMore, estimate };
}

/** What is to be tried now, without an event. */
export function dueNow({ due }: StockCarry): readonly string[] {
  return due.filter(({ reason, wait }) => again.has(reason) && wait === 0).map(({ sku }) => sku);
}

/** True where only a change can make a run do something about what is due: nothing is tried again, nobody is asked. */
export function waitsForNothing({ due, compareIn }: StockCarry): boolean {
  return compareIn === undefined && !due.some(({ reason }) => isTriedAgain(reason));
}

/** Tries after which it is likely to take long: from then on an hour between two of them is soon enough. */
export const SOON_TRIES = 4;

/** True where a run tries again what it could not do, and lately: nobody's answer is waited for. */
export function hasToTryAgain({ due, compareIn, compareTries = 0 }: StockCarry): boolean {
  if (compareIn !== undefined && compareTries <= SOON_TRIES) return true;
  return due.some(({ reason, tries }) => again.has(reason) && tries <= SOON_TRIES);
}

/** What an answer may have ended: asked about at each run. */
export function waitingFor({ due }: StockCarry, ...reasons: readonly DueReason[]): readonly string[] {
  return due.filter(({ reason }) => reasons.includes(reason)).map(({ sku }) => sku);
}

/** SKUs whose unreserved pieces are others than those that levels were computed by. */
export function openMoved(carried: StockCarry, now: ReadonlyMap<string, number>): readonly string[] {
  const before = unpackPieces(carried.open);
  const moved = [...before.keys()].filter((sku) => (now.get(sku) ?? 0) !== before.get(sku));
  // Where not all were kept, one that is not there may have been among the others: its order has changed then.
  if (carried.openMore > 0) return moved;
  return [
    ...moved,
    ...[...now].filter(([sku, pieces]) => pieces !== 0 && !before.has(sku) && isPackable(sku)).map(([sku]) => sku),
  ];
}

/** What stands for all unreserved pieces: equal where nothing moved, in whatever order it was read. */
export function digestOfOpen(open: ReadonlyMap<string, number>): string {
  let sum = 0;
  let mixed = 0;
  let count = 0;
  for (const [sku, pieces] of open) {
    if (pieces === 0) continue;
    count += 1;
    sum = (sum + hash32(`${pieces} ${sku}`, 1)) % 2 ** 32;
    mixed = (mixed ^ hash32(`${sku} ${pieces}`, 2)) >>> 0;
  }
  return `${count}-${sum.toString(36)}-${mixed.toString(36)}`;
}
