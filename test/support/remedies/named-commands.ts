import type { Command } from 'commander';
import { cliEnvironment } from '../../../src/cli/environment.ts';
import { Output } from '../../../src/cli/output.ts';
import { commandLine } from '../../../src/cli/run.ts';

/** What stands in a text for what its reader knows: a value of the same kind. */
const STANDS_FOR: readonly (readonly [RegExp, string])[] = [
  [/\$\{[^}]*\}(?= |$)|<store(?: hash)?>/g, 'abc123'],
  [/\$\{[^}]*\}/g, 'x'],
  [/<build id>/g, 'b1'],
  [/<order>/g, '1042'],
  [/<reason>/g, 'sku-missing'],
  [/<decision>/g, 'treat-as-done'],
  [/<id>|<question>/g, '17'],
  [/name=value …/g, 'stockBuffer=2'],
];

/** Every `ogoship …` that a text names, without what a shell or the sentence has around it. */
export function commandsIn(text: string): readonly string[] {
  const named = [...text.matchAll(/(?<![\w./-])ogoship(?= (?:[a-z][\w-]*|<|\$\{|--))[^`“”\n]*/g)];
  return named.flatMap(([line]) => {
    const known = STANDS_FOR.reduce((before, [what, value]) => before.replaceAll(what, value), line);
    const [command = ''] = known.split(/ #| [|>]|[|] | && |, for example|\)$|\.$| …$/);
    // The form of every command is none, nor is the program's own name.
    return /<command>|^ogoship \S+ \S*(?:\$\{|abc123)|^ogoship abc123$/.test(command.trim()) ? [] : [command.trim()];
  });
}

/** Feeds a command to the parser of the command line; nothing is executed. @returns what is wrong with it */
export async function problemOf(command: string): Promise<string | undefined> {
  const said: string[] = [];
  try {
    const out = new Output({ json: false, noColor: true });
    const { program, words } = commandLine(wordsOf(command), out, cliEnvironment({}));
    const ran: string[] = [];
    disarm(program, said, (name) => ran.push(name));
    await program.parseAsync(words, { from: 'user' });
    return ran.length > 0 ? undefined : `${command}: runs nothing`;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if ('code' in error && error.code === 'commander.helpDisplayed') return undefined;
    return `${command}: ${[error.message, ...said].join(' ')}`;
  }
}

/** Every command of it does nothing but say that it would have run. */
function disarm(command: Command, said: string[], ran: (name: string) => void): void {
  command.configureOutput({ writeOut: () => undefined, writeErr: (text) => said.push(text.trim()) });
  if (command.commands.length === 0) command.action(() => ran(command.name()));
  for (const each of command.commands) disarm(each, said, ran);
}

/** Words as a shell takes them, without the program's own and what every command takes. */
export function wordsOf(command: string): readonly string[] {
  const words = [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)];
  const all = words.map(([, single, double, bare]) => single ?? double ?? bare ?? '');
  return all.slice(1).filter((word) => word !== '--json');
}
