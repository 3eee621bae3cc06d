import type { Argument, Command, Option } from 'commander';
import { CliContext } from '../../src/cli/context.ts';
import { Output } from '../../src/cli/output.ts';
import { programForAll, programForStore } from '../../src/cli/run.ts';
import { page, type Page } from './page.ts';

/** Every command of the command line, as its own help knows it. */
export function commandsPage(): Page {
  const environment = { apiToken: undefined, secretToken: undefined, noColor: true, user: '' };
  const out = new Output({ json: false, noColor: true });
  const ofAll = programForAll(new CliContext(out, environment, ''));
  const ofStore = programForStore(new CliContext(out, environment, 'abc123'));
  return page(
    'reference/commands.md',
    'Commands',
    '`npx ogoship …`; the same text is in `npx ogoship --help` and `npx ogoship <store> <command> --help`. Every command takes `--json`. Exit code: 0 done, 1 failed, 2 bad usage. [How operators use them](../operations/command-line.md).',
    '## For all stores',
    ...leavesOf(ofAll).map((leaf) => entry('ogoship', leaf)),
    '## For one store',
    ...leavesOf(ofStore).map((leaf) => entry('ogoship <store>', leaf)),
  );
}

interface Leaf {
  readonly path: string;
  readonly command: Command;
}

function leavesOf(command: Command, path = ''): readonly Leaf[] {
  const inner = command.commands.filter((each) => each.name() !== 'help');
  if (inner.length === 0) return [{ path, command }];
  return inner.flatMap((each) => leavesOf(each, `${path} ${each.name()}`));
}

function entry(program: string, { path, command }: Leaf): string {
  const names = command.registeredArguments.map(argumentName).join(' ');
  const rows = [
    ...command.registeredArguments
      .filter(({ description }) => description !== '')
      .map((each) => `- \`${argumentName(each)}\`: ${each.description}`),
    ...command.options.map((each) => `- \`${each.flags}\`${required(each)}: ${each.description}`),
  ];
  const title = `### \`${program}${path}${names === '' ? '' : ` ${names}`}\``;
  return [title, sentence(command.description()), ...(rows.length === 0 ? [] : [rows.join('\n')])].join('\n\n');
}

function argumentName(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function required({ mandatory }: Option): string {
  return mandatory ? ' (required)' : '';
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
