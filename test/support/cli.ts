import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { cliEnvironment } from '../../src/cli/environment.ts';
import { run } from '../../src/cli/run.ts';
import { hearOutput } from './hear-output.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

/** What a command said, and how it ended. */
export interface CliAnswer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** Variables of this machine that would reach the command by mistake. */
const OURS = /^(TEMPORAL_|CREDENTIAL_KEYS|BIGCOMMERCE_|MYOGO_|NO_COLOR|FORCE_COLOR|VITEST)/;

function environment(env: CliOptions['env'] = {}): NodeJS.ProcessEnv {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)));
  return { ...own, ...env };
}

/** Runs `ogoship` as a process whose input and outputs are pipes. */
export async function ogoshipInPipe(args: readonly string[], options: CliOptions = {}): Promise<CliAnswer> {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: root,
    env: environment(options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(options.stdin ?? '');
  return answerOf(child);
}

/**
 * Runs `ogoship` in this process, one command at a time: a process of its own costs ten times as much as most commands.
 * The long suite runs every command as a process all the same, and so does whoever gives an input.
 */
export function ogoship(args: readonly string[], options: CliOptions = {}): Promise<CliAnswer> {
  if (process.env['TEST_LONG'] === '1' || options.stdin !== undefined) return ogoshipInPipe(args, options);
  // The outputs and the environment are the process's: only one command at a time may have them.
  const answer = last.then(() => runHere(args, environment(options.env)));
  last = answer.catch(() => undefined);
  return answer;
}

let last: Promise<unknown> = Promise.resolve();

async function runHere(args: readonly string[], env: NodeJS.ProcessEnv): Promise<CliAnswer> {
  const before = process.env;
  const { said, end } = hearOutput();
  process.env = env;
  try {
    const code = await run(args, cliEnvironment());
    return { code, ...said };
  } finally {
    process.env = before;
    end();
  }
}

async function answerOf(child: ChildProcessByStdio<Writable | null, Readable, Readable>): Promise<CliAnswer> {
  const ended = once(child, 'close') as Promise<[code: number | null]>; // as Node emits it
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

/** Opens a pseudo-terminal, types a line whenever its prompt has come, and passes on what the terminal shows. */
const TERMINAL = `
import json, os, pty, sys
dialogue = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
seen = b''
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:
        break
    if not part:
        break
    seen += part
    sys.stdout.buffer.write(part)
    if dialogue and dialogue[0][0].encode() in seen:
        seen = b''
        os.write(terminal, (dialogue.pop(0)[1] + '\\r').encode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

/**
 * Runs `ogoship` on a pseudo-terminal (by Python's pty module), where both outputs are one.
 * @param dialogue what is typed after which prompt
 */
export async function ogoshipOnTerminal(
  args: readonly string[],
  options: CliOptions & { readonly dialogue?: readonly (readonly [prompt: string, typed: string])[] } = {},
): Promise<CliAnswer> {
  const command = [process.execPath, cli, ...args];
  const child = spawn('python3', ['-c', TERMINAL, JSON.stringify(options.dialogue ?? []), ...command], {
    cwd: root,
    env: { ...environment(options.env), TERM: 'xterm-256color', COLUMNS: '120' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return answerOf(child);
}
