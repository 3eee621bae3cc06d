import { expect, it } from 'vitest';
import { asCommands } from '../../../src/cli/as-commands.ts';
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
    for (const command of commands) {
      const whole = command.endsWith('orders fulfil') ? `${command} 1042` : command;
      expect(await problemOf(whole)).toBeUndefined();
    }
  }
});

it('names the store where one is known, and says so where not', () => {
  expect(asCommands('latestChanges.enable(), or resume()', 'abc123')).toBe(
    '`ogoship abc123 changes enable`, or `ogoship abc123 resume`',
  );
  expect(asCommands('an id of questions()', '')).toBe('an id of `ogoship <store> questions`');
});
