import type { ComparisonReport, ReportRow } from '../../client/index.ts';
import { plain } from '../text-for-people.ts';

/** The columns of a downloaded report: one line for each row, and for each count. */
export const REPORT_COLUMNS = ['part', 'what', 'key', 'was', 'shouldBe', 'since', 'count', 'words'] as const;

type Row = { readonly [Column in (typeof REPORT_COLUMNS)[number]]?: string | number | null };

/** Everything of a comparison: its counts, every row, and how many rows nobody keeps by name. */
export function reportRows(report: ComparisonReport, listed: readonly ReportRow[]): readonly (readonly string[])[] {
  const { stock, orders, products, failures = [], notes, trend = [], returning } = report;
  const rows: readonly Row[] = [
    ...counts('stock', stock),
    ...counts('orders', orders),
    ...counts('products', products),
    ...listed.map(rowOf),
    ...leftOut(report, listed),
    ...failures.map(({ type, message }): Row => ({ what: `failed: ${type}`, words: message })),
    ...notes.map((words): Row => ({ what: 'note', words })),
    ...trend.flatMap(({ at, ...point }) => counts('trend', point).map((row): Row => ({ ...row, since: at }))),
    ...(returning === undefined
      ? []
      : [{ part: 'trend', what: 'came back daily', since: returning.since, count: returning.repaired }]),
  ];
  return [REPORT_COLUMNS, ...rows.map((row) => REPORT_COLUMNS.map((column) => plain(String(row[column] ?? ''))))];
}

/** The columns of one row. */
export function rowOf(row: ReportRow): Row {
  const { part } = row;
  switch (row.what) {
    case 'written':
      return { part, what: row.what, key: row.sku, was: row.from, shouldBe: row.to, count: 1, words: row.why ?? '' };
    case 'due': {
      const { reason, sku, level, wanted, since, message } = row;
      return { part, what: reason, key: sku, was: level, shouldBe: wanted, since, count: 1, words: message ?? '' };
    }
    case 'unreadable': {
      const { kind, id, sku, field, expected = 'something else' } = row;
      const words = `${field} should be ${expected}`;
      return { part, what: `cannot be read: ${kind}`, key: sku ?? id ?? '', count: 1, words };
    }
    case 'renamed':
      return { part, what: row.what, key: row.sku, shouldBe: row.to, count: 1 };
    case 'unclear':
      return { part, what: `unclear: ${row.state}`, key: row.sku, count: 1 };
    default:
      return { part, what: row.what, key: row.sku, count: 1 };
  }
}

/** How many rows a report counts and nobody can name any more, by what they are. */
function leftOut(report: ComparisonReport, rows: readonly ReportRow[]): readonly Row[] {
  const { levels, products, oddProducts } = report;
  const of = (part: ReportRow['part'], what: ReportRow['what'], words: string, counted: number): readonly Row[] => {
    const named = rows.filter((row) => row.part === part && row.what === what).length;
    return counted > named
      ? [{ part, what: 'left out', count: counted - named, words: `${words}, kept as a number alone` }]
      : [];
  };
  return [
    ...of('stock', 'written', 'levels that were written', levels?.changed.count ?? 0),
    ...of('stock', 'due', 'levels that are due', levels?.due.count ?? 0),
    ...of('stock', 'unreadable', 'rows that cannot be read', levels?.odd?.count ?? 0),
    ...of('products', 'differs', 'products that differed', products.differing),
    ...of('products', 'missing-in-store', 'products that the store lacks', products.missingInStore),
    ...of('products', 'unreadable', 'rows that cannot be read', oddProducts?.count ?? 0),
  ];
}

function counts(part: string, of: Readonly<Record<string, number>>): readonly Row[] {
  return Object.entries(of).map(([what, count]) => ({ part, what, count }));
}
