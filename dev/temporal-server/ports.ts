import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** Somebody else listens where the server should. */
class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => resolve(server));
  });
}

function release(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** Below those that systems give to connections that go out: one that is free now is not taken by the next of these. */
const [LOWEST, HIGHEST] = [10_000, 32_000];
const TRIES = 20;

async function listenAnywhere(): Promise<Server> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      return await listen(randomInt(LOWEST, HIGHEST));
    } catch {
      // Taken, or not allowed: another one may be free.
    }
  }
  return listen(0);
}

/** Free loopback ports, all different because they are held together until the last is known. */
export async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, listenAnywhere));
  const ports = held.map((server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a listening socket has no port');
    return address.port;
  });
  await Promise.all(held.map(release));
  return ports;
}

/**
 * Says at once, and in words, what the server would say after its start in a stack of log lines.
 * @throws PortTaken
 */
export async function assertPortFree(port: number, what: string, remedy: string): Promise<void> {
  try {
    await release(await listen(port));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code; // net's listen errors are system errors
    const reason = code === 'EADDRINUSE' ? 'is in use already' : `cannot be used (${code ?? String(error)})`;
    throw new PortTaken(`${LOOPBACK}:${port}, wanted for ${what}, ${reason}. ${remedy}`);
  }
}
