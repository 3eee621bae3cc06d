import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from './search-attributes.ts';
import type { SupervisedServer } from './supervised-server.ts';
import { usualRetries } from '../../src/client/calls/closed-channel.ts';

export interface Readiness {
  readonly address: string;
  readonly namespace: string;
  readonly server: SupervisedServer;
  readonly timeoutMs: number;
}

const ASK_AGAIN_MS = 25;

/**
 * Asks until the server answers, has the namespace and knows the search attributes: only then can a workflow that
 * sets them be started.
 *
 * @throws Error with the server's last words when it ends, or when the time is over
 */
export async function untilReady({ address, namespace, server, timeoutMs }: Readiness): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const missing = await whatIsMissing(address, namespace);
    if (server.hasExited()) throw new Error(`The Temporal server ended while it started:\n${server.tail()}`);
    if (missing === undefined) return;
    if (Date.now() > deadline) {
      throw new Error(
        `The Temporal server on ${address} was not ready in ${timeoutMs / 1000} s (${missing}):\n${server.tail()}`,
      );
    }
    await Promise.race([delay(ASK_AGAIN_MS), server.exited]);
  }
}

async function whatIsMissing(address: string, namespace: string): Promise<string | undefined> {
  let connection: Connection | undefined;
  try {
    // gRPC waits a second after a refused connection; a plain socket tells sooner that somebody listens.
    await socketOpens(address);
    connection = await Connection.connect({ address, connectTimeout: 5000, interceptors: usualRetries() });
    await connection.workflowService.describeNamespace({ namespace });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const unknown = SEARCH_ATTRIBUTES.filter((name) => !(name in customAttributes));
    return unknown.length === 0 ? undefined : `search attributes ${unknown.join(', ')} are not registered`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await connection?.close();
  }
}

function socketOpens(address: string): Promise<void> {
  const { hostname, port } = new URL(`tcp://${address}`);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
