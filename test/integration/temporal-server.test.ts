import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startDevServer } from '../../dev/temporal-server/dev-server.ts';
import { assertPortFree, freePorts } from '../../dev/temporal-server/ports.ts';
import { SearchAttribute, TaskQueue } from '../../src/contract/temporal.ts';
import { usualRetries } from '../../src/client/calls/closed-channel.ts';

let folder: string;
let connection: Connection;
let client: Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'temporal-server-'));
  connection = await Connection.connect({ address: inject('temporalAddress'), interceptors: usualRetries() });
  client = new Client({ connection });
});
afterAll(async () => {
  await connection.close();
  await rm(folder, { recursive: true, force: true });
});

test('a run can be started with every search attribute and be read back with them', async () => {
  const keys = Object.values(SearchAttribute).map((name) =>
    defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
  );
  const handle = await client.workflow.start('untouched', {
    workflowId: 'temporal-server:search-attributes',
    taskQueue: `${TaskQueue.main}:unserved`,
    typedSearchAttributes: keys.map((key) => ({ key, value: `value of ${key.name}` })),
  });
  const { typedSearchAttributes } = await handle.describe();
  expect(keys.map((key) => typedSearchAttributes.get(key))).toEqual(keys.map((key) => `value of ${key.name}`));
  await handle.terminate();
});

test('a store with one run gets its turn long before another store has worked off its queue', async () => {
  // In one partition the order is exact. By default a queue has four, and a single poller meets them at random.
  const server = await startDevServer({
    memory: true,
    headless: true,
    dynamicConfig: { 'matching.numTaskqueueReadPartitions': 1, 'matching.numTaskqueueWritePartitions': 1 },
  });
  const ownConnection = await Connection.connect({ address: server.address, interceptors: usualRetries() });
  try {
    const own = new Client({ connection: ownConnection });
    const taskQueue = 'temporal-server:fairness';
    const busy = 80;
    const start = (workflowId: string, fairnessKey: string) =>
      own.workflow.start('untouched', { workflowId, taskQueue, priority: { fairnessKey } });
    await Promise.all(Array.from({ length: busy }, (_, i) => start(`temporal-server:busy-${i}`, 'busy')));
    await start('temporal-server:quiet', 'quiet');

    // A poll needs a deadline, and takes one task at a time, as a worker with one slot would.
    let polled = 0;
    let turn: string | null | undefined;
    do {
      const task = await ownConnection.withDeadline(Date.now() + 30_000, () =>
        ownConnection.workflowService.pollWorkflowTaskQueue({ namespace: 'default', taskQueue: { name: taskQueue } }),
      );
      turn = task.workflowExecution?.workflowId;
      polled++;
    } while (turn !== 'temporal-server:quiet' && polled <= busy);
    // In order of arrival it comes last; with fairness it came between the second and the ninth.
    expect(polled).toBeLessThan(busy / 2);
  } finally {
    await ownConnection.close();
    await server.close();
  }
});

test('a single run can be paused and goes on after that', async () => {
  const workflowExecution = { workflowId: 'temporal-server:paused' };
  const handle = await client.workflow.start('untouched', {
    ...workflowExecution,
    taskQueue: 'temporal-server:paused',
  });
  await connection.workflowService.pauseWorkflowExecution({
    namespace: 'default',
    ...workflowExecution,
    identity: 'test',
    reason: 'test',
  });
  expect((await handle.describe()).status.name).toBe('PAUSED');
  await connection.workflowService.unpauseWorkflowExecution({
    namespace: 'default',
    ...workflowExecution,
    identity: 'test',
    reason: 'test',
  });
  expect((await handle.describe()).status.name).toBe('RUNNING');
  await handle.terminate();
});

test('a server killed at work keeps its runs in the database file', async () => {
  const dbFile = join(folder, 'kept', 'dev.db');
  const first = await startDevServer({ dbFile, headless: true });
  const firstConnection = await Connection.connect({ address: first.address, interceptors: usualRetries() });
  await new Client({ connection: firstConnection }).workflow.start('untouched', {
    workflowId: 'kept',
    taskQueue: 'kept',
    args: ['what was asked'],
  });
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  await firstConnection.close();

  const second = await startDevServer({ dbFile, headless: true });
  const secondConnection = await Connection.connect({ address: second.address, interceptors: usualRetries() });
  try {
    const handle = new Client({ connection: secondConnection }).workflow.getHandle('kept');
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await expect(startDevServer({ dbFile, headless: true })).rejects.toThrow(
      /dev\.db is in use by another Temporal server/,
    );
  } finally {
    await secondConnection.close();
    await second.close();
  }
});

test('a taken port is named before anything is started', async () => {
  const port = Number(inject('temporalAddress').split(':')[1]);
  await expect(startDevServer({ memory: true, port })).rejects.toThrow(
    `127.0.0.1:${port}, wanted for Temporal, is in use already`,
  );
});

/** A port of which the one that the Web UI follows it by is free, too. */
async function freePair(): Promise<number> {
  for (;;) {
    const [port = 0] = await freePorts(1);
    const isFree = port + 1000 < 65_536 && (await assertPortFree(port + 1000, '', '').then(...settled));
    if (isFree) return port;
  }
}
const settled = [() => true, () => false] as const;

/** Starts what `npm run temporal` runs, with its state in `cwd`. Another process may take a port meanwhile: then with others. */
async function startMain(cwd: string): Promise<Started> {
  const port = await freePair();
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const main = fileURLToPath(new URL('../../dev/temporal-server/main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', tsx, main], {
    cwd,
    env: { ...process.env, TEMPORAL_ADDRESS: `127.0.0.1:${port}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (words: string) => void (said += words));
  const exit = once(child, 'exit');
  const first = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
  const line = await Promise.race([first.then(([text]) => text), exit.then(() => undefined)]);
  if (line === undefined) {
    if (said.includes('in use')) return startMain(cwd);
    throw new Error(`The command ended before it said its addresses: ${said}`);
  }
  // An open socket tells by its end that the server is gone.
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  const serverGone = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
  socket.resume();
  return { child, exit, line, port, serverGone };
}

interface Started {
  readonly child: ChildProcess;
  readonly exit: Promise<unknown>;
  readonly line: string;
  readonly port: number;
  readonly serverGone: Promise<unknown>;
}

test('the command says its addresses in its first line, and ends the server when asked to', async () => {
  const { child, exit, line, port, serverGone } = await startMain(folder);
  expect(line).toBe(`{"temporal":"127.0.0.1:${port}","ui":"http://127.0.0.1:${port + 1000}"}`);
  expect((await fetch(`http://127.0.0.1:${port + 1000}`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
  await serverGone;
});

test('the server dies with a command that is killed', async () => {
  const { child, exit, serverGone } = await startMain(folder);
  child.kill('SIGKILL');
  await exit;
  await serverGone;
});
