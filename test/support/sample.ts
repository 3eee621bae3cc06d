/**
 * The rows of a table of tests: all of them in the long suite, and in the quick one the first few, which stand for their
 * kind.
 */
export function sample<Row>(rows: readonly Row[], quick: number): readonly Row[] {
  return process.env['TEST_LONG'] === '1' ? rows : rows.slice(0, quick);
}
