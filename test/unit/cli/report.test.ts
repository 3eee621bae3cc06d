import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, it, onTestFinished, vi } from 'vitest';
import { changesCommands } from '../../../src/cli/commands/changes.ts';
import { CliContext } from '../../../src/cli/context.ts';
import { readCsv } from '../../../src/cli/files/csv.ts';
import { REPORT_COLUMNS } from '../../../src/cli/show/drift-csv.ts';
import { cliEnvironment } from '../../../src/cli/environment.ts';
import { listedRows } from '../../../src/client/integration/report-rows.ts';
import { Output } from '../../../src/cli/output.ts';
import { UsageError } from '../../../src/cli/usage-error.ts';
import type { ComparisonReport, ReportRow } from '../../../src/client/index.ts';

const since = '2026-11-26T04:12:00.000Z';
const report: ComparisonReport = {
  startedAt: '2026-11-28T04:12:00.000Z',
  finishedAt: '2026-11-28T04:20:00.000Z',
  stock: { compared: 900, repaired: 150, left: 1 },
  orders: { compared: 10, started: 2, left: 0 },
  products: { compared: 90, differing: 3, missingInStore: 4 },
  notes: ['Orders: one page was read twice, "again"'],
  failures: [{ type: 'Unavailable', message: 'myOGO did not answer.' }],
  levels: {
    changed: {
      count: 150,
      rows: Array.from({ length: 100 }, (_, at) => ({ sku: `MUG,${at}`, from: null, to: at, why: `${at} available` })),
    },
    due: {
      count: 2,
      rows: [
        { sku: 'BO\u001b[2JWL', reason: 'asked', level: 5, wanted: 0, since },
        { sku: 'HAT', reason: 'untracked', level: 0, wanted: 2, since },
      ],
    },
    odd: { count: 1, rows: [{ kind: 'variant', id: 7, field: 'sku', expected: 'string' }] },
  },
  productRows: [
    { what: 'differs', sku: 'CAP' },
    { what: 'renamed', sku: 'OLD', to: 'NEW' },
    { what: 'unclear', sku: 'TWIN', state: 'twin-code' },
  ],
  oddProducts: { count: 2, rows: [{ kind: 'product', id: 9, field: 'name' }] },
  trend: [{ at: since, found: 7, repaired: 5, left: 2 }],
  returning: { days: 3, since, repaired: 15 },
};

/** What the run's history has beyond the first 100, in two pages. */
const beyond = (count: number): readonly ReportRow[] =>
  Array.from({ length: count }, (_, at) => ({ part: 'stock', what: 'written', sku: `CUP,${at}`, from: 1, to: at }));
const given: unknown[] = [];
async function* pages(of: { after?: string }, kept: number) {
  given.push(of);
  if (of.after === undefined) yield { rows: listedRows(report), next: 'n1' };
  await Promise.resolve();
  yield { rows: beyond(kept).slice(0, 30), next: 'n2' };
  yield { rows: beyond(kept).slice(30) };
}

/** Runs the command over a store that has this report, and so many of its 50 further rows. */
async function said(words: string, { json = false, kept = 50 } = {}): Promise<string> {
  let out = '';
  const listener = vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    out += String(part);
    return true;
  });
  try {
    const context = new CliContext(new Output({ json, noColor: true }), cliEnvironment({}), 'abc123');
    vi.spyOn(context, 'withStore').mockImplementation((work) =>
      // This command asks nothing else of a store.
      work({
        reconcile: { report: () => Promise.resolve(report), rows: (of: object) => pages(of, kept) },
      } as never),
    );
    const program = new Command();
    changesCommands(program, context);
    await program.parseAsync(words.split(' '), { from: 'user' });
  } finally {
    listener.mockRestore();
  }
  return out;
}

it('says why each level that was written was another', async () => {
  expect((await said('report')).replaceAll(/ +/g, ' ')).toContain('MUG,3 – 3 written: 3 available');
});

