import { dueWords, type DueLevel } from '../../contract/stock.ts';
import type { Output } from '../output.ts';

/** Why a level is due, with the other side's words where there are any. */
export function dueReason({ reason, message }: Pick<DueLevel, 'reason' | 'message'>): string {
  return message === undefined ? reason : `${reason}: ${message}`;
}

/** What the reasons of due levels mean, and what ends them: each once. */
export function showDueWords(out: Output, rows: readonly Pick<DueLevel, 'reason'>[]): void {
  // A newer worker may have a reason that this program does not know.
  const known: Readonly<Partial<typeof dueWords>> = dueWords;
  for (const reason of new Set(rows.map((row) => row.reason))) {
    const words = known[reason];
    if (words !== undefined) out.line(`• ${reason}: ${words}`);
  }
}
