import { InvalidArgumentError } from 'commander';
import type { SettingsPatch } from '../contract/settings.ts';
import { UsageError } from './usage-error.ts';

/** A positive whole number. */
export function wholeNumber(text: string): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw new InvalidArgumentError('It has to be a whole number from 1.');
  return value;
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
      throw new UsageError(`“${pair}” is not a setting.`, {
        field: 'settings',
        expected: 'name=value, for example stockBuffer=2',
      });
    }
    return [name, jsonOrText(value)];
  });
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
