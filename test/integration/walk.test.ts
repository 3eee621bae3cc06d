import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stepNames, type WalkEvent } from '../../dev/demo/events.ts';
import type { StateReport } from '../../dev/stand-ins/control/state-report.ts';
import { startDevServer, type DevServer } from '../../dev/temporal-server/dev-server.ts';
import { replayAll } from '../support/replay.ts';
import { testWorkflowBundle } from '../support/workflow-bundle.ts';
import { itLong } from '../support/sample.ts';
import { installRuntime } from '../support/quiet-runtime.ts';
import { usualRetries } from '../../src/client/calls/closed-channel.ts';

const main = fileURLToPath(new URL('../../dev/demo/main.ts', import.meta.url));
// Replaying is told line by line otherwise.
installRuntime({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

/** Two cores that also run the other tests. */
const PATIENCE_MS = 240_000;

type Hidden = Pick<StateReport, 'people' | 'tokens'>;

interface RunningWalk {
  readonly process: ChildProcess;
  readonly events: WalkEvent[];
  /** The exit code, or the signal. */
  readonly ended: Promise<number | string>;
  /** The first event that fits, also one of the past; rejected when the walk ends without it. */
  first<E extends WalkEvent['event']>(
    event: E,
    fits?: (event: WalkEvent & { event: E }) => boolean,
  ): Promise<WalkEvent & { event: E }>;
}

function startWalk(folder: string, ...args: string[]): RunningWalk {
  const child = spawn(process.execPath, ['--import', 'tsx', main, '--json', '--state', folder, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const events: WalkEvent[] = [];
  const listeners = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    events.push(JSON.parse(line) as WalkEvent); // the walk's own type
    for (const listen of listeners) listen();
  });
  const ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => code ?? signal ?? 'unknown');
  return {
    process: child,
    events,
    ended,
    first: (name, fits = () => true) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          for (const event of events) {
            // The name was compared: the rest of the type follows from it.
            if (event.event === name && fits(event as never)) resolve(event as never);
          }
        };
        listeners.add(look);
        look();
        void ended.then((how) => reject(new Error(`The walk ended (${how}): ${JSON.stringify(events.slice(-3))}`)));
      }),
  };
}

/** The process of the worker, as soon as it takes tasks. */
async function workerPid(walk: RunningWalk): Promise<number> {
  const worker = await walk.first('worker', ({ state }) => state === 'ready');
  if (worker.state !== 'ready') throw new Error('only a ready worker fits');
  return worker.pid;
}

describe('npm start -- --exit, with the worker killed in the middle', () => {
  let folder: string;
  let walk: RunningWalk;
  let exit: number | string;
  let storeHash: string;
  let hidden: Hidden = { people: [], tokens: [] };
  let server: DevServer | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'walk-'));
    walk = startWalk(folder, '--exit');
    const environment = await walk.first('environment');
    storeHash = environment.storeHash;
    const pid = await workerPid(walk);
    await walk.first('progress', ({ done }) => done > 3);
    process.kill(pid, 'SIGKILL');
    // Both orders are placed by then, and the sandbox still is there to name their people.
    await walk.first('shown', ({ text }) => text.includes('is held'));
    const answer = await fetch(`${environment.storeUrl}/_sandbox/state?part=people,tokens`);
    hidden = (await answer.json()) as Hidden; // the sandbox's own type
    exit = await walk.ended;
    server = await startDevServer({ dbFile: join(folder, 'walk.db'), headless: true });
  }, PATIENCE_MS);

  afterAll(async () => {
    walk.process.kill('SIGKILL');
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('ends well: every step verified on both sides, by a worker that was started again', () => {
    expect(walk.events.filter(({ event }) => event === 'step').filter((event) => 'failure' in event)).toEqual([]);
    expect(exit).toBe(0);
    const done = walk.events.flatMap((event) => (event.event === 'step' && event.state === 'done' ? [event.step] : []));
    expect(done).toEqual(stepNames);
    for (const side of ['store', 'warehouse'] as const) {
      const steps = walk.events.flatMap((event) =>
        event.event === 'verified' && event.side === side ? [event.step] : [],
      );
      expect([...new Set(steps)]).toEqual(stepNames);
    }
    const worker = walk.events.flatMap((event) => (event.event === 'worker' ? [event.state] : []));
    expect(worker).toEqual(['ready', 'ended', 'ready']);
  });

  it(
    'leaves no token, name, street, e-mail or phone in any history, and every history replays',
    async () => {
      const { people, tokens } = hidden;
      expect(people.length).toBeGreaterThanOrEqual(14);
      expect(tokens.length).toBeGreaterThanOrEqual(3);
      const words = people.flatMap(({ name, street, email, phone }) => [
        name,
        ...longWords(name),
        street,
        email,
        phone,
      ]);
      const connection = await Connection.connect({ address: server?.address ?? '', interceptors: usualRetries() });
      try {
        const client = new Client({ connection });
        const workflowBundle = await testWorkflowBundle();
        // The search is shown to find what is there: the reference of the first order.
        const order = walk.events
          .flatMap((event) => (event.event === 'run' ? [event.workflowId] : []))
          .find((id) => id.startsWith('order:'));
        expect(order).toBeDefined();
        const query = `WorkflowId = '${order ?? ''}'`;
        const reference = `${storeHash}-${order?.split(':')[2] ?? ''}`;
        await expect(replayAll({ client, workflowBundle, query, hidden: [reference] })).rejects.toThrow(/holds/);

        const report = await replayAll({ client, workflowBundle, hidden: [...tokens, ...words] });
        // The entity, the gate, 45 products and their parent, lookups, three orders, what webhooks set off, some runs of latest changes.
        expect(report.replayed).toBeGreaterThan(50);
      } finally {
        await connection.close();
      }
    },
    PATIENCE_MS,
  );

  it('leaves none of them in the logs', async () => {
    const logs = await Promise.all(
      ['walk-worker.log', 'walk-server.log', 'walk-webhooks.log'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    const text = logs.join('').toLowerCase();
    expect(text).toContain(storeHash);
    const secrets = [
      ...hidden.tokens,
      ...hidden.people.flatMap(({ name, street, email, phone }) => [name, street, email, phone]),
    ];
    expect(secrets.filter((secret) => text.includes(secret.toLowerCase()))).toEqual([]);
  });
});

/** First and last names by themselves, where they are long enough not to occur by chance in sealed text. */
function longWords(name: string): string[] {
  return name.split(' ').filter((word) => word.length >= 6);
}

/** A connection that is cut when whoever listens there is gone. */
async function openLine(address: string): Promise<{ readonly cut: Promise<unknown> }> {
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host);
  socket.on('error', () => undefined); // a reset is an end too, and 'close' follows
  socket.resume(); // what is not read is never seen to end
  await once(socket, 'connect');
  return { cut: once(socket, 'close') };
}

describe('a walk that is killed', () => {
  itLong(
    'takes its server, sandbox and worker with it',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'walk-'));
      const walk = startWalk(folder);
      try {
        const { temporal, storeUrl } = await walk.first('environment');
        const pid = await workerPid(walk);
        const lines = await Promise.all([temporal, new URL(storeUrl).host].map(openLine));
        walk.process.kill('SIGKILL');
        await Promise.all(lines.map(({ cut }) => cut));
        await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(/ESRCH/), { timeout: 60_000 });
      } finally {
        walk.process.kill('SIGKILL');
        await rm(folder, { recursive: true, force: true });
      }
    },
    PATIENCE_MS,
  );
});
