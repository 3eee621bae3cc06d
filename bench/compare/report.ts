import Table from 'cli-table3';
import type { BenchResult } from '../result.ts';
import type { Comparable } from './arguments.ts';
import type { Figures } from './measure.ts';
import { summarisePairs, type PairSummary } from './pairs.ts';

/** Both builds' figures of one pair of rounds. */
export interface FiguresPair {
  readonly older: Figures;
  readonly newer: Figures;
}

/** A benchmark of which all pairs are measured. */
export interface Compared {
  readonly name: Comparable;
  readonly unit: string;
  /** The older build's commit. */
  readonly commit: string;
  readonly pairs: readonly FiguresPair[];
}

interface FigureWords {
  readonly text: string;
  readonly unit: string;
}

function figuresOf(unit: string): Readonly<Record<keyof Figures, FigureWords>> {
  return {
    rate: { text: 'rate', unit: `${unit}s/s` },
    cpuMs: { text: `worker CPU a ${unit}`, unit: 'ms' },
    peakMiB: { text: 'peak memory', unit: 'MiB' },
    actions: { text: `actions a ${unit}`, unit: 'actions' },
    events: { text: `events a ${unit}`, unit: 'events' },
    otherActions: { text: `other runs' actions a ${unit}`, unit: 'actions' },
    bigcommerceRequests: { text: `BigCommerce requests a ${unit}`, unit: 'requests' },
    myogoRequests: { text: `myOGO requests a ${unit}`, unit: 'requests' },
  };
}

function summaries({ unit, pairs }: Compared) {
  const words = Object.entries(figuresOf(unit)) as [keyof Figures, FigureWords][]; // its own keys
  return words.map(([metric, { text, unit: measuredIn }]) => ({
    metric,
    text,
    unit: measuredIn,
    ...summarisePairs(pairs.map(({ older, newer }) => ({ older: older[metric], newer: newer[metric] }))),
  }));
}

export function tableOf(compared: readonly Compared[]): string {
  const head = ['bench', 'figure', 'old', 'new', 'unit', 'new ÷ old', '95 % of medians', 'spread'];
  const table = new Table({ head, style: { head: [] } });
  for (const one of compared) {
    for (const { text, unit, older, newer, ratio, likely, spread } of summaries(one)) {
      table.push([one.name, text, short(older), short(newer), unit, fine(ratio), range(likely), range(spread)]);
    }
  }
  return table.toString();
}

/** One row for the ratio, and one for each build's own median. */
export function resultsOf(compared: Compared): BenchResult[] {
  const { name, commit } = compared;
  return summaries(compared).flatMap(({ metric, unit, older, newer, ...summary }) => [
    ...ratioRow(compared, metric, summary),
    { bench: `compare ${name}`, metric, value: newer, unit, counterpart: 'this build' },
    { bench: `compare ${name}`, metric, value: older, unit, counterpart: commit },
  ]);
}

/** None where the older build has none of it: JSON has no infinity. */
function ratioRow(
  { name, commit, pairs }: Compared,
  metric: string,
  { ratio, spread, likely }: Pick<PairSummary, 'ratio' | 'spread' | 'likely'>,
): BenchResult[] {
  if (![ratio, ...spread].every(Number.isFinite)) return [];
  const counterpart = `${commit}, ${pairs.length} pairs`;
  return [{ bench: `compare ${name}`, metric: `${metric}Ratio`, value: ratio, unit: '×', spread, likely, counterpart }];
}

const short = (value: number): string => String(Number(value.toPrecision(4)));
const fine = (value: number): string => (Number.isFinite(value) ? value.toFixed(3) : 'from none');
const range = (values: readonly [number, number]): string => values.map(fine).join(' – ');
