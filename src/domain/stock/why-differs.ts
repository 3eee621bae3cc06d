import { dueWords, type DueReason } from '../../contract/stock.ts';
import { storeLevel, type StockFacts } from './stock-level.ts';

/** One level beside what it is made of. */
export interface LevelBeside {
  /** What the store shows; `null` where it does not track it. */
  readonly level: number | null;
  /** `null` where myOGO does not know the code. */
  readonly facts: StockFacts | null;
  /** False where a part of the ledger of what is owed did not answer. */
  readonly complete: boolean;
  /** Why nothing may be written now. */
  readonly stopped?: string | undefined;
  /** Why no run can write this row as the store has it. */
  readonly unwritable?: DueReason | undefined;
}

/** Why the store shows another number than myOGO has, for people; nothing where it shows the same. */
export function whyDiffers({ level, facts, complete, stopped, unwritable }: LevelBeside): {
  /** What the store should show. */
  readonly wanted?: number;
  readonly why?: string;
  /** What becomes of it, where it is wrong. */
  readonly then?: string;
  /** Whether runs write it, as far as both sides tell. */
  readonly isWritten?: boolean;
} {
  if (facts === null) return { why: 'myOGO does not know this code, so no level is written for it' };
  const wanted = storeLevel(facts);
  if (level === null) return { wanted, why: 'the store does not track it, so no level is written for it' };
  if (level === wanted)
    return level === facts.available ? { wanted } : { wanted, why: `as it should be: ${parts(facts)}` };
  const counted = complete ? '' : ', as far as could be counted';
  const obstacles = [
    ...(unwritable === undefined ? [] : [`no run writes it: ${dueWords[unwritable]}`]),
    ...(stopped === undefined ? [] : [`nothing is written now: ${stopped}`]),
  ];
  const isWritten = obstacles.length === 0;
  const then = isWritten
    ? 'latest changes write it, within two of their intervals after a change'
    : obstacles.join('; ');
  return { wanted, why: `should be ${wanted}: ${parts(facts)}${counted}`, then, isWritten };
}

/** What a level is made of, for people. */
export function parts({ available, open, buffer }: StockFacts): string {
  const owed = open === 0 ? '' : `, less ${open} owed to orders that myOGO does not reserve yet`;
  const kept = buffer === 0 ? '' : `, less ${buffer} kept back by stockBuffer`;
  const floor = available - open - buffer < 0 ? ', and never below 0' : '';
  return `${available} available${owed}${kept}${floor}`;
}
