import { randomBytes } from 'node:crypto';
import { Client, type Connection } from '@temporalio/client';
import { freePorts } from '../../dev/temporal-server/ports.ts';
import { upstreamEnvironment } from '../../dev/stand-ins/upstream-environment.ts';
import { createNamespace, removeSchedules } from '../../test/support/namespace.ts';
import { connectClient, type BuildClient } from './build-client.ts';
import type { StandIns } from './stand-ins.ts';
import { startBuiltWorker, type WorkerProcess } from './worker-process.ts';

/** A build at work: its worker and its client in a namespace of their own, since the names of task queues are fixed. */
export interface Side {
  readonly client: BuildClient;
  /** For what the server keeps of its runs. */
  readonly temporal: Client;
  readonly worker: WorkerProcess;
  /** Ends the worker and starts another: what making ready left in its heap is not measured. */
  restart(): Promise<void>;
  /** The worker's metrics as text. */
  metrics(): Promise<string>;
  close(): Promise<void>;
}

export interface World {
  readonly address: string;
  readonly connection: Connection;
  readonly standIns: StandIns;
}

/**
 * @param folder of the build
 * @param options of Node, for its worker
 */
export async function openSide(
  folder: string,
  { address, connection, standIns }: World,
  options: readonly string[] = [],
): Promise<Side> {
  const namespace = await createNamespace(connection);
  const credentialKeys = `bench:${randomBytes(32).toString('base64')}`;
  const client = await connectClient(folder, { temporal: { address, namespace }, credentialKeys });
  try {
    await client.setUp();
    const [port] = await freePorts(1);
    const metricsAddress = `127.0.0.1:${port ?? 0}`;
    const environment = {
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      CREDENTIAL_KEYS: credentialKeys,
      ...upstreamEnvironment(standIns.urls, standIns.oauth),
      METRICS_ADDRESS: metricsAddress,
      // No run of its own falls into what is measured.
      LATEST_CHANGES_EVERY: '24h',
      CACHED_WORKFLOWS: '500',
      SHUTDOWN_GRACE: '1s',
    };
    let worker = await startBuiltWorker(folder, environment, options);
    const temporal = new Client({ connection, namespace });
    return {
      client,
      temporal,
      get worker() {
        return worker;
      },
      restart: async () => {
        await worker.stop();
        worker = await startBuiltWorker(folder, environment, options);
      },
      metrics: async () => (await fetch(`http://${metricsAddress}/metrics`)).text(),
      close: async () => {
        await worker.stop();
        await removeSchedules(temporal);
        await client.close();
      },
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}
