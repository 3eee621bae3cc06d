import { spawn } from 'node:child_process';

interface CommandOptions {
  /** The command and everything it started are killed after this many milliseconds. */
  readonly timeoutMs: number;
  readonly env?: NodeJS.ProcessEnv;
}

export type CommandOutcome =
  | { readonly kind: 'ended'; readonly code: number; readonly stdout: string; readonly stderr: string }
  /** The command does not exist or may not be run. */
  | { readonly kind: 'not-started'; readonly reason: string }
  | { readonly kind: 'timed-out'; readonly afterMs: number };

/** Runs a command to its end. Never rejects: how it went is in the outcome. */
export type RunCommand = (command: string, args: readonly string[], options: CommandOptions) => Promise<CommandOutcome>;

/** The real runner. A command that hangs is killed together with its children, so nothing is left behind. */
export const runCommand: RunCommand = (command, args, options) =>
  new Promise((resolve) => {
    const ownGroup = process.platform !== 'win32';
    const child = spawn(command, [...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: options.env ?? process.env,
      detached: ownGroup,
      windowsHide: true,
    });
    const killAll = () => {
      if (child.pid === undefined) return;
      try {
        if (ownGroup) process.kill(-child.pid, 'SIGKILL');
        else child.kill('SIGKILL');
      } catch {
        // It ended by itself in the meantime.
      }
    };
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      killAll();
    }, options.timeoutMs);
    // A group of its own does not get the terminal's Ctrl-C, so it is ended with this process.
    process.once('exit', killAll);
    const settle = (outcome: CommandOutcome) => {
      clearTimeout(timer);
      process.off('exit', killAll);
      resolve(outcome);
    };

    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', (error) => settle({ kind: 'not-started', reason: error.message }));
    child.once('close', (code) =>
      settle(
        timedOut
          ? { kind: 'timed-out', afterMs: options.timeoutMs }
          : // A command ended by a signal has no code; 128 is the shell's way to say so.
            { kind: 'ended', code: code ?? 128, stdout, stderr },
      ),
    );
  });

/** One line that says why an outcome is not a success, for a message to a person. */
export function describeFailure(outcome: CommandOutcome): string {
  switch (outcome.kind) {
    case 'not-started':
      return outcome.reason;
    case 'timed-out':
      return `gave no answer within ${outcome.afterMs / 1000} s`;
    case 'ended': {
      const lastLine = outcome.stderr.trim().split('\n').at(-1)?.trim();
      return `ended with code ${outcome.code}${lastLine ? `: ${lastLine}` : ''}`;
    }
  }
}
