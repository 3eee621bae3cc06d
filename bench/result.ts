/** One figure of a benchmark; metric names are fixed, since docs and comparisons rest on them. */
export interface BenchResult {
  readonly bench: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  /** Lowest and highest of the runs that the value is the median of. */
  readonly spread?: readonly [number, number];
  /** Where the true median lies in 95 of 100 such measurements, for comparisons. */
  readonly likely?: readonly [number, number];
  /** What it was measured beside, for ratios. */
  readonly counterpart?: string;
}

/** The middle of the values; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (lower + upper) / 2;
}

/** The value that a share of all values is below. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** The median of several runs with their spread. */
export function summarise(values: readonly number[]): { readonly value: number; readonly spread: [number, number] } {
  return { value: median(values), spread: [Math.min(...values), Math.max(...values)] };
}
