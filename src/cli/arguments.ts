import { InvalidArgumentError, type Command } from 'commander';
import type { SettingsPatch } from '../contract/settings.ts';
import { morePlaces } from './files/pick-up-places.ts';
import { UsageError } from './usage-error.ts';
import { abbreviated } from './usage-words.ts';

/** A positive whole number. */
export function wholeNumber(text: string): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw new InvalidArgumentError('It has to be a whole number from 1.');
  return value;
}

/** A plain decimal; `NaN` for all else that JavaScript calls a number (`0x10`, `1e3`, nothing): who is asked says what would be right. */
export function decimal(text: string): number {
  return /^\s*-?\d{1,15}(?:\.\d{1,15})?\s*$/.test(text) ? Number(text) : NaN;
}

/** Takes an option that may be given several times. */
export function several(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

/** `name=value` pairs as a patch: numbers, lists, true, false and null as in JSON, all else as text. */
export function settingsOf(pairs: readonly string[]): SettingsPatch {
  const patch = pairs.map((pair): readonly [string, unknown] => {
    const [, name, value] = /^(\w+)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(`“${abbreviated(pair)}” is not a setting.`, {
        field: 'settings',
        expected: 'name=value, for example stockBuffer=2',
      });
    }
    return [name, jsonOrText(value)];
  });
  const twice = patch.find(([name], at) => patch.findIndex(([other]) => other === name) < at)?.[0];
  if (twice !== undefined) {
    throw new UsageError(`The setting ${abbreviated(twice)} is given twice.`, { field: twice, expected: 'one value' });
  }
  return Object.fromEntries(patch); // names and values are judged by the integration
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** One of the words, as the option's type. */
export function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const word = words.find((each) => each === text);
    if (word === undefined) throw new InvalidArgumentError(`It has to be one of ${words.join(', ')}.`);
    return word;
  };
}

/** Options that gather what they are given. */
const gathering: readonly unknown[] = [several, morePlaces];

/**
 * Refuses what a shell makes of a variable that is not set, and of a line that was put together from two: an option or
 * argument that is empty, and an option that is given twice, of which one would count and nobody could say which.
 */
export function refuseVague(command: Command): void {
  for (const option of command.options) {
    const { parseArg, description } = option;
    // Workers without a build id are called "".
    const mayBeEmpty = option.attributeName() === 'makeCurrent';
    let given = 0;
    command.on(`option:${option.name()}`, (value: unknown) => {
      if (typeof value !== 'string') return; // a flag says the same twice
      given += 1;
      if (value.trim() === '' && !mayBeEmpty) throw vague(`--${option.name()} is empty.`, option.name(), description);
      if (given > 1 && !gathering.includes(parseArg)) {
        throw vague(`--${option.name()} is given ${given} times.`, option.name(), `${description}; once`);
      }
    });
  }
  command.hook('preAction', (_, acting) => {
    if (acting !== command) return;
    for (const [at, text] of acting.args.entries()) {
      const argument = acting.registeredArguments[Math.min(at, acting.registeredArguments.length - 1)];
      if (text.trim() !== '' || argument === undefined) continue;
      throw vague(`<${argument.name()}> is empty.`, argument.name(), argument.description);
    }
  });
  for (const each of command.commands) refuseVague(each);
}

function vague(message: string, field: string, expected: string): UsageError {
  return new UsageError(message, { field, expected });
}
