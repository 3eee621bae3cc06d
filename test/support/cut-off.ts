import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that is cut for a while, so long after the first who goes it. */
export interface CutOff {
  /** Host and port of the way. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * @param address host and port of the server behind it
 * @param afterMs after the first connection, in milliseconds
 * @param forMs how long nobody gets through, in milliseconds
 */
export async function cutOff(address: string, afterMs: number, forMs: number): Promise<CutOff> {
  const [host = '127.0.0.1', port] = address.split(':');
  const open = new Set<Socket>();
  const timers: NodeJS.Timeout[] = [];
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    if (timers.length === 0) timers.push(setTimeout(cut, afterMs), setTimeout(mend, afterMs + forMs));
    const far = connect(Number(port), host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  const cut = (): void => {
    isCut = true;
    for (const socket of open) socket.destroy();
  };
  const mend = (): void => void (isCut = false);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = server.address() as { readonly port: number }; // of a TCP server that listens
  return {
    address: `127.0.0.1:${own.port}`,
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
