import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { createBigCommerce } from '../../../src/bigcommerce/client.ts';
import { createQuotaBudget } from '../../../src/http/budget.ts';
import { createTransport } from '../../../src/http/transport.ts';

const requests = process.env['TEST_LONG'] === undefined ? 4_000 : 100_000;
/** What the engine itself may keep: caches, and code that it compiled meanwhile. */
const ALLOWED_MIB = 8;

/** Live heap after a full collection, in MiB. */
function liveHeap(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void; // made by the flag
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

it(`memory stays flat over ${requests} requests, refused and unreadable ones among them`, async () => {
  let served = 0;
  const server = createServer((_request, response) => {
    served += 1;
    const kind = served % 10;
    if (kind === 0) response.writeHead(429, { 'x-rate-limit-time-reset-ms': '1' }).end();
    else if (kind === 1) response.writeHead(502, { 'content-type': 'text/html' }).end('<html>bad gateway</html>');
    else if (kind === 2) response.writeHead(200, { 'content-type': 'application/json' }).end('{"time":');
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{"time":1529512970}');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const transport = createTransport({ userAgent: 'memory test' });
  const bigcommerce = createBigCommerce({
    apiUrl: `http://127.0.0.1:${port}`,
    transport,
    budget: createQuotaBudget(),
  });
  // Each request under a store of its own, never asked before: a 429 stops its store for a second or more.
  let stores = 0;
  const ask = async (count: number): Promise<number> => {
    let answered = 0;
    const last = stores + count;
    const asker = async (): Promise<void> => {
      while (stores < last) {
        stores += 1;
        const store = bigcommerce.store({ storeHash: `store${stores}`, apiToken: 'token', priority: 'orders' });
        await store.time.get().then(
          () => (answered += 1),
          () => undefined,
        );
      }
    };
    await Promise.all(Array.from({ length: 20 }, asker));
    return answered;
  };
  try {
    await ask(requests / 4);
    const before = liveHeap();
    expect(await ask(requests)).toBe(requests * 0.7);
    expect(served).toBe(requests * 1.25);
    expect(liveHeap() - before).toBeLessThan(ALLOWED_MIB);
  } finally {
    await transport.close();
    server.close();
  }
});
