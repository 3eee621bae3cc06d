import type { DriftReport, LatestChangesReport } from '../../contract/changes.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { IntegrationStatus } from '../../contract/integration.ts';
import { itemKey, type Question } from '../../contract/integration/questions.ts';
import { unpackPieces } from '../../contract/runs/packed.ts';
import { isWrong, type DueLevel, type Listed } from '../../contract/stock.ts';
import type { Calls } from '../calls/calls.ts';
import { lastCatchUp, ofThisMerchant } from './last-comparison.ts';
import type { Recurring } from './legs.ts';

/** Levels by name that a list has at most. */
const LISTED = 100;

/** What the newest runs say of levels. */
export interface StockReports {
  /** The last run of latest changes. */
  readonly changes: LatestChangesReport | undefined;
  /** Comparisons of levels, in any order: of everything, and of what a run had too much of. */
  readonly comparisons: readonly (DriftReport | undefined)[];
}

/**
 * Every level that is due: what latest changes carry from run to run, and what the newest comparisons left wrong that no run of
 * latest changes has judged since. Where a store was connected again its first run carries nothing: the comparison that it begins
 * finds what is due.
 */
export function dueLevels({ changes, comparisons }: StockReports): Listed<DueLevel> | undefined {
  const carried = changes?.due;
  const known = new Set(carried?.rows.map(({ sku }) => sku));
  for (const sku of unpackPieces(changes?.stockCarry?.levels ?? '').keys()) known.add(sku);
  const found: DueLevel[] = [];
  let unlisted = 0;
  const newest = comparisons
    .flatMap((report) => (report?.levels === undefined ? [] : [{ ...report, levels: report.levels }]))
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  for (const { levels } of newest) {
    found.push(...levels.due.rows.filter((row) => isWrong(row) && !known.has(row.sku)));
    for (const { sku } of [...levels.due.rows, ...levels.changed.rows]) known.add(sku);
  }
  // Those that a run has counted beyond its list are told by their number alone.
  if (carried === undefined && newest[0] !== undefined) {
    const { due } = newest[0].levels;
    unlisted = due.count > due.rows.length && due.rows.every(isWrong) ? due.count - due.rows.length : 0;
  }
  if (carried === undefined && found.length === 0) return undefined;
  const rows = [...(carried?.rows ?? []), ...found];
  return { count: (carried?.count ?? 0) + found.length + unlisted, rows: rows.slice(0, LISTED) };
}

/** What is due now, as the newest runs of the store say. */
export async function dueLevelsOf(
  calls: Calls,
  storeHash: StoreHash,
  recurs: Promise<Recurring>,
  says: Promise<Pick<IntegrationStatus, 'merchantSince'>>,
): Promise<Listed<DueLevel> | undefined> {
  // All at once: none of them needs what another one answers.
  const [{ changesRuns, comparisonRuns, byHand }, merchant, caughtUp] = await Promise.all([
    recurs,
    says,
    lastCatchUp(calls, storeHash),
  ]);
  const comparisons = [comparisonRuns.report, byHand, caughtUp];
  return dueLevels({
    changes: changesRuns.report,
    comparisons: comparisons.map((report) => ofThisMerchant(report, merchant)),
  });
}

/** The same by what people have said since: a run heeds it, and its report is from before. */
export function asAnswered(
  due: Listed<DueLevel> | undefined,
  questions: readonly Question[],
): Listed<DueLevel> | undefined {
  if (due === undefined) return undefined;
  const zeros = questions.filter(({ kind }) => kind === 'stock-brake');
  const rows = due.rows.map((row): DueLevel => {
    if (row.reason !== 'asked' && row.reason !== 'refused-by-person') return row;
    const about = zeros.find((question) => isAbout(question, row.sku));
    if (about === undefined) return row;
    const { answer } = about;
    if (answer?.decision === 'refuse') return { ...row, reason: 'refused-by-person' };
    const message = `allowed${answer?.by === undefined ? '' : ` by ${answer.by}`} at ${answer?.at}: a run writes it`;
    return { ...row, reason: 'asked', ...(answer === undefined ? {} : { message }) };
  });
  return { ...due, rows };
}

/** Questions about levels with both values of each that is listed. */
export function withLevels(questions: readonly Question[], due: Listed<DueLevel> | undefined): readonly Question[] {
  return questions.map((question) => {
    const rows = question.kind === 'stock-brake' ? (due?.rows ?? []) : [];
    const levels = rows.filter(({ sku }) => isAbout(question, sku));
    if (levels.length === 0) return question;
    return { ...question, levels: levels.map(({ sku, level: from, wanted: to }) => ({ sku, from, to: to ?? 0 })) };
  });
}

function isAbout({ items }: Question, sku: string): boolean {
  return items.includes(itemKey(sku));
}
