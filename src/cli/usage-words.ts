import type { Command, CommanderError } from 'commander';
import { plain } from './text-for-people.ts';

/** What is wrong with a command line, as every other error says it: a sentence, the field, and what would be right. */
export interface UsageWords {
  readonly message: string;
  readonly field: string;
  readonly expected: string;
}

/** So much of what was typed is shown. */
const SHOWN = 60;

/**
 * Commander's error in our own form. The value of an option that does not exist is never shown: it may be a secret typed in
 * vain.
 * @param words the line, without the store and what every command takes
 */
export function usageWords({ code, message }: CommanderError, program: Command, words: readonly string[]): UsageWords {
  const command = commandOf(program, words);
  const [, quoted = ''] = /'([^']*)'/.exec(message) ?? [];
  const [option = ''] = quoted.split(/[ =]/);
  const help = `\`${nameOf(command)} --help\` shows more`;
  switch (code) {
    case 'commander.unknownOption':
      return {
        message: `There is no option ${abbreviated(option)}.`,
        field: abbreviated(option),
        expected: `${listed(command.options.flatMap(({ long }) => long ?? []).concat('--json', '--help'))}; ${help}`,
      };
    case 'commander.unknownCommand':
    case 'commander.help':
      return {
        message:
          code === 'commander.help' || quoted === ''
            ? `A command is missing after \`${nameOf(command)}\`.`
            : `There is no command “${abbreviated(quoted)}”.${nearest(message)}`,
        field: 'command',
        expected: `${listed(command.commands.map((each) => each.name()))}; ${help}`,
      };
    case 'commander.missingArgument': {
      const argument = command.registeredArguments.find((each) => each.name() === quoted);
      return {
        message: `<${quoted}> is missing.`,
        field: quoted,
        expected: `${argument?.description ?? quoted}; ${help}`,
      };
    }
    case 'commander.excessArguments':
      return {
        message: 'There is a word too many.',
        field: 'command',
        expected: `\`${nameOf(command)} ${command.usage()}\``,
      };
    case 'commander.missingMandatoryOptionValue':
    case 'commander.optionMissingArgument': {
      const known = command.options.find(({ long }) => long === option);
      const missing =
        code === 'commander.optionMissingArgument' ? `${option} lacks its value.` : `${option} is missing.`;
      return { message: missing, field: option, expected: `${quoted}, ${known?.description ?? help}` };
    }
    default: {
      const [, expected = help] = /It has to be (.*)\.$/s.exec(message) ?? [];
      const [, argument = option] = /for argument '([^']*)'/.exec(message) ?? [];
      return { message: `${argument} has an invalid value.`, field: argument, expected };
    }
  }
}

/** What was typed, in a sentence: short, and steering nothing. */
export function abbreviated(typed: string): string {
  const text = plain(typed);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** The command that the words name, as far as they do. */
function commandOf(program: Command, words: readonly string[]): Command {
  let command = program;
  for (const word of words) {
    const next = command.commands.find((each) => each.name() === word);
    if (next === undefined) break;
    command = next;
  }
  return command;
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

function listed(words: readonly string[]): string {
  return words.length === 1 ? words.join('') : `one of ${words.join(', ')}`;
}

function nearest(message: string): string {
  const [, found] = /\(Did you mean (.*)\?\)/.exec(message) ?? [];
  return found === undefined ? '' : ` Did you mean ${found}?`;
}
