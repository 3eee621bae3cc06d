import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { startDevServer } from '../dev/temporal-server/dev-server.ts';
import { summarise, type BenchResult } from './result.ts';

const PAIRS = 7;
/** What a worker still does after it says that it is ready is over by then. */
const IDLE_MS = 4_000;

/**
 * The built worker beside a worker of the SDK alone with an empty workflow, each started anew in
 * turns: the time until it says that it is ready, and what is resident once it is idle. Linux only.
 */
export async function benchWorker(): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-worker-'));
  const server = await startDevServer({ memory: true, headless: true });
  try {
    const bundle = join(folder, 'bare.js');
    const workflowsPath = fileURLToPath(new URL('./bare/empty-workflow.ts', import.meta.url));
    writeFileSync(bundle, (await bundleWorkflowCode({ workflowsPath })).code);
    const bare = () => started('./processes/bare-worker.js', [server.address, bundle], {});
    const env = {
      TEMPORAL_ADDRESS: server.address,
      TEMPORAL_NAMESPACE: 'default',
      CREDENTIAL_KEYS: `bench:${randomBytes(32).toString('base64')}`,
      MYOGO_CLIENT_ID: 'bench',
      MYOGO_CLIENT_SECRET: 'bench',
    };
    const ours = () => started('../dist/worker.js', [], env);
    const memory: number[] = [];
    const ready: number[] = [];
    const absolute: { mib: number[]; seconds: number[] } = { mib: [], seconds: [] };
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const [first, second] = pair % 2 === 0 ? [await ours(), await bare()] : [await bare(), await ours()];
      const [our, their] = pair % 2 === 0 ? [first, second] : [second, first];
      memory.push(our.mib / their.mib);
      ready.push(our.seconds / their.seconds);
      absolute.mib.push(our.mib);
      absolute.seconds.push(our.seconds);
    }
    const beside = { counterpart: 'a worker of the SDK alone' };
    return [
      { bench: 'worker', metric: 'idleMemoryToBare', ...summarise(memory), unit: 'ratio', ...beside },
      { bench: 'worker', metric: 'readyToBare', ...summarise(ready), unit: 'ratio', ...beside },
      { bench: 'worker', metric: 'idleMiB', ...summarise(absolute.mib), unit: 'MiB' },
      { bench: 'worker', metric: 'readySeconds', ...summarise(absolute.seconds), unit: 's' },
    ];
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function started(script: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const from = performance.now();
  const guard = new URL('../dev/demo/end-with-parent.js', import.meta.url).href;
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, ['--import', guard, path, ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const { stdout } = child;
  if (stdout === null) throw new Error('the worker has no output');
  const exited = once(child, 'exit');
  try {
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: stdout }).on('line', (line) => {
        if (line.includes('"msg":"worker ready"')) resolve();
      });
      void exited.then(() => reject(new Error(`${script} ended before it was ready`)));
    });
    const seconds = (performance.now() - from) / 1_000;
    await pause(IDLE_MS);
    const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8');
    return { seconds, mib: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024 };
  } finally {
    child.kill('SIGKILL');
    await exited;
  }
}
