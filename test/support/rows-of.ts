/** All rows of a list, page by page. */
export async function rowsOf<Row>(pages: AsyncIterable<{ readonly rows: readonly Row[] }>): Promise<readonly Row[]> {
  const found: Row[] = [];
  for await (const { rows } of pages) found.push(...rows);
  return found;
}
