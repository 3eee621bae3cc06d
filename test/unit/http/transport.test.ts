import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, test } from 'vitest';
import type { Call } from '../../../src/http/failure.ts';
import { HttpFailure } from '../../../src/http/failure.ts';
import { createTransport, type ResponseEvent, type TransportOptions } from '../../../src/http/transport.ts';
import { json, serve, serveRaw } from './loopback.ts';

const write: Call = { side: 'bigcommerce', operation: 'PUT /v2/orders/{id}', writes: true };

function transport(options: Partial<TransportOptions> = {}) {
  const made = createTransport({ userAgent: 'test/1', ...options });
  afterAll(() => made.close());
  return made;
}

async function failureOf(sending: Promise<unknown>): Promise<HttpFailure> {
  const error = await sending.then(
    () => new Error('answered'),
    (reason: unknown) => reason,
  );
  if (error instanceof HttpFailure) return error;
  throw error;
}

const send = (url: string, options: Partial<TransportOptions> = {}, signal?: AbortSignal) =>
  transport(options).send({
    call: write,
    method: 'PUT',
    origin: url,
    path: '/',
    body: '{"a":1}',
    ...(signal === undefined ? {} : { signal }),
  });

describe('an exchange', () => {
  it('sends the request and reads the answer, compressed or not', async () => {
    const { url, seen } = await serve(({ url: { pathname } }, response) => {
      if (pathname === '/plain') {
        json(response, 201, { ok: 'ä' });
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync('{"ok":"ö"}'));
    });
    const events: ResponseEvent[] = [];
    const over = transport({ onResponse: (event) => events.push(event) });
    const request = {
      call: write,
      method: 'PUT',
      headers: { 'x-auth-token': 't' },
      body: '{}',
      storeHash: 'abc',
    } as const;
    expect(await over.send({ ...request, origin: url, path: '/plain?x=1' })).toMatchObject({
      status: 201,
      text: '{"ok":"ä"}',
    });
    expect(await over.send({ ...request, origin: url, path: '/gzip' })).toMatchObject({
      status: 200,
      text: '{"ok":"ö"}',
    });
    expect(seen[0]).toMatchObject({ method: 'PUT', body: '{}' });
    expect(seen[0]?.headers).toMatchObject({ 'user-agent': 'test/1', 'accept-encoding': 'gzip', 'x-auth-token': 't' });
    expect(events).toMatchObject([
      { side: 'bigcommerce', operation: write.operation, status: 201, storeHash: 'abc' },
      { side: 'bigcommerce', operation: write.operation, status: 200, storeHash: 'abc' },
    ]);
  });

  it('does not follow a redirect: the credentials would go along', async () => {
    const { url, seen } = await serve((_seen, response) => {
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect((await send(url)).status).toBe(307);
    expect(seen).toHaveLength(1);
  });
});

describe('an answer that does not come', () => {
  it('is refused before sending: nothing can have happened', async () => {
    const failure = await failureOf(send('http://127.0.0.1:1/'));
    expect(failure.type).toBe('Unavailable');
    expect(failure.detail.outcomeUnknown).toBeUndefined();
  });

  it('is reset after the request was read: the outcome is unknown', async () => {
    const url = await serveRaw((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const failure = await failureOf(send(url));
    expect(failure.type).toBe('Unavailable');
    expect(failure.detail.outcomeUnknown).toBe(true);
  });

  it('is sent once only, also when the connection breaks', async () => {
    let requests = 0;
    const url = await serveRaw((socket) =>
      socket.on('data', () => {
        requests += 1;
        socket.destroy();
      }),
    );
    await failureOf(send(url));
    expect(requests).toBe(1);
  });

  it.each([
    ['never starts', ''],
    ['drips its headers', 'HTTP/1.1 200 OK\r\n'],
    ['announces more than it sends', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{"a"'],
    ['stops within a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n{"a"'],
  ])('%s: given up in time, with an unknown outcome', async (_name, start) => {
    const url = await serveRaw((socket) => socket.once('data', () => socket.write(start)));
    const failure = await failureOf(send(url, { totalTimeoutMs: 100 }));
    expect(failure.type).toBe('Unavailable');
    expect(failure.detail.outcomeUnknown).toBe(true);
  });

  it.each([
    ['is closed within the body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{"a"'],
    ['is closed within a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n{"a"'],
    ['is no HTTP', 'hello there\r\n\r\n'],
  ])('%s: an unknown outcome', async (_name, start) => {
    const url = await serveRaw((socket) => socket.once('data', () => socket.end(start)));
    const failure = await failureOf(send(url));
    expect(failure.type).toBe('Unavailable');
    expect(failure.detail.outcomeUnknown).toBe(true);
  });

  it('drips on for ever: the total time-out ends it although no single pause is long', async () => {
    const url = await serveRaw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
        const drip = setInterval(() => socket.write('1\r\n \r\n'), 5);
        socket.on('close', () => clearInterval(drip));
      });
    });
    const failure = await failureOf(send(url, { totalTimeoutMs: 150, bodyTimeoutMs: 1_000 }));
    expect(failure.type).toBe('Unavailable');
    expect(failure.message).toContain('150 ms');
  });
});

describe('a body that is too much', () => {
  it('is endless: cut off at the bound', async () => {
    const { url } = await serve((_seen, response) => {
      response.writeHead(200);
      const piece = 'x'.repeat(64 * 1024);
      const pump = (): void => {
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', pump);
      pump();
    });
    const failure = await failureOf(send(url, { maxResponseBytes: 200_000 }));
    expect(failure.type).toBe('UnexpectedResponse');
    expect(failure.detail.expected).toBe('at most 200000 bytes');
  });

  it('is a gzip bomb: the bound counts what it unpacks to', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const { url } = await serve((_seen, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    const failure = await failureOf(send(url, { maxResponseBytes: 1_000_000 }));
    expect(failure.type).toBe('UnexpectedResponse');
    expect(failure.detail.outcomeUnknown).toBe(true);
  });

  it.each([
    ['broken gzip', 'gzip', 'not gzip at all'],
    ['cut gzip', 'gzip', gzipSync('{"a":1}').subarray(0, 12)],
    ['an encoding that was not asked for', 'br', 'x'],
  ])('%s: unexpected', async (_name, encoding, body) => {
    const { url } = await serve((_seen, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(body);
    });
    expect((await failureOf(send(url))).type).toBe('UnexpectedResponse');
  });

  it('of an error keeps the status, which says enough', async () => {
    const { url } = await serve((_seen, response) => {
      response.writeHead(401, { 'content-encoding': 'gzip' }).end('not gzip');
    });
    expect(await send(url)).toMatchObject({ status: 401, text: '' });
  });
});

describe('a cancellation', () => {
  it('throws the signal’s own reason and closes the socket', async () => {
    let closed: Promise<unknown> | undefined;
    const reason = new Error('shutting down');
    const cancel = new AbortController();
    const url = await serveRaw((socket) => {
      closed = once(socket, 'close');
      socket.once('data', () => cancel.abort(reason));
    });
    await expect(send(url, {}, cancel.signal)).rejects.toBe(reason);
    await closed;
  });

  it('before the start sends nothing', async () => {
    const { url, seen } = await serve((_seen, response) => json(response, 200, {}));
    const reason = new Error('too late');
    await expect(send(url, {}, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(seen).toHaveLength(0);
  });

  it('leaves nothing attached to a long-lived signal', async () => {
    const { url } = await serve((_seen, response) => json(response, 200, {}));
    const signal = new AbortController().signal;
    let attached = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      attached += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      attached -= 1;
      remove(...args);
    };
    await send(url, {}, signal);
    expect(attached).toBe(0);
  });
});

describe('a write that may leave only for a while', () => {
  const put = (over: ReturnType<typeof transport>, url: string, notAfter?: number) =>
    over.send({ call: write, method: 'PUT', origin: url, path: '/', body: '{}', notAfter });

  it('does not leave when a connection is free only later, and cannot have happened', async () => {
    const { url, seen } = await serve((_seen, response) => {
      setTimeout(() => json(response, 200, {}), 150);
    });
    const over = transport({ connectionsPerOrigin: 1 });
    const first = put(over, url);
    const late = await failureOf(put(over, url, Date.now() + 50));
    expect(late).toMatchObject({ type: 'Unavailable' });
    expect(late.detail.outcomeUnknown).toBeUndefined();
    expect((await first).status).toBe(200);
    expect(seen).toHaveLength(1);
    // The next one goes, as if nothing had been.
    expect((await put(over, url, Date.now() + 5_000)).status).toBe(200);
    expect(seen).toHaveLength(2);
  });

  it('is not taken back once it has left, however long its answer takes', async () => {
    const notAfter = Date.now() + 1_000;
    const { url, seen } = await serve((_seen, response) => {
      setTimeout(() => json(response, 200, {}), notAfter + 50 - Date.now());
    });
    expect((await put(transport(), url, notAfter)).status).toBe(200);
    expect(seen).toHaveLength(1);
  });
});

test('what still runs at the end is cut off, and does not keep the process waiting for its time-out', async () => {
  const ending = createTransport({ userAgent: 'test/1' });
  let asked = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  let closed: Promise<unknown> | undefined;
  const origin = await serveRaw((socket) => {
    closed = once(socket, 'close');
    socket.once('data', asked);
  });
  const sending = failureOf(ending.send({ call: write, method: 'PUT', origin, path: '/', body: '{"a":1}' }));
  await isAsked;
  await ending.close();
  await closed;
  expect((await sending).type).toBe('Unavailable');
});
