import type { DueReport, KeptQuestion } from '../../../contract/integration/questions.ts';
import { itemKey } from '../../../contract/integration/questions.ts';
import { MOST_ITEMS } from '../questions.ts';

// A sell-out is one fall, however many runs find it: a few zeros here and a few there are judged by what all of them say.

/** What goes to zero within this time falls together: two polls at their usual pace, and any runs side by side. */
export const TOGETHER_MS = 10 * 60_000;

/** Zeros that one run was about to write without asking. */
export interface Fall {
  /** ISO time. */
  readonly at: string;
  /** The keys of its items. */
  readonly items: readonly string[];
}

/** What is kept of falls after a report. The same array where nothing changed. */
export function afterFall(kept: readonly Fall[], report: DueReport, now: string): readonly Fall[] {
  const { kind, fell = [], due } = report;
  if (kind !== 'stock-brake' || (fell.length === 0 && (kept.length === 0 || due.length === 0))) return kept;
  // What a person is asked about instead has not fallen; what falls again counts once.
  const moved = new Set([...fell, ...due].map(itemKey));
  const before = recent(kept, now).flatMap(({ at, items }) => {
    const left = items.filter((key) => !moved.has(key));
    return left.length === 0 ? [] : [{ at, items: left }];
  });
  const room = MOST_ITEMS - before.reduce((sum, { items }) => sum + items.length, 0);
  const items = [...new Set(fell.map(itemKey))].slice(0, Math.max(0, room));
  return items.length === 0 ? before : [...before, { at: now, items }];
}

/** How many zeros fall together now: those that were let through lately, and those that a person is asked about. */
export function zerosFalling(kept: readonly Fall[], questions: readonly KeptQuestion[], now: string): number {
  const open = questions.filter(({ kind, answer }) => kind === 'stock-brake' && answer === undefined);
  const beyond = open.reduce((sum, { beyond = 0 }) => sum + beyond, 0);
  const named = open.filter(({ beyond }) => beyond === undefined).flatMap(({ items }) => items);
  return beyond + new Set([...recent(kept, now).flatMap(({ items }) => items), ...named]).size;
}

function recent(kept: readonly Fall[], now: string): readonly Fall[] {
  return kept.filter(({ at }) => Math.abs(Date.parse(now) - Date.parse(at)) <= TOGETHER_MS);
}
