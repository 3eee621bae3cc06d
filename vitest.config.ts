import { configDefaults, defineConfig } from 'vitest/config';
import { builtCode } from './test/support/built-code.ts';
import { LongestFirst } from './test/support/longest-first.ts';

/** `npm run test:long`: the same promises with the full counts. */
const long = process.env['TEST_LONG'] === '1';
/** `npm run test:ui`, and part of `test:long`: a browser costs as much as a quarter of all the other files together. */
const ui = long || process.env['TEST_UI'] === '1';
/** `npm run coverage`: the tests run the built code, which V8 reports about. */
const measured = process.env['NODE_V8_COVERAGE'] !== undefined;
const plugins = measured ? [builtCode()] : [];
/** They put something in a package's place, which only code that Vitest itself loads would meet. */
const withStandIns = [
  'test/unit/cli/confirm.test.ts',
  'test/unit/workflows/activity-bounds.test.ts',
  'test/unit/workflows/bring-product.test.ts',
  'test/unit/workflows/cancelled-renewal.test.ts',
  'test/unit/workflows/hand-to-sibling.test.ts',
  'test/unit/workflows/heard.test.ts',
  'test/unit/workflows/hints.test.ts',
  'test/unit/workflows/hooks-upkeep.test.ts',
  'test/unit/workflows/owed-ledger.test.ts',
  'test/unit/workflows/owed-reports.test.ts',
  'test/unit/workflows/reconcile.test.ts',
  'test/unit/workflows/schedules-upkeep.test.ts',
  'test/unit/workflows/settled-write-waits.test.ts',
  'test/unit/workflows/taking-over.test.ts',
];
/**
 * Further cases of what others of the quick run show once, by whole files, since each costs its start. Of the orders' lives the
 * unit tests of the pure heart show the rules in every run; all of these are in the long one.
 */
const furtherCases = [
  'test/integration/order-lives-{back,decisions,found,kinds,leaving,lines,meetings,merchants,messages,odd,places,prices,rest,short,statuses,twins,unheard,unknown,words}.test.ts',
  // The remedies of the other subjects are performed in every run, by the same table.
  'test/integration/order-remedies-{addresses,goods,money,routing,store,warehouse}.test.ts',
  'test/integration/{awaited-rebuilt,awaited-renamed,lookup-outage,order-restarts,overlapping-runs,products-large,webhooks-ledgers,webhooks-trust,many-stores,pause-of-two-workers}.test.ts',
  'test/integration/order-travels-meet.test.ts',
];
/** Wrong rules that the orders' properties must notice: they try those tests, and the properties themselves are in every run. */
const testsOfTests = ['test/unit/domain/orders/planted-faults.test.ts'];
/** Whoever names a file means it. */
const named = process.argv.some((argument) => argument.endsWith('.test.ts'));
/** A test that hangs ends by it; no test is judged by it: a busy machine takes three times as long. */
const patience = long ? 30 * 60_000 : 3 * 60_000;

export default defineConfig({
  test: {
    projects: [
      {
        plugins,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/contract/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...withStandIns, ...(long || named ? [] : testsOfTests)],
          pool: 'threads',
          // Files share what they import, which costs more than the tests themselves: none of them changes a module's state.
          isolate: false,
          testTimeout: patience,
          hookTimeout: patience,
          expect: { poll: { timeout: 30_000 } },
        },
      },
      { test: { name: 'stand-ins', include: withStandIns } },
      {
        // What is shipped; and Vite has only the tests themselves to compile.
        plugins: [builtCode()],
        test: {
          name: 'integration',
          include: [
            'test/integration/**/*.test.ts',
            'test/replay/**/*.test.ts',
            // Every test run kills workers among orders; among stock and products they are killed in the long one.
            long ? 'test/chaos/**/*.test.ts' : 'test/chaos/orders.test.ts',
            ...(ui ? ['test/ui/**/*.test.ts'] : []),
          ],
          exclude: [...configDefaults.exclude, ...(long || named ? [] : furtherCases)],
          setupFiles: measured ? ['test/support/report-coverage.ts'] : [],
          pool: 'forks',
          isolate: false,
          // One Temporal server serves all files.
          globalSetup: ['test/support/built-product.ts', 'test/support/temporal-server.ts'],
          // Bounds for a run that hangs, never a promise about speed.
          testTimeout: patience,
          hookTimeout: patience,
          // Each look costs the server a query or a list, and the looks of all files together a noticeable part of the run.
          expect: { poll: { interval: 100, timeout: 60_000 } },
        },
      },
    ],
    // More than the cores: the integration files wait much, for time-outs, kills and schedules, and little at the same time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './test/support/plain-summary.ts'],
  },
});
