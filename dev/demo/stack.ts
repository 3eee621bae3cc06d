import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { endEarlierWalks } from './earlier-walks.ts';
import type { Tell } from './events.ts';
import { openLogFile } from './log-file.ts';
import { startReceiver } from './receiver-process.ts';
import { startSandboxProcess, type SandboxAccess } from './sandbox-process.ts';
import { startWalkServer } from './temporal-server.ts';
import { unless } from './stop-signal.ts';
import { WalkError } from './walk-error.ts';
import {
  clientEnvironmentLines,
  freshCredentialKeys,
  plainEnvironment,
  workerEnvironment,
  type Temporal,
} from './walk-environment.ts';
import { keepWorker } from './worker-process.ts';
import { usualRetries } from '../../src/client/calls/closed-channel.ts';

/** Everything that runs during a walk. */
export interface Stack {
  readonly temporal: Temporal;
  /** A plain Temporal client, for what only Temporal itself can witness. */
  readonly client: Client;
  readonly ui: string;
  readonly sandbox: SandboxAccess;
  readonly storeHash: string;
  readonly credentialKeys: string;
  /** A file for a second terminal to read: where Temporal is, the keys, the tokens of the stand-ins. */
  readonly environmentFile: string;
  readonly workerLog: string;
  readonly serverLog: string;
  /** Aborted when a part is gone for good; the reason says which. */
  readonly lost: AbortSignal;
  /** Ends everything in order. */
  close(): Promise<void>;
}

/** Past orders of the store: what shipping methods are learnt from where the token may not read the settings. */
const PAST_ORDERS = 12;

/**
 * Starts Temporal, the sandbox, the receiver of webhooks and the worker, each a process of its own that dies with this one.
 * @param stop gives up; its reason is thrown
 * @throws Error in words for a person, after everything that was started has ended
 */
export async function startStack(folder: string, tell: Tell, stop: AbortSignal): Promise<Stack> {
  const note = (text: string) => tell({ event: 'note', text });
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closers.splice(0).reverse()) await end();
  };
  try {
    await mkdir(folder, { recursive: true });
    const serverLog = openLogFile(join(folder, 'walk-server.log'));
    closers.push(serverLog.close);
    const workerLog = openLogFile(join(folder, 'walk-worker.log'));
    closers.push(workerLog.close);

    // A new store each time: whatever the database holds of earlier walks is not about it.
    const storeHash = `walk${randomBytes(4).toString('hex')}`;
    const seed = ['--store-hash', storeHash, '--orders', String(PAST_ORDERS)];
    const startingSandbox = startSandboxProcess(seed, plainEnvironment());
    // Whatever a start comes to, also after we have given up: it is ended.
    closers.push(() => startingSandbox.then((sandbox) => sandbox.stop()).catch(() => undefined));
    startingSandbox.catch(() => undefined); // awaited below
    const startingServer = startWalkServer(folder, serverLog, note);
    closers.push(() => startingServer.then((server) => server.close()).catch(() => undefined));

    const server = await unless(stop, startingServer);
    const connection = await unless(
      stop,
      Connection.connect({ address: server.address, interceptors: usualRetries() }),
    );
    closers.push(() => connection.close());
    const temporal = { address: server.address, namespace: server.namespace };
    const client = new Client({ connection, namespace: temporal.namespace });
    const ended = await endEarlierWalks(client);
    if (ended > 0) note(`${ended} open run(s) of earlier walks were ended.`);

    const sandbox = await unless(stop, startingSandbox);
    const credentialKeys = freshCredentialKeys();
    const environment = {
      event: 'environment',
      temporal: server.address,
      ui: server.uiUrl,
      storeUrl: sandbox.access.storeUrl,
      warehouseUrl: sandbox.access.warehouseUrl,
      storeHash,
      workerLog: workerLog.path,
      serverLog: serverLog.path,
      databaseFile: server.dbFile,
    } as const;
    tell(environment);

    const webhooksLog = openLogFile(join(folder, 'walk-webhooks.log'));
    closers.push(webhooksLog.close);
    const receiver = await unless(stop, startReceiver(temporal, freshCredentialKeys(), webhooksLog));
    closers.push(receiver.stop);
    // The real sides deliver to https alone; here all is on this machine.
    await unless(stop, sandbox.receiveOnLoopback());
    const worker = keepWorker(
      workerEnvironment(temporal, credentialKeys, sandbox.access, receiver.webhooks),
      workerLog,
      tell,
    );
    closers.push(worker.stop);
    await unless(stop, Promise.all([worker.ready, receiver.ready]));
    const environmentFile = join(folder, 'walk.env');
    const forget = () => rm(environmentFile, { force: true });
    closers.push(forget);
    await forget();
    for (const store of sandbox.access.stores.slice(0, 1)) {
      await writeFile(environmentFile, clientEnvironmentLines(temporal, credentialKeys, store), { mode: 0o600 });
    }

    return {
      temporal,
      client,
      ui: server.uiUrl,
      sandbox: sandbox.access,
      storeHash,
      credentialKeys,
      environmentFile,
      workerLog: workerLog.path,
      serverLog: serverLog.path,
      lost: AbortSignal.any([
        worker.lost,
        goneSignal(server.exited, 'the Temporal server', `see ${serverLog.path}`),
        goneSignal(sandbox.exited, 'the sandbox'),
        goneSignal(receiver.exited, 'the receiver of webhooks', `see ${webhooksLog.path}`),
      ]),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function goneSignal(exited: Promise<unknown>, who: string, more?: string): AbortSignal {
  const gone = new AbortController();
  void exited.then((how) => {
    const ended = typeof how === 'string' ? `it ended by itself (${how})` : 'it ended by itself';
    gone.abort(new WalkError({ expected: `${who} keeps running`, seen: more === undefined ? [ended] : [ended, more] }));
  });
  return gone.signal;
}
