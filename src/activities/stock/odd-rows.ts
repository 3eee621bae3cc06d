import type { OddRow } from '../../http/rows.ts';
import type { Tally } from '../../domain/stock/tally.ts';

/** Hears of rows that could not be read. */
export type OddRows = (rows: readonly OddRow[]) => void;

/** Names odd rows in a run's report, without what was expected of them. */
export function oddRowsInto(tally: Tally): OddRows {
  return (rows) => {
    for (const { kind, id, field } of rows) tally.odd({ kind, field, ...(id === undefined ? {} : { id }) });
  };
}

/** The codes of myOGO's rows that could not be read: their levels are unknown, and not zero. */
export function codesOf(rows: readonly OddRow[]): readonly string[] {
  return rows.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
}
