import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { CliContext } from '../../../src/cli/context.ts';
import { cliEnvironment } from '../../../src/cli/environment.ts';
import { Output } from '../../../src/cli/output.ts';
import { programForAll, programForStore, run } from '../../../src/cli/run.ts';
import { hearOutput, type Heard } from '../../support/hear-output.ts';
import { OgoshipClient } from '../../../src/client/index.ts';

// Every command's answer is one JSON document with the number of its shape, and nothing beside it. The commands are those of
// the command line itself, so a new one is here by itself.

const environment = cliEnvironment({ BIGCOMMERCE_API_TOKEN: 'a', MYOGO_SECRET_TOKEN: 'b' });
let folder = '';
let said: Heard = { out: '', err: '' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ogoship-json-'));
  await writeFile(join(folder, 'links.csv'), 'method,code\nDHL*,DHL\n');
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  vi.stubEnv('CREDENTIAL_KEYS', `k1:${Buffer.alloc(32, 7).toString('base64')}`);
  const client = fake('client') as unknown as OgoshipClient; // answers whatever it is asked
  vi.spyOn(OgoshipClient, 'connect').mockResolvedValue(client);
  vi.spyOn(OgoshipClient, 'doctor').mockResolvedValue({ ok: true, checks: [] });
  ({ said } = hearOutput());
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** What any call answers: the fields that commands look at before they write it. */
const anything = {
  ok: true,
  legs: {},
  settings: { stockBuffer: 0 },
  rotated: [],
  confirm: false,
  sentence: 'Nothing.',
  numbers: {},
  cancelled: false,
  marked: 'by the client',
};
const lists: readonly string[] = ['links', 'storeMethods', 'questions'];

/** A client of which everything can be asked. */
function fake(path: string): object {
  return new Proxy(() => undefined, {
    get: (_, key) => (key === 'then' ? undefined : fake(`${path}.${String(key)}`)),
    apply: () => answer(path),
  });
}

function answer(path: string): unknown {
  const name = path.split('.').at(-1) ?? '';
  if (name === 'integration') return fake(path);
  if (name === 'integrations') return once({ storeHash: 'abc123' });
  if (name === 'previewRelease') return anything;
  if (path.startsWith('client.stores.') || path.endsWith('reconcile.rows'))
    return once({ rows: [{ storeHash: 'abc123', orderId: 5, done: true }] });
  if (name === 'retryHeld' && !path.includes('preview')) return Promise.resolve(3);
  if (lists.includes(name) || path.endsWith('orders.held')) return Promise.resolve([{ method: 'DHL*', code: 'DHL' }]);
  return Promise.resolve({ ...anything, result: () => Promise.resolve(anything) });
}

async function* once<T>(value: T) {
  await Promise.resolve();
  yield value;
}

function leaves(command: Command, words: readonly string[]): readonly { words: readonly string[]; command: Command }[] {
  if (command.commands.length === 0) return [{ words, command }];
  return command.commands.flatMap((each) => leaves(each, [...words, each.name()]));
}

const context = new CliContext(new Output({ json: true, noColor: true }), environment, 'abc123');
const all = [...leaves(programForAll(context), []), ...leaves(programForStore(context), ['abc123'])];
const good: Readonly<Record<string, string>> = { decision: 'treat-as-done', order: '5', shell: 'bash' };
/** What a command must have beside what it requires of every line. */
const more: Readonly<Record<string, readonly string[]>> = {
  'abc123 products create': ['--all'],
  'abc123 orders retry': ['--all', '--yes'],
  'abc123 answer': ['approve', '--yes'],
  'abc123 rotate': ['--bigcommerce'],
  'abc123 settings': ['stockBuffer=2'],
};

function lineOf(words: readonly string[], { registeredArguments, options }: Command): readonly string[] {
  const line = words.join(' ');
  const given = registeredArguments
    .filter(({ required }) => required)
    .filter((argument) => !(line === 'abc123 answer' && argument.name() === 'decision'))
    .map((argument) => (argument.name() === 'links.csv' ? join(folder, 'links.csv') : (good[argument.name()] ?? 'x')));
  const required = options
    .filter(({ mandatory }) => mandatory)
    .flatMap((option) => [`--${option.name()}`, option.name() === 'reason' ? 'sku-missing' : '17']);
  return [...words, ...given, ...(more[line] ?? []), ...required];
}

async function documentOf(line: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const code = await run([...line, '--json'], environment);
  expect({ line, code, err: said.err }).toEqual({ line, code: 0, err: '' });
  expect(said.out.endsWith('\n')).toBe(true);
  return JSON.parse(said.out) as Readonly<Record<string, unknown>>;
}

it('knows every command', () => {
  expect(all.length).toBeGreaterThan(35);
});

const named = all.map(({ words, command }) => ({ line: words.join(' '), words, command }));

it.each(named)('answers with one document that has its number: $line', async ({ words, command }) => {
  const { schemaVersion, ...rest } = await documentOf(lineOf(words, command));
  expect(schemaVersion).toBe(1);
  expect(Object.keys(rest)).not.toEqual([]);
});

it.each(named.filter(({ command }) => command.options.some(({ long }) => long === '--dry-run')))(
  'its preview, too: $line',
  async ({ words, command }) => {
    const line = lineOf(words, command).filter((word) => word !== '--yes');
    expect(await documentOf([...line, '--dry-run'])).toMatchObject({ schemaVersion: 1, dryRun: true });
  },
);

it.each([
  [['abc123', 'rotate', '--myogo', '--print']],
  [['abc123', 'settings']],
  [['abc123', 'shipping', 'export', '--file', '{folder}/out.csv']],
  [['abc123', 'report', '--format', 'json']],
  [['abc123', 'report', '--rows']],
  [['abc123', 'orders', 'retry', '5']],
  [['--version']],
  [['--help']],
  [['abc123', 'help']],
  [['abc123', 'orders', 'release', '--help']],
])('in its other forms, too: %j', async (line) => {
  const words = line.map((word) => word.replace('{folder}', folder));
  expect(await documentOf(words)).toMatchObject({ schemaVersion: 1 });
});
