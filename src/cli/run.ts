import { Command, CommanderError } from 'commander';
import { defined } from '../contract/defined.ts';
import { parseStoreHash, STORE_HASH_EXPECTED } from '../contract/ids.ts';
import { oneOf, refuseVague } from './arguments.ts';
import { allStoresCommands } from './commands/all-stores.ts';
import { changesCommands } from './commands/changes.ts';
import { everyStoreCommands } from './commands/every-store.ts';
import { integrationCommands } from './commands/integration.ts';
import { namespaceCommands } from './commands/namespace.ts';
import { orderCommands } from './commands/orders.ts';
import { productCommands } from './commands/products.ts';
import { questionCommands } from './commands/questions.ts';
import { shippingCommands } from './commands/shipping.ts';
import { completionScript, shells, type Shell } from './completion.ts';
import { CliContext } from './context.ts';
import { documentText } from './document.ts';
import type { CliEnvironment } from './environment.ts';
import { helpLayout, helpOutput } from './show/help.ts';
import { Interrupted, interruptedWords, unlessInterrupted } from './interruption.ts';
import { Output } from './output.ts';
import { UsageError } from './usage-error.ts';
import { abbreviated, usageWords } from './usage-words.ts';
import { version } from './version.ts';

/** What the process says when it ends. */
const ExitCode = { done: 0, failed: 1, badUsage: 2, interrupted: 130 } as const;

const FOR_ALL: readonly string[] =
  'setup doctor deployment list held questions failing find release rotate-keys completion help'.split(' ');

/**
 * Runs one command.
 * @param interruption ends it: what it waits for may still happen, and is named
 * @returns the process's exit code
 */
export async function run(
  args: readonly string[],
  environment: CliEnvironment,
  interruption: AbortSignal = new AbortController().signal,
): Promise<number> {
  const json = args.includes('--json');
  const rest = args.filter((arg) => arg !== '--json');
  const out = new Output({ json, noColor: environment.noColor });
  let line: ReturnType<typeof commandLine> | undefined;
  try {
    line = commandLine(rest, out, environment);
    const { context, program, words } = line;
    const work = program.parseAsync(words, { from: 'user' });
    await unlessInterrupted(work, interruption, () => context.interrupt());
    return context.failed ? ExitCode.failed : ExitCode.done;
  } catch (error) {
    if (interruption.aborted || error instanceof Interrupted) {
      out.error({ type: 'Interrupted', message: interruptedWords(error) });
      return ExitCode.interrupted;
    }
    if (error instanceof CommanderError && line !== undefined) return explainUsage(error, line, out);
    return explain(error, out);
  }
}

/**
 * Which program a line is for, and the words that are left for it.
 * @throws UsageError where it names neither a command nor a store
 */
export function commandLine(
  line: readonly string[],
  out: Output,
  environment: CliEnvironment,
): { readonly context: CliContext; readonly program: Command; readonly words: readonly string[] } {
  const [first = ''] = line;
  const isGlobal = first === '' || first.startsWith('-') || FOR_ALL.includes(first);
  const context = new CliContext(out, environment, isGlobal ? '' : storeHashOf(first));
  const program = isGlobal ? programForAll(context) : programForStore(context);
  refuseVague(program);
  // Such a store hash could exist; nobody has met one.
  if (!isGlobal && program.commands.some((command) => isNamed(command, first))) {
    throw new UsageError(`“${first}” is about one store.`, {
      field: 'storeHash',
      expected: `the store hash before it: ogoship abc123 ${first}`,
    });
  }
  const [, second = ''] = line;
  // Every program has a help.
  const isForAll = second !== 'help' && FOR_ALL.includes(second);
  if (!isGlobal && isForAll && !program.commands.some((command) => isNamed(command, second))) {
    throw new UsageError(`“${second}” is about all stores.`, { field: 'command', expected: `ogoship ${second}` });
  }
  return { context, program, words: isGlobal ? line : line.slice(1) };
}

function isNamed(command: Command, name: string): boolean {
  return command.name() === name;
}

function storeHashOf(text: string): string {
  const storeHash = parseStoreHash(text);
  if (storeHash === undefined) {
    throw new UsageError(`There is neither a command nor a store “${abbreviated(text)}”.`, {
      field: 'storeHash',
      expected: `${STORE_HASH_EXPECTED}, or one of ${FOR_ALL.join(', ')}`,
    });
  }
  return storeHash;
}

