import type { ComparisonReport } from '../../client/index.ts';
import { plain } from '../text-for-people.ts';

/** The columns of a downloaded report: one line for each row, and for each count. */
export const REPORT_COLUMNS = ['part', 'what', 'key', 'was', 'shouldBe', 'since', 'count', 'words'] as const;

type Row = { readonly [Column in (typeof REPORT_COLUMNS)[number]]?: string | number | null };
type Listed = NonNullable<ComparisonReport['oddProducts']>;

/** Everything that a comparison's report keeps; rows that it keeps as a number only are said to be left out. */
export function reportRows(report: ComparisonReport): readonly (readonly string[])[] {
  const { stock, orders, products, levels, oddProducts, failures = [], notes, trend = [], returning } = report;
  const rows: readonly Row[] = [
    ...counts('stock', stock),
    ...counts('orders', orders),
    ...counts('products', products),
    ...(levels?.changed.rows ?? []).map(({ sku, from, to, why }) =>
      level('written', sku, { was: from, shouldBe: to, words: why ?? '' }),
    ),
    ...leftOut('stock', 'levels that were written', levels?.changed),
    ...(levels?.due.rows ?? []).map(({ sku, level: was, wanted, reason, since, message }) =>
      level(reason, sku, { was, shouldBe: wanted, since, words: message ?? '' }),
    ),
    ...leftOut('stock', 'levels that are due', levels?.due),
    ...odd('stock', levels?.odd),
    ...odd('products', oddProducts),
    ...failures.map(({ type, message }): Row => ({ what: `failed: ${type}`, words: message })),
    ...notes.map((words): Row => ({ what: 'note', words })),
    ...trend.flatMap(({ at, ...point }) => counts('trend', point).map((row): Row => ({ ...row, since: at }))),
    ...(returning === undefined
      ? []
      : [{ part: 'trend', what: 'came back daily', since: returning.since, count: returning.repaired }]),
  ];
  return [REPORT_COLUMNS, ...rows.map((row) => REPORT_COLUMNS.map((column) => plain(String(row[column] ?? ''))))];
}

function counts(part: string, of: Readonly<Record<string, number>>): readonly Row[] {
  return Object.entries(of).map(([what, count]) => ({ part, what, count }));
}

function level(what: string, key: string, of: Row): Row {
  return { part: 'stock', what, key, count: 1, ...of };
}

function leftOut(
  part: string,
  of: string,
  listed: { count: number; rows: readonly unknown[] } | undefined,
): readonly Row[] {
  const count = (listed?.count ?? 0) - (listed?.rows.length ?? 0);
  const words = `${of}, beyond the first ${listed?.rows.length ?? 0}: the report keeps their number alone`;
  return count > 0 ? [{ part, what: 'left out', count, words }] : [];
}

/** Rows that could not be read. */
function odd(part: string, listed: Listed | undefined): readonly Row[] {
  const rows = (listed?.rows ?? []).map(({ kind, id, sku, field, expected = 'something else' }): Row => {
    const words = `${field} should be ${expected}`;
    return { part, what: `cannot be read: ${kind}`, key: sku ?? id ?? '', count: 1, words };
  });
  return [...rows, ...leftOut(part, 'rows that cannot be read', listed)];
}
