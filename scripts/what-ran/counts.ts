import type { Point } from './points.ts';

/** How often a stretch of compiled code ran, as V8 reports it. */
export interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

/** How often the code at an offset ran: the count of the smallest range around it. */
export function counter({ functions }: ScriptCoverage): (offset: number) => number {
  const ranges = functions.flatMap((one) => one.ranges);
  ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  // Ranges lie in each other or apart: a sweep gives the stretches between their ends, each with its innermost count.
  const stretches: { readonly from: number; readonly count: number }[] = [];
  const open: Range[] = [];
  const closeUntil = (offset: number): void => {
    for (let last = open.at(-1); last !== undefined && last.endOffset <= offset; last = open.at(-1)) {
      open.pop();
      stretches.push({ from: last.endOffset, count: open.at(-1)?.count ?? 0 });
    }
  };
  for (const range of ranges) {
    closeUntil(range.startOffset);
    stretches.push({ from: range.startOffset, count: range.count });
    open.push(range);
  }
  closeUntil(Infinity);
  return (offset) => {
    let [low, high] = [0, stretches.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((stretches[middle]?.from ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    return stretches[low - 1]?.count ?? 0;
  };
}

/** Points as keys. */
export const keyOf = ({ line, column }: Point): string => `${line}:${column}`;