it('as CSV it has every count and every row, however many a report lists', async () => {
  const rows = readCsv(await said('report --format csv'), REPORT_COLUMNS).map(({ values }) => values);
  const one = (what: string, part?: string) =>
    rows.filter((row) => row['what'] === what && (part === undefined || row['part'] === part));
  expect(one('repaired', 'stock')).toMatchObject([{ count: '150' }]);
  expect(one('missingInStore')).toMatchObject([{ part: 'products', count: '4' }]);
  expect(one('written')).toHaveLength(150);
  expect(one('written')[3]).toMatchObject({ key: 'MUG,3', was: '', shouldbe: '3', words: '3 available' });
  expect(one('asked')).toMatchObject([{ key: 'BOWL', was: '5', shouldbe: '0', since }]);
  expect(one('renamed')).toMatchObject([{ part: 'products', key: 'OLD', shouldbe: 'NEW' }]);
  expect(one('unclear: twin-code')).toMatchObject([{ part: 'products', key: 'TWIN' }]);
  expect(one('differs')).toMatchObject([{ key: 'CAP' }]);
  expect(one('cannot be read: variant')).toMatchObject([{ key: '7', words: 'sku should be string' }]);
  expect(one('note')).toMatchObject([{ words: 'Orders: one page was read twice, "again"' }]);
  expect(one('failed: Unavailable')).toMatchObject([{ words: 'myOGO did not answer.' }]);
  expect(one('repaired', 'trend')).toMatchObject([{ since, count: '5' }]);
  expect(one('came back daily')).toMatchObject([{ count: '15' }]);
});

it('as CSV it says how many rows nobody keeps by name', async () => {
  const rows = readCsv(await said('report --format csv', { kept: 40 }), REPORT_COLUMNS).map(({ values }) => values);
  expect(rows.filter(({ what }) => what === 'left out')).toMatchObject([
    { part: 'stock', count: '10', words: expect.stringContaining('levels that were written') as string },
    { part: 'products', count: '2', words: expect.stringContaining('differed') as string },
    { part: 'products', count: '4' },
    { part: 'products', count: '1' },
  ]);
});

it('as JSON it is the whole report with every row, by --format as by --json', async () => {
  const text = await said('report --format json');
  const { rows, ...rest } = JSON.parse(text) as { rows: readonly unknown[] };
  expect(rest).toEqual({ schemaVersion: 1, ...report });
  expect(rows).toEqual([...listedRows(report), ...beyond(50)]);
  expect(given.at(-1)).toEqual({ of: report });
  expect(await said('report', { json: true })).toBe(text);
});

it('its rows are listed page by page, for people and as JSON, and go on where a page ended', async () => {
  const text = (await said('report --rows --limit 130')).replaceAll(/ +/g, ' ');
  expect(text).toContain('stock written MUG,3 – 3 3 available');
  expect(text).toContain('There is more: ogoship abc123 report --rows --limit 130 --after n2');
  const json = JSON.parse(await said('report --rows --after n1', { json: true })) as { rows: unknown[]; next?: string };
  expect(json.rows).toEqual(beyond(50));
  expect(json.next).toBeUndefined();
  expect(given.at(-1)).toEqual({ after: 'n1' });
});

it.each([
  ['report --limit 5', 'limit'],
  ['report --after n1', 'after'],
  ['report --rows --format csv', 'format'],
  ['report --rows --file drift.csv', 'file'],
])('%s is bad usage', async (words, field) => {
  await expect(said(words)).rejects.toMatchObject({ name: 'UsageError', field });
});

it('is written to a file, as CSV unless JSON is meant', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ogoship-report-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [csv, json] = [join(folder, 'drift.csv'), join(folder, 'drift.json')];
  expect(await said(`report --file ${csv}`)).toBe(`The report is in ${csv}.\n`);
  expect(await readFile(csv, 'utf8')).toBe(await said('report --format csv'));
  await said(`report --format json --file ${json}`);
  expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({ startedAt: report.startedAt });
});

it('for reading it names drift that came back daily, and what to do', async () => {
  const text = await said('report');
  expect(text).toContain('Drift came back daily: on 3 days in a row');
  expect(text).toContain('102 of 152 levels are listed. All of them: ogoship abc123 report --rows');
});

it('for reading it has the counts of the daily comparisons, the newest first', async () => {
  const text = (await said('report')).replaceAll(/ +/g, ' ');
  expect(text).toContain('daily comparison found repaired left');
  expect(text).toMatch(/ 7 5 2\n/);
});

it('CSV and --json at once are bad usage', async () => {
  await expect(said('report --format csv', { json: true })).rejects.toThrow(UsageError);
});

it('for reading it says which rows are listed and not counted as left', async () => {
  expect(await said('report')).toContain('Listed, and not counted as left: untracked.');
});
