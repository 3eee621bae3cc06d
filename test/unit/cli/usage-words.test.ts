import { describe, expect, it } from 'vitest';
import { cliEnvironment } from '../../../src/cli/environment.ts';
import { run } from '../../../src/cli/run.ts';
import { hearOutput } from '../../support/hear-output.ts';

/** What a line says, without a server: none of these gets so far. */
async function said(words: readonly string[]) {
  const heard = hearOutput();
  try {
    return { code: await run(words, cliEnvironment({ USER: 'me' })), ...heard.said };
  } finally {
    heard.end();
  }
}

const LONG = 'x'.repeat(300);
const STEERING = '\u001b[31mred\u0007';
const wrong: readonly (readonly [line: readonly string[], field: string, expected: string])[] = [
  [[''], 'command', 'one of list, held'],
  [['--bogus'], '--bogus', '--version'],
  [['nosuch'], 'command', 'one of connect, test'],
  [['ab'], 'storeHash', 'the store hash, for example'],
  [[LONG], 'storeHash', 'the store hash, for example'],
  [['日本'], 'storeHash', 'the store hash, for example'],
  [['-5'], '-5', '--version'],
  [['abc123'], 'command', 'one of connect, test'],
  [['abc123', ''], 'command', 'one of connect, test'],
  [['abc123', 'stauts'], 'command', 'one of connect, test'],
  [['abc123', 'setup'], 'command', 'ogoship setup'],
  [['abc123', 'status', 'x'], 'command', 'ogoship abc123 status'],
  [['abc123', 'status', '--token=a-secret'], '--token', '--json'],
  [['abc123', 'orders'], 'command', 'one of fulfil, status'],
  [['abc123', 'orders', 'explain'], 'order', 'the order’s number in the store'],
  [['abc123', 'orders', 'explain', '-1'], 'order', 'a whole number from 1'],
  [['abc123', 'orders', 'explain', '１０'], 'order', 'a whole number from 1'],
  [['abc123', 'orders', 'explain', LONG], 'order', 'a whole number from 1'],
  [['abc123', 'orders', 'explain', STEERING], 'order', 'a whole number from 1'],
  [['abc123', STEERING], 'command', 'one of connect, test'],
  [['abc123', 'orders', 'release', '1', 'forget'], 'decision', 'one of use-code'],
  [['abc123', 'orders', 'release', '1', 'use-code'], 'code', '--code with a myOGO shipping code'],
  [['abc123', 'orders', 'release-all', 'cancel'], '--reason', 'one of shipping-method-not-linked'],
  [['abc123', 'orders', 'release-all', 'hand-over-again', '--reason', 'sku-missing'], 'decision', 'treat-as-done'],
  [['release', 'use-pickup-point', '--reason', 'sku-missing'], 'decision', 'treat-as-done'],
  [['held', '--limit', '0'], '--limit', 'a whole number from 1'],
  [['held', '--limit'], '--limit', '--limit <rows>'],
  [['completion', 'tcsh'], 'shell', 'one of bash, zsh, fish'],
  [['abc123', 'connect'], '--merchant', 'merchant id in myOGO'],
  [['abc123', 'connect', '--merchant', '1', '--set', '=1'], 'settings', 'name=value'],
  [['abc123', 'products', 'create'], 'skus', '--all, or --sku'],
  [['abc123', 'shipping', 'import', '/nowhere/links.csv'], 'file', 'a file to read'],
  [['abc123', 'shipping', 'import', '/tmp'], 'file', 'a file to read'],
  [['deployment', '--make-current'], '--make-current', '--make-current <build id>'],
  [['status'], 'storeHash', 'ogoship abc123 status'],
];

describe('a line that cannot be meant so', () => {
  it.each(wrong)('%j is one sentence with the field and what would be right', async (line, field, expected) => {
    const { code, err } = await said(line);
    expect(code).toBe(2);
    const [sentence = '', right = '', ...more] = err.trimEnd().split('\n').slice(-2);
    expect(more).toEqual([]);
    expect(sentence).toMatch(/^ogoship: \S.{5,140}[.?]$/);
    expect(right).toMatch(/^ {2}\S+: expected /);
    expect(right).toContain(`${field}: expected`);
    expect(right).toContain(expected);
    expect(err).not.toMatch(/a-secret|\u001b|\u0007|x{80}|\bat .*\.ts:\d/);
  });

  it.each(wrong)('%j as JSON is one document with the number of its shape', async (line, field, expected) => {
    const { code, out, err } = await said([...line, '--json']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    const { schemaVersion, error } = JSON.parse(err) as { schemaVersion: number; error: Record<string, string> };
    expect({ schemaVersion, type: error['type'], field: error['field'] }).toEqual({
      schemaVersion: 1,
      type: 'BadUsage',
      field,
    });
    expect(error['expected']).toContain(expected);
    expect(error['message']).toMatch(/^\S.{5,140}[.?]$/);
    expect(err).not.toContain('a-secret');
  });
});

it.each([['--help'], ['help'], ['--version'], ['abc123', '--help'], ['abc123', 'orders', 'explain', '--help']])(
  'what is asked for is an answer, as JSON too: %s',
  async (...line) => {
    const plain = await said(line);
    expect({ code: plain.code, err: plain.err }).toEqual({ code: 0, err: '' });
    const json = await said([...line, '--json']);
    expect(json).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(json.out)).toEqual({ schemaVersion: 1, text: plain.out.trimEnd() });
  },
);
