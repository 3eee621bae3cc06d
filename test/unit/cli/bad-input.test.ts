import { Connection } from '@temporalio/client';
import type { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CliContext } from '../../../src/cli/context.ts';
import { cliEnvironment } from '../../../src/cli/environment.ts';
import { Output } from '../../../src/cli/output.ts';
import { programForAll, programForStore, run } from '../../../src/cli/run.ts';
import { hearOutput, type Heard } from '../../support/hear-output.ts';

// Whatever a line gets wrong is refused before anybody is asked: exit code 2, one document on standard error, nothing on
// standard output. The options are those of the command line itself, so a new one is here by itself.

const environment = cliEnvironment({ BIGCOMMERCE_API_TOKEN: 'a', MYOGO_SECRET_TOKEN: 'b' });
let connected = 0;
let said: Heard = { out: '', err: '' };

beforeEach(() => {
  connected = 0;
  vi.stubEnv('TEMPORAL_ADDRESS', '127.0.0.1:1');
  vi.stubEnv('CREDENTIAL_KEYS', `k1:${Buffer.alloc(32, 7).toString('base64')}`);
  vi.spyOn(Connection.prototype, 'ensureConnected').mockImplementation(() => {
    connected += 1;
    return Promise.reject(Object.assign(new Error('away'), { code: 14, details: 'away', metadata: {} }));
  });
  ({ said } = hearOutput());
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function refused(args: readonly string[]): Promise<{ readonly type: string; readonly message: string }> {
  const code = await run([...args, '--json'], environment);
  expect({ args, code, connected, out: said.out }).toEqual({ args, code: 2, connected: 0, out: '' });
  const { schemaVersion, error } = JSON.parse(said.err) as {
    readonly schemaVersion: number;
    readonly error: {
      readonly type: string;
      readonly message: string;
      readonly field: string;
      readonly expected: string;
    };
  };
  expect(schemaVersion).toBe(1);
  expect(['BadUsage', 'InvalidInput']).toContain(error.type);
  expect(error.field, error.message).toMatch(/\S/);
  expect(error.expected, error.message).toMatch(/\S/);
  expect(error.message.length).toBeLessThan(400);
  return error;
}

interface Leaf {
  /** The words before its arguments. */
  readonly words: readonly string[];
  readonly command: Command;
}

function leaves(command: Command, words: readonly string[]): readonly Leaf[] {
  if (command.commands.length === 0) return [{ words, command }];
  return command.commands.flatMap((each) => leaves(each, [...words, each.name()]));
}

const context = new CliContext(new Output({ json: true, noColor: true }), environment, 'abc123');
const all = [...leaves(programForAll(context), []), ...leaves(programForStore(context), ['abc123'])];
/** What each argument takes, so that the option alone is wrong. */
const good: Readonly<Record<string, string>> = { decision: 'treat-as-done', order: '5', shell: 'bash', question: 'q' };
const argumentsOf = ({ registeredArguments }: Command): string[] =>
  registeredArguments.filter(({ required }) => required).map((argument) => good[argument.name()] ?? 'x');
const required = ({ options }: Command, but: string): string[] =>
  options
    .filter((option) => option.mandatory && option.name() !== but)
    .flatMap((option) => [`--${option.name()}`, option.name() === 'reason' ? 'sku-missing' : '17']);

const valued = all.flatMap(({ words, command }) =>
  command.options
    .filter((option) => option.required)
    .map((option) => ({ words, command, name: option.name(), line: [...words, `--${option.name()}`].join(' ') })),
);

it('knows every command', () => {
  expect(all.length).toBeGreaterThan(35);
  expect(valued.length).toBeGreaterThan(45);
});

describe('an option', () => {
  it.each(valued.filter(({ name }) => name !== 'make-current'))('that is empty is refused: $line', async (each) => {
    for (const empty of ['', '  ', '\u00a0']) {
      Object.assign(said, { out: '', err: '' });
      const given = [...required(each.command, each.name), `--${each.name}`, empty];
      await refused([...each.words, ...argumentsOf(each.command), ...given]);
    }
  });

  it.each(valued.filter(({ name }) => !['set', 'sku', 'where'].includes(name)))(
    'that is given twice is refused: $line',
    async ({ words, command, name }) => {
      const value = ['sku-missing', '17', '2h', 'csv', 'FI', 'stock-brake', 'Unavailable', 'sku', 'in-myogo', 'none']
        .filter((each) => takes(command, name, each))
        .at(0);
      const twice = [`--${name}`, value ?? 'x', `--${name}`, value ?? 'x'];
      const { message } = await refused([...words, ...argumentsOf(command), ...required(command, name), ...twice]);
      expect(message).toContain(`--${name}`);
    },
  );

  it.each(all.map(({ words, command }) => ({ line: words.join(' '), words, command })))(
    'that nobody knows is refused, however it is written: $line',
    async ({ words, command }) => {
      for (const odd of [
        '--nosuch',
        `--${'x'.repeat(10_000)}`,
        '--商品',
        '--a\u202eb',
        '--\u001b[31mred',
        '--nosuch=1',
      ]) {
        Object.assign(said, { out: '', err: '' });
        await refused([...words, ...argumentsOf(command), ...required(command, ''), odd]);
      }
    },
  );
});

/** Whether the option's own parser takes the text. */
function takes({ options }: Command, name: string, text: string): boolean {
  const { parseArg } = options.find((option) => option.name() === name) ?? {};
  try {
    parseArg?.(text, undefined);
    return true;
  } catch {
    return false;
  }
}

it.each(
  all
    .filter(({ command }) => command.registeredArguments.length > 0)
    .map((leaf) => ({ ...leaf, line: leaf.words.join(' ') })),
)('an argument that is empty is refused: $line', async ({ words, command }) => {
  await refused([...words, ...command.registeredArguments.map(() => ' '), ...required(command, '')]);
});

it.each([
  ['find', ''],
  ['find', '12', '--as', 'order', '--merchant', 'x'.repeat(10_000)],
  ['find', 'MUG', '--as', 'order'],
  ['held', '--older', 'yesterday'],
  ['held', '--after', 'nonsense'],
  ['failing', '--after', 'nonsense'],
  ['questions', '--merchant', '17', '--after', 'nonsense'],
  ['release', 'cancel', '--reason', 'sku-missing', '--after', 'nonsense'],
  ['failing', '--reason', 'unavailable'],
  ['questions', '--reason', 'sku-missing'],
  ['release', 'use-code', '--reason', 'shipping-code-refused'],
  ['abc123', 'settings', 'stockBuffer=2', 'stockBuffer=3'],
  ['abc123', 'settings', 'x'.repeat(10_000)],
  ['abc123', 'orders', 'explain', '1.5'],
  ['abc123', 'orders', 'retry'],
  ['abc123', 'deployment'],
  ['abc123', 'list'],
  ['abc123', 'nosuch'],
  ['abc123', 'answer', 'q', 'perhaps'],
  ['abc123', 'products', 'create', '--all', '--sku', 'A'],
  ['abc123', 'shipping', 'preview', '--days', '0'],
])('what a command itself cannot take is refused without a server: %s %s %s %s', async (...args) => {
  await refused(args);
});

it('what is right asks the server, and says that it does not answer', async () => {
  expect(await run(['find', '12', '--json'], environment)).toBe(1);
  expect(connected).toBe(1);
  expect(JSON.parse(said.err)).toMatchObject({ schemaVersion: 1, error: { type: 'Unavailable' } });
});

it('what is about all stores is told where it belongs', async () => {
  expect(await refused(['abc123', 'deployment'])).toMatchObject({
    message: '“deployment” is about all stores.',
    expected: 'ogoship deployment',
  });
});
