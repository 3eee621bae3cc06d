import type { CatalogueReport } from '../../contract/products.ts';

/** What the reading of the catalogue waits for, as a sentence. */
export function waitOf(catalogue: CatalogueReport | undefined): string | undefined {
  if (catalogue?.waiting === undefined) return undefined;
  const { rows, total, waiting } = catalogue;
  const what =
    waiting.reason === 'quota' ? 'for the store’s quota, which other apps spend too,' : 'for the store’s answer';
  const read = `${rows}${total === undefined ? '' : ` of ${total}`} rows of the catalogue are read`;
  return `The catalogue waits ${what} since ${waiting.since}; ${read}.`;
}
