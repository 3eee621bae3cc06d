import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { OgoshipClient, Unavailable } from '../../src/client/index.ts';
import { workflowId, type StoreHash } from '../../src/contract/ids.ts';
import { TaskQueue, WorkflowType } from '../../src/contract/temporal.ts';
import { createNamespace } from '../support/namespace.ts';
import { usualRetries } from '../../src/client/calls/closed-channel.ts';

const storeHash = 'closing1' as StoreHash; // it fits the pattern
const address = inject('temporalAddress');
let namespace: string;

/** An integration that nobody works on: no worker polls in this namespace, so no call is ever answered. */
beforeAll(async () => {
  const connection = await Connection.connect({ address, interceptors: usualRetries() });
  namespace = await createNamespace(connection);
  await new Client({ connection, namespace }).workflow.start(WorkflowType.integration, {
    workflowId: workflowId.integration(storeHash),
    taskQueue: TaskQueue.main,
    args: [{ storeHash }],
  });
  await connection.close();
});

function open(): Promise<OgoshipClient> {
  const credentialKeys = `k1:${randomBytes(32).toString('base64')}`;
  return OgoshipClient.connect({ temporal: { address, namespace }, credentialKeys });
}

const cut = {
  message: 'The client was closed before the answer came. What was asked may still happen.',
  detail: { outcomeUnknown: true },
};

describe('a client that is closed', () => {
  it('ends a call that waits, and that would be sent once more, with an error of ours', async () => {
    const client = await open();
    const paused = client.integration(storeHash).pause('for a moment');
    const ended = expect(paused).rejects.toMatchObject(cut);
    await client.close();
    await ended;
    await expect(paused).rejects.toBeInstanceOf(Unavailable);
  });

  it('answers later calls in the same way', async () => {
    const client = await open();
    await client.close();
    await expect(client.integration(storeHash).status()).rejects.toMatchObject(cut);
    await expect(client.integrations().next()).rejects.toMatchObject(cut);
  });
});

describe('Ctrl-C', () => {
  it('ends a command that waits, says what may still happen and under which id, and begins nothing else', async () => {
    const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
    const env = { PATH: process.env['PATH'], TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
    const child = spawn(process.execPath, [cli, storeHash, 'pause', 'stocktaking'], { env });
    let said = '';
    const waits = new Promise<void>((resolve) => {
      child.stderr.on('data', (part: Buffer) => {
        said += part.toString();
        if (said.includes('Waiting, for up to 90 s.')) resolve();
      });
    });
    await waits;
    const lines = said.split('\n');
    expect(lines[0]).toContain('Pausing');
    expect(lines[1]).toMatch(/^No worker takes tasks of "ogoship-bigcommerce".*\. Waiting/);
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(said).toMatch(
      /Interrupted\. What was asked last may still happen: it is update [\w-]{36} of run integration:closing1/,
    );
  });
});
