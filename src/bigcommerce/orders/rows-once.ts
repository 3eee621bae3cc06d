import { isDeepStrictEqual } from 'node:util';

type Row = { readonly id: number };

/** A row that comes twice, as a list that moves while it is read gives it, is one. What differs under one id stays. */
export function rowsOnce<T extends Row>(rows: readonly T[]): readonly T[] {
  if (new Set(rows.map(({ id }) => id)).size === rows.length) return rows;
  const kept: T[] = [];
  for (const row of rows) if (!kept.some((one) => one.id === row.id && isDeepStrictEqual(one, row))) kept.push(row);
  return kept;
}

/** Ids under which there is more than one row. */
export function idsTwice(rows: readonly Row[]): readonly number[] {
  const seen = new Set<number>();
  return [...new Set(rows.flatMap(({ id }) => (seen.size === seen.add(id).size ? [id] : [])))];
}