/** The commands about all stores. */
export function programForAll(context: CliContext): Command {
  const program = base(context.out, new Command('ogoship'))
    .description('Operates the BigCommerce integrations of myOGO.')
    .version(version(), '--version', 'the version of this program')
    .addHelpText(
      'after',
      '\nOne store: ogoship <store hash> <command>, for example `ogoship abc123 status`.\n' +
        'All of them: ogoship <store hash> --help\n\n' +
        'Every command takes --json. Exit code: 0 done, 1 failed, 2 bad usage.\n' +
        'Temporal is found by TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY or TEMPORAL_PROFILE.',
    );
  program.commandsGroup('See how all stores are:');
  allStoresCommands(program, context);
  program.commandsGroup('Set up and upgrade:');
  namespaceCommands(program, context);
  everyStoreCommands(program, context);
  program
    .command('completion')
    .description('a script that completes words in the shell: source it, or put it where the shell reads completions')
    .argument('<shell>', shells.join(', '), oneOf(shells))
    .action(async (shell: Shell) => {
      const script = completionScript(
        shell,
        program,
        programForStore(new CliContext(context.out, context.environment, 'abc123')),
      );
      await context.out.result({ shell, script }, () => {
        process.stdout.write(script);
      });
    });
  return program;
}

/** The commands about one store. */
export function programForStore(context: CliContext): Command {
  const program = base(context.out, new Command(`ogoship ${context.storeHash}`))
    .description(`Store ${context.storeHash}.`)
    .addHelpText('after', '\nEvery command takes --json. Exit code: 0 done, 1 failed, 2 bad usage.');
  for (const [task, add] of [
    ['Connect, check, pause:', integrationCommands],
    ['Products:', productCommands],
    ['Shipping methods:', shippingCommands],
    ['What flows by itself:', changesCommands],
    ['Questions:', questionCommands],
    ['Orders:', orderCommands],
  ] as const) {
    program.commandsGroup(task);
    add(program, context);
  }
  return program;
}

/** Commands inherit these settings from the program that they are added to. */
function base(out: Output, program: Command): Command {
  return program
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp(helpLayout)
    .configureOutput({
      // Help comes in pieces: as JSON they are one document.
      ...helpOutput,
      ...(out.json ? { writeErr: () => undefined, writeOut: (text) => out.pieces.push(text) } : {}),
      // What is wrong is said in the form of all errors.
      outputError: () => undefined,
    });
}

/** Help that was asked for is an answer; help in place of a missing command is not. */
function explainUsage(
  error: CommanderError,
  { program, words }: Pick<ReturnType<typeof commandLine>, 'program' | 'words'>,
  out: Output,
): number {
  if (error.exitCode === 0) {
    if (out.json) process.stdout.write(documentText({ text: out.pieces.join('').trimEnd() }));
    return ExitCode.done;
  }
  out.error({ type: 'BadUsage', ...usageWords(error, program, words) });
  return ExitCode.badUsage;
}

function explain(error: unknown, out: Output): number {
  if (error instanceof UsageError) {
    out.error({ type: 'BadUsage', message: error.message, ...whereAndWhat(error) });
    return ExitCode.badUsage;
  }
  if (isOurs(error)) {
    out.error({ type: error.type, message: error.message, ...whereAndWhat(error) });
    return error.type === 'InvalidInput' ? ExitCode.badUsage : ExitCode.failed;
  }
  out.error({
    type: 'Defect',
    message: defectWords(error),
    expected: 'nothing of this kind: whoever maintains this product needs this line, and the command',
  });
  return ExitCode.failed;
}

/** What nobody foresaw, in one sentence, and where: a stack says the same at length, and may quote what it was given. */
function defectWords(error: unknown): string {
  if (!(error instanceof Error)) return `A defect of this program: ${abbreviated(String(error))}.`;
  const [first = ''] = error.message.split('\n');
  const [, place = 'an unknown place'] = /((?:dist|src|node_modules)\/[^\s()]+:\d+:\d+)/.exec(error.stack ?? '') ?? [];
  return `A defect of this program: ${error.name}: ${abbreviated(first)} (${place}).`;
}

interface Ours extends Error {
  readonly type: string;
  readonly field: string | undefined;
  readonly expected: string | undefined;
}

/** By shape and not by class: the client library may not have been loaded. */
function isOurs(error: unknown): error is Ours {
  return error instanceof Error && 'type' in error && 'detail' in error;
}

function whereAndWhat({
  field,
  expected,
}: {
  readonly field: string | undefined;
  readonly expected: string | undefined;
}) {
  return defined({ field, expected });
}
