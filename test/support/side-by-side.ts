/**
 * How many times as long one piece of work takes as another, by the shortest of several turns. They take turns, so that neither is the one
 * for which the code is compiled, or beside which other work runs.
 */
export function timesAsLong(work: () => unknown, other: () => unknown, turns = 25): number {
  const shortest = { work: Infinity, other: Infinity };
  const took = (run: () => unknown): number => {
    const begun = performance.now();
    run();
    return performance.now() - begun;
  };
  for (let turn = 0; turn < turns; turn += 1) {
    shortest.other = Math.min(shortest.other, took(other));
    shortest.work = Math.min(shortest.work, took(work));
  }
  return shortest.work / shortest.other;
}
