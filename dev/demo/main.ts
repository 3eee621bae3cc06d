/** `npm start`: everything on this machine, and the merchant's guide walked through. */
import { checklistScreen } from './checklist-screen.ts';
import type { WalkEvent } from './events.ts';
import { jsonScreen } from './json-screen.ts';
import { nextTries } from './next-tries.ts';
import { readOptions, usage, type WalkOptions } from './options.ts';
import { plainScreen } from './plain-screen.ts';
import type { Screen } from './screen.ts';
import { startStack } from './stack.ts';
import { Stopped, stopSignal } from './stop-signal.ts';
import { walk } from './walk.ts';
import { WalkError } from './walk-error.ts';

const ExitCode = { done: 0, failed: 1, badUsage: 2 } as const;

async function main(): Promise<number> {
  const options = parse();
  if (typeof options === 'number') return options;
  const stop = stopSignal();
  const screen = screenFor(options);
  try {
    return await run(options, screen, stop);
  } catch (error) {
    await screen.close();
    if (error instanceof Stopped) return error.exitCode;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof WalkError) for (const line of error.seen) process.stderr.write(`  seen: ${line}\n`);
    return ExitCode.failed;
  }
}

async function run(options: WalkOptions, screen: Screen, stop: AbortSignal): Promise<number> {
  const started = performance.now();
  let workerPid = 0;
  let lastOrder = 0;
  const tell = (event: WalkEvent): void => {
    if (event.event === 'worker' && event.state === 'ready') workerPid = event.pid;
    if (event.event === 'run') lastOrder = orderOf(event.workflowId) ?? lastOrder;
    screen.tell(event);
  };
  const stack = await startStack(options.stateFolder, tell, stop);
  try {
    const ok = await walk(stack, tell, stop);
    const seconds = (performance.now() - started) / 1000;
    const stays = ok && !options.exit;
    tell({ event: 'finished', ok, seconds, next: stays ? nextTries(stack, { workerPid, lastOrder }) : [] });
    await screen.close();
    if (stays) await untilStopped(stop, stack.lost);
    return ok ? ExitCode.done : ExitCode.failed;
  } finally {
    await stack.close();
  }
}

/** The order that a run is about. */
function orderOf(workflowId: string): number | undefined {
  const id = /^order:[^:]+:(\d+)$/.exec(workflowId)?.[1];
  return id === undefined ? undefined : Number(id);
}

/** Stays up until Ctrl-C, which is then the regular end. */
function untilStopped(stop: AbortSignal, lost: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(lost.reason as Error); // an Error that names the process
    if (stop.aborted) resolve();
    if (lost.aborted) fail();
    stop.addEventListener('abort', () => resolve(), { once: true });
    lost.addEventListener('abort', fail, { once: true });
  });
}

function screenFor({ json }: WalkOptions): Screen {
  const write = (line: string) => void process.stdout.write(`${line}\n`);
  if (json) return jsonScreen(write);
  return process.stdout.isTTY ? checklistScreen(write) : plainScreen(write);
}

function parse(): WalkOptions | number {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options !== 'help') return options;
    console.log(usage);
    return ExitCode.done;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return ExitCode.badUsage;
  }
}

process.exit(await main());
