import { once } from 'node:events';
import { createServer, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Connection, isGrpcServiceError } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grpcRetries } from '../../../../src/client/calls/grpc-retries.ts';
import { endedWhereClosed } from '../../../../src/client/calls/closed-channel.ts';

/** Takes every call and is not available for it: the SDK tries again after a pause. */
let away: Http2Server;
let asked = 0;
let heard: () => void;
beforeAll(async () => {
  away = createServer((_request, response) => {
    asked += 1;
    response.writeHead(200, { 'content-type': 'application/grpc', 'grpc-status': '14' });
    response.end();
    heard();
  });
  away.listen(0, '127.0.0.1');
  await once(away, 'listening');
});
afterAll(() => {
  away.close();
});

describe('a connection that is closed', () => {
  const open = () =>
    Connection.lazy({
      address: `127.0.0.1:${(away.address() as AddressInfo).port}`, // it listens on a port
      interceptors: [grpcRetries(), endedWhereClosed()],
    });

  test('while a call waits to be tried again ends that call as cancelled', async () => {
    const refused = new Promise<void>((resolve) => (heard = resolve));
    const connection = open();
    const call = connection.workflowService.getSystemInfo({}).then(
      () => 'answered',
      (error: unknown) => (isGrpcServiceError(error) ? error.code : error),
    );
    await refused;
    await connection.close();
    expect(await call).toBe(1);
    expect(asked).toBe(1);
  });

  test('before a call is begun ends it in the same way', async () => {
    const connection = open();
    await connection.close();
    await expect(connection.workflowService.getSystemInfo({})).rejects.toMatchObject({ code: 1 });
  });
});
