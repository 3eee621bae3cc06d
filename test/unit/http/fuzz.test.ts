import fc from 'fast-check';
import { afterAll, describe, it } from 'vitest';
import { z } from 'zod';
import { expectSuccess } from '../../../src/http/classify.ts';
import type { Call } from '../../../src/http/failure.ts';
import { decodeJson } from '../../../src/http/json.ts';
import { createTransport } from '../../../src/http/transport.ts';
import { anyAnswer, expectTyped, times } from './arbitrary-answers.ts';
import { serve, serveRaw } from './loopback.ts';

const call: Call = { side: 'bigcommerce', operation: 'POST /x', writes: true };
const document = [{ id: 1, name: 'x', items: [{ quantity: 1 }] }];
const schema = z.array(z.object({ id: z.int(), name: z.string(), items: z.array(z.object({ quantity: z.int() })) }));

const transport = createTransport({ userAgent: 'test/1', totalTimeoutMs: 200, maxResponseBytes: 1_000_000 });
afterAll(() => transport.close());

async function ask(url: string): Promise<unknown> {
  const answer = await transport.send({ call, method: 'POST', origin: url, path: '/', body: '{}' });
  return decodeJson(expectSuccess(answer, call, Date.now()), schema, call);
}

describe('whatever comes over the wire, the outcome is a value or a typed, discreet failure', () => {
  it('as HTTP', { timeout: 60_000 * times }, async () => {
    let respond: { status: number; headers: Record<string, string>; text: string } | undefined;
    const { url } = await serve((_seen, response) => {
      response.writeHead(respond?.status ?? 500, respond?.headers ?? {}).end(respond?.text);
    });
    await fc.assert(
      fc.asyncProperty(anyAnswer(document), async ({ status, headers, text }) => {
        const type = headers['content-type'];
        respond = { status, headers: typeof type === 'string' ? { 'content-type': type } : {}, text };
        await expectTyped(() => ask(url), []);
      }),
      { numRuns: 300 * times },
    );
  });

  it('as bytes that need not be HTTP', { timeout: 60_000 * times }, async () => {
    let bytes = Buffer.alloc(0);
    const url = await serveRaw((socket) => socket.once('data', () => socket.end(bytes)));
    const status = fc.constantFrom('HTTP/1.1 200 OK\r\n', 'HTTP/1.1 500 X\r\n', 'HTTP/1.1 100 Continue\r\n\r\n', '');
    const header = fc.constantFrom(
      'content-length: 5\r\n',
      'content-length: -1\r\n',
      'transfer-encoding: chunked\r\n',
      'content-encoding: gzip\r\n',
      'content-type: application/json\r\n',
      'x: \r\n',
      '',
    );
    const raw = fc
      .tuple(status, fc.array(header, { maxLength: 3 }), fc.uint8Array({ maxLength: 200 }))
      .map(([line, lines, body]) => Buffer.concat([Buffer.from(`${line}${lines.join('')}\r\n`), body]));
    await fc.assert(
      fc.asyncProperty(raw, async (sent) => {
        bytes = sent;
        await expectTyped(() => ask(url), []);
      }),
      { numRuns: 200 * times },
    );
  });
});
