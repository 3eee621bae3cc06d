import { describe, expect, it } from 'vitest';
import { settingRules } from '../../../src/domain/integration/settings.ts';
import { commandsIn, problemOf } from '../../support/remedies/named-commands.ts';
import {
  actsIn,
  below,
  ofAlerts,
  ofHolds,
  read,
  remedies,
  sources,
  textsOf,
} from '../../support/remedies/remedy-texts.ts';

/** Who acts where the reader of a text cannot, or the other place where the reader does it. */
const WHO =
  /\bin (?:the )?(?:myOGO|store)\b|store’s order|warehouse’s people|its people|[Ww]hoever (?:runs|maintains)|Temporal's support|Temporal Web UI|BigCommerce|the shopper|\bmerchant\b|\ba worker\b|on the worker|one more worker|the worker its key/;
/** What only whoever runs the workers or the server can do, by the names of that trade. */
const OPERATORS =
  /\b(?:TEMPORAL|CENSUS|CREDENTIAL)_[A-Z_]+\b|temporal (?:operator|workflow|schedule) [a-z]+ |tcld |docs\/operations\/[\w-]+\.md/;

describe('a remedy', () => {
  it('is found wherever one is given', () => {
    expect(remedies.length).toBeGreaterThan(15);
    expect(ofHolds.length).toBeGreaterThan(40);
    expect(ofAlerts.length).toBeGreaterThan(15);
    const [all] = [remedies.map(({ text }) => text).join('\n')];
    for (const part of [
      'then rotate',
      'copy the API path',
      'deployment --make-current',
      'Give the worker',
      '`ogoship setup`',
    ])
      expect(all).toContain(part);
  });

  it('names commands, or says who else acts and where', () => {
    const silent = [...remedies, ...ofHolds, ...ofAlerts]
      .filter(({ text }) => commandsIn(text).length === 0 && actsIn(text).length === 0)
      .filter(({ text }) => !WHO.test(text) && !OPERATORS.test(text));
    expect(silent).toEqual([]);
  });

  it('names only commands that the command line takes', async () => {
    const lines = [...remedies, ...ofHolds, ...ofAlerts].flatMap(({ text }) => [...commandsIn(text), ...actsIn(text)]);
    expect(await problemsOf(lines)).toEqual([]);
  });

  it('outside of the orders is performed by a test, command by command', () => {
    const tests = ['remedies-performed', 'deployment'].map((name) => read(`test/integration/${name}.test.ts`)).join('');
    const performed = [...tests.matchAll(/(?:command:|named\(.+,) '([^']+)'/g)].map(([, begins = '']) => begins);
    // One order's own: `test/support/remedies/` performs those.
    const ofOrders = /^abc123 orders (?:retry|release|cancel|fulfil) 1042/;
    const left = [...remedies, ...ofAlerts]
      .flatMap(({ text }) => [...commandsIn(text), ...actsIn(text)])
      .map((command) => command.replace(/^ogoship /, ''))
      .filter((command) => !ofOrders.test(command) && !performed.some((begins) => command.startsWith(begins)));
    expect([...new Set(left)]).toEqual([]);
    expect(performed.length).toBeGreaterThan(15);
  });

  it('names only settings that there are', () => {
    const named = ofHolds.flatMap(({ text }) =>
      [...text.matchAll(/settings? (\w+(?:, \w+)*(?: and \w+)?)/g)].flatMap(([, names = '']) =>
        names.split(/, | and /),
      ),
    );
    expect(named).toContain('cashOnDelivery');
    expect(named.filter((name) => !(name in settingRules))).toEqual([]);
  });
});

describe('a command', () => {
  it('that any text of the product names is one that it takes', async () => {
    const texts = sources
      .filter(({ file }) => file !== 'src/cli/completion.ts')
      .flatMap(({ source }) => textsOf(source, source));
    const lines = texts.flatMap(commandsIn);
    expect(lines.length).toBeGreaterThan(10);
    expect(await problemsOf(lines)).toEqual([]);
  });

  it('that a page names is one that it takes', async () => {
    // The reference of the commands is made from their definitions.
    const pages = ['README.md', ...below('docs/', '.md')].filter((page) => page !== 'docs/reference/commands.md');
    const lines = pages.flatMap((page) => commandsIn(read(page)));
    expect(lines.length).toBeGreaterThan(60);
    expect(await problemsOf(lines)).toEqual([]);
  });

  it('that there is not, or with an option that there is not, is found wrong', async () => {
    const wrong = [
      'ogoship abc123 orders free 1042',
      'ogoship abc123 rotate --all',
      'ogoship mend',
      'ogoship abc123 orders release 1042 forget',
      'ogoship abc123 answer stock-brake-1 maybe',
      'ogoship held --reason bad-luck',
      'ogoship abc123 orders explain',
    ];
    for (const line of wrong) expect(await problemOf(line), line).toBeDefined();
    expect(await problemOf('ogoship abc123 orders explain 1042')).toBeUndefined();
  });
});

async function problemsOf(lines: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all([...new Set(lines)].map(problemOf));
  return found.filter((problem) => problem !== undefined);
}
