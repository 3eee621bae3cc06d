import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { describeFailure, runCommand } from '../../../dev/temporal-server/command.ts';

/** Long enough for two processes to start on a busy machine before they are killed. */
const TIMEOUT_MS = 3000;

const node = (program: string, timeoutMs = 30_000) => runCommand(process.execPath, ['-e', program], { timeoutMs });

test('a command gives back its code and what it wrote', async () => {
  expect(await node(`console.log('out'); console.error('err'); process.exitCode = 3`)).toEqual({
    kind: 'ended',
    code: 3,
    stdout: 'out\n',
    stderr: 'err\n',
  });
});

test('a command that does not exist is an outcome, not an exception', async () => {
  const outcome = await runCommand('no-such-command-here', [], { timeoutMs: 1000 });
  expect(outcome.kind).toBe('not-started');
  expect(describeFailure(outcome)).toContain('ENOENT');
});

test.skipIf(process.platform === 'win32')(
  'a command that hangs is killed with its children',
  async () => {
    // The grandchild holds a connection; its end shows that nobody is left.
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a listening socket has no port');
    const grandchildGone = new Promise<void>((resolve) =>
      server.once('connection', (socket: Socket) => {
        socket.on('error', () => undefined).once('close', () => resolve());
        socket.resume();
      }),
    );
    const grandchild = `require('net').connect(${address.port}, '127.0.0.1')`;
    const outcome = await node(
      `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio: 'inherit' })`,
      TIMEOUT_MS,
    );
    expect(outcome).toEqual({ kind: 'timed-out', afterMs: TIMEOUT_MS });
    await grandchildGone;
    server.close();
  },
  30_000,
);
