import { it } from 'vitest';

/** `npm run test:long`: every case, and the full counts. */
export const isLong = process.env['TEST_LONG'] === '1';

/**
 * The rows of a table of tests: all of them in the long suite, and in the quick one the first few, which stand for their
 * kind.
 */
export function sample<Row>(rows: readonly Row[], quick: number): readonly Row[] {
  return isLong ? rows : rows.slice(0, quick);
}

/** A further case of a promise that has a quick one beside it, mostly over the pure heart too: for the long suite. */
export const itLong = it.runIf(isLong);
