import { expect, it } from 'vitest';
import { asCommands } from '../../../src/cli/as-commands.ts';
import { FailureType, type Side } from '../../../src/contract/failures.ts';
import { rotation } from '../../../src/contract/integration/rotation.ts';
import { dueWords } from '../../../src/contract/stock.ts';
import { commandsIn, problemOf } from '../../support/remedies/named-commands.ts';
import { sources, textsOf } from '../../support/remedies/remedy-texts.ts';

/** Texts of what people are told, which name an act as the client library does. */
const API =
  /\b(?:latestChanges|orders|products|shipping|reconcile|preview|stores)\.[a-z][A-Za-z]+\(?|\b(?:rotateCredentials|changeSettings|resealCredentials|makeCurrent)\b|\b(?:questions|resume|status|disconnect|connect|answer|pause)\(\)/g;
const texts = sources
  .filter(({ file }) => /^src\/(?:client|workflows|domain|contract|activities)\//.test(file))
  .flatMap(({ source }) => textsOf(source, source))
  // Sentences, and not the description of a form in the Web UI, which has buttons of those names.
  .filter((text) => text.includes(' ') && !text.includes('${') && !text.includes('Example'))
  .filter((text) => text.match(API) !== null);

it('every act that a text names as the library does is a command to the reader of a terminal', async () => {
  expect(texts.length).toBeGreaterThan(5);
  for (const text of texts) {
    const told = asCommands(text, 'abc123');
    expect(told.match(API), text).toBeNull();
    const commands = commandsIn(told);
    expect(commands.length, told).toBeGreaterThan(0);
    for (const command of commands) expect(await problemOf(command)).toBeUndefined();
  }
});

it.each([
  ['orders.fulfil(1042) takes it all the same', 'orders fulfil 1042'],
  ['rotateCredentials with both tokens', 'rotate --bigcommerce --myogo'],
  [rotation(undefined), 'rotate --bigcommerce --myogo'],
  [rotation(undefined, 'myogo'), 'rotate --myogo'],
  [rotation({ refused: refusal('bigcommerce') }), 'rotate --bigcommerce'],
  [rotation({ refused: refusal('bigcommerce') }, 'myogo'), 'rotate --myogo'],
  [
    rotation({ refused: refusal('bigcommerce'), refusedToo: refusal('myogo') }, 'bigcommerce'),
    'rotate --bigcommerce --myogo',
  ],
  [rotation({ refused: { ...refusal('bigcommerce'), unopened: 'no key' } }), 'rotate --bigcommerce --myogo'],
])('%s: `%s`, which can be run as it stands', async (text, command) => {
  const told = asCommands(text, 'abc123');
  expect(told).toContain(`\`ogoship abc123 ${command}\``);
  for (const each of commandsIn(told)) expect(await problemOf(each)).toBeUndefined();
});

function refusal(side: Side) {
  return { side, type: FailureType.credentialsRejected } as const;
}

it('names the store where one is known, and says so where not', () => {
  expect(asCommands('latestChanges.enable(), or resume()', 'abc123')).toBe(
    '`ogoship abc123 changes enable`, or `ogoship abc123 resume`',
  );
  expect(asCommands('an id of questions()', '')).toBe('an id of `ogoship <store> questions`');
});

it('a command that a text gives for any store is that of the store where one is known', () => {
  const told = asCommands(dueWords['refused-by-person'], 'abc123');
  expect(told).toContain('`ogoship abc123 questions`');
  expect(asCommands(dueWords.asked, '')).toContain('`ogoship <store> questions`');
});
