import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly cwd: string;
  /** Ends the command with all that it started. */
  readonly signal: AbortSignal;
}

/** A command that ended badly, with its last lines. */
class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

const LAST_CHARACTERS = 2_000;

/**
 * Runs a command to its end.
 * @returns what it printed
 * @throws CommandFailed, or the signal's reason
 */
export function runCommand(command: string, args: readonly string[], { cwd, signal }: CommandOptions): Promise<string> {
  signal.throwIfAborted();
  // A group of its own: it is ended as a whole, and Ctrl-C reaches this process alone.
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  let all = '';
  child.stdout.on('data', (part: Buffer) => {
    output += part.toString();
    all += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => (all += part.toString()));
  const end = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  };
  signal.addEventListener('abort', end, { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      signal.removeEventListener('abort', end);
      if (signal.aborted)
        reject(signal.reason as Error); // always a Stopped
      else if (code === 0) resolve(output.trim());
      else reject(new CommandFailed(`${command} ${args.join(' ')} failed:\n${all.slice(-LAST_CHARACTERS).trim()}`));
    });
  });
}
