import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { HOOK_HEADER, type Hint } from '../../../src/contract/integration/hooks.ts';
import type { StoreHash } from '../../../src/contract/ids.ts';
import { createHookKeys } from '../../../src/security/hook-keys.ts';
import { parseKeyRing } from '../../../src/security/seal.ts';
import { AcceptedVersions, type AskOldest } from '../../../src/webhooks/accepted-versions.ts';
import { Counters } from '../../../src/webhooks/counters.ts';
import { Hints, type SendHint } from '../../../src/webhooks/sender.ts';
import { createReceiver, type ReceiverOptions } from '../../../src/webhooks/server.ts';
import { everySecret } from '../../support/every-secret.ts';

const hash = 'abc123' as StoreHash; // as parseStoreHash would give it
const old = `old:${randomBytes(32).toString('base64')}`;
const keys = createHookKeys(parseKeyRing(`new:${randomBytes(32).toString('base64')},${old}`));
const oldKeys = createHookKeys(parseKeyRing(old));

const open: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
});

interface Options extends Partial<ReceiverOptions> {
  readonly send?: SendHint;
  readonly withinMs?: number;
}

async function receiver({ send, withinMs = 3_000, ...options }: Options = {}) {
  const sent: (readonly [string, Hint])[] = [];
  const counters = new Counters();
  const hints = new Hints(
    send ??
      ((storeHash, hint) => {
        sent.push([storeHash, hint]);
        return Promise.resolve();
      }),
    { withinMs },
  );
  const app = createReceiver({
    keys,
    hints,
    accepted: everySecret,
    counters,
    ...options,
  });
  open.push(app);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { app, url, sent, counters };
}

/** A Temporal that answers when it is told to, however long this machine takes until then. */
function heldBack() {
  let accept: (() => void) | undefined;
  return {
    options: { send: () => new Promise<void>((resolve) => (accept = resolve)), withinMs: 60_000 },
    /** The delivery has come so far: a pause says nothing of that on a machine that has much to do. */
    asked: () => expect.poll(() => accept, { interval: 5 }).toBeDefined(),
    accept: () => accept?.(),
  };
}

const bigcommerce = (topic = 'orders', version = 1, path = keys.pathOf('bigcommerce', hash)) =>
  `/bigcommerce/${path}/${topic}/${version}`;
const secret = (version = 1) => ({ [HOOK_HEADER]: keys.secretOf('bigcommerce', hash, version) });
const event = (id: unknown) =>
  JSON.stringify({ scope: 'store/order/updated', data: { type: 'order', id }, producer: 'stores/abc123' });

async function post(url: string, headers: Record<string, string>, body: string | Buffer = event(7)): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
}

describe('a delivery', () => {
  test('is answered with 200 once its hint is safe, and not before', async () => {
    const temporal = heldBack();
    const { url } = await receiver(temporal.options);
    let answered = false;
    const answer = post(url + bigcommerce(), secret()).finally(() => (answered = true));
    await temporal.asked();
    await pause(50);
    expect(answered).toBe(false);
    temporal.accept();
    expect((await answer).status).toBe(200);
  });

  test('hints at ids alone, whatever else it says', async () => {
    const { url, sent } = await receiver();
    await post(url + bigcommerce(), secret(), event(250));
    await post(url + bigcommerce(), secret(), event('1; DROP TABLE'));
    await post(url + bigcommerce(), secret(), 'no JSON at all');
    await post(url + bigcommerce('products'), secret(), JSON.stringify({ data: { type: 'product', id: 3 } }));
    expect(sent).toEqual([
      [hash, { source: 'storeOrders', ids: [250] }],
      [hash, { source: 'storeOrders' }],
      [hash, { source: 'storeProducts' }],
    ]);
  });

  test('that comes twice costs one hint', async () => {
    const { url, sent, counters } = await receiver();
    const answers = await Promise.all([1, 2, 3].map(() => post(url + bigcommerce(), secret())));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(sent).toHaveLength(1);
    expect(counters.text).toContain('{side="bigcommerce",outcome="covered"} 2');
  });

  test('to an unknown path is 404, and so is one to the other side’s', async () => {
    const { url, sent } = await receiver();
    const paths = [
      '/',
      '/bigcommerce/abc123/orders/1',
      bigcommerce('orders', 1, 'abc123-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
      bigcommerce('orders', 1, keys.pathOf('bigcommerce', hash).replace('abc123', 'abc124')),
      bigcommerce('orders', 1, keys.pathOf('myogo', hash)),
      bigcommerce('stock'),
      bigcommerce('orders').replace(/1$/, '0'),
      bigcommerce().replace('bigcommerce', 'shopify'),
    ];
    for (const path of paths) expect([path, (await post(url + path, secret())).status]).toEqual([path, 404]);
    expect((await fetch(url + bigcommerce())).status).toBe(404);
    expect(sent).toEqual([]);
  });

  test.each([
    ['none', {}],
    ['another version’s', secret(2)],
    ['the other side’s', { [HOOK_HEADER]: keys.secretOf('myogo', hash, 1) }],
    ['an empty one', { [HOOK_HEADER]: '' }],
  ])('with a wrong secret is 401: %s', async (_, headers) => {
    const { url, sent } = await receiver();
    expect((await post(url + bigcommerce(), headers)).status).toBe(401);
    expect(sent).toEqual([]);
  });

  test('by a key that is about to leave the ring is taken', async () => {
    const { url } = await receiver();
    const path = bigcommerce('orders', 1, oldKeys.pathOf('bigcommerce', hash));
    expect((await post(url + path, { [HOOK_HEADER]: oldKeys.secretOf('bigcommerce', hash, 1) })).status).toBe(200);
  });

  test('over 64 KiB is 413; nothing of it is kept', async () => {
    const { url, sent } = await receiver();
    expect((await post(url + bigcommerce(), secret(), 'x'.repeat(65 * 1_024))).status).toBe(413);
    expect(sent).toEqual([]);
  });

  test('that Temporal refuses is 503 with a time to come again, and so are those that it answered for', async () => {
    let fails = true;
    const { url } = await receiver({
      send: () => (fails ? pause(20).then(() => Promise.reject(new Error('away'))) : Promise.resolve()),
    });
    const answers = await Promise.all([1, 2].map(() => post(url + bigcommerce(), secret())));
    expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
      [503, '30'],
      [503, '30'],
    ]);
    fails = false;
    expect((await post(url + bigcommerce(), secret())).status).toBe(200);
  });

  test('is 503 where Temporal says nothing for three seconds', async () => {
    const { url } = await receiver({ send: () => new Promise(() => undefined) });
    const began = performance.now();
    expect((await post(url + bigcommerce(), secret())).status).toBe(503);
    expect(performance.now() - began).toBeGreaterThan(2_900);
  });

  test('is 429 with Retry-After while too many wait', async () => {
    const temporal = heldBack();
    const { url } = await receiver({ ...temporal.options, mostAtOnce: 1 });
    const waiting = post(url + bigcommerce(), secret(), event(1));
    await temporal.asked();
    const { status, headers } = await post(url + bigcommerce(), secret(), event(2));
    expect([status, headers.get('retry-after')]).toEqual([429, '5']);
    temporal.accept();
    expect((await waiting).status).toBe(200);
  });
});

describe('a signature', () => {
  const myogo = `/myogo/${keys.pathOf('myogo', hash)}/orders/1`;
  const own = { [HOOK_HEADER]: keys.secretOf('myogo', hash, 1) };
  const body = JSON.stringify({ reference: 'abc123-100' });
  const sign = (text: string, by = keys) =>
    createHmac('sha256', by.secretOf('myogo', hash, 1))
      .update(text)
      .digest('base64');

  test.each<[string, Record<string, string>, number]>([
    ['the header alone', own, 200],
    ['the signature alone', { 'X-OGOship-Hmac-SHA256': sign(body) }, 200],
    ['the signature of a hook that was made by an earlier key', { 'X-OGOship-Hmac-SHA256': sign(body, oldKeys) }, 200],
    ['both', { ...own, 'X-OGOship-Hmac-SHA256': sign(body) }, 200],
    ['a wrong signature beside the header', { ...own, 'X-OGOship-Hmac-SHA256': sign('other') }, 401],
    ['a wrong header beside the signature', { [HOOK_HEADER]: 'no', 'X-OGOship-Hmac-SHA256': sign(body) }, 401],
    ['nothing', {}, 401],
  ])('of myOGO: %s', async (_, headers, status) => {
    const { url, sent } = await receiver();
    expect((await post(url + myogo, headers, body)).status).toBe(status);
    expect(sent).toEqual(status === 200 ? [[hash, { source: 'myogoOrders', ids: ['abc123-100'] }]] : []);
  });

  test('of BigCommerce’s app is checked where its client secret is known', async () => {
    const signed = (text: string) => ({
      ...secret(),
      'webhook-id': 'id',
      'webhook-timestamp': '1',
      'webhook-signature': `v1,AAAA v1,${createHmac('sha256', 'app').update(`id.1.${text}`).digest('base64')}`,
    });
    const { url } = await receiver({ clientSecret: 'app' });
    expect((await post(url + bigcommerce(), signed(event(7)))).status).toBe(200);
    expect((await post(url + bigcommerce(), signed('other'))).status).toBe(401);
    const another = await receiver();
    expect((await post(another.url + bigcommerce(), signed('other'))).status).toBe(200);
  });
});

describe('a rotated secret', () => {
  test('is taken until the hooks carry the new one, and while nobody says', async () => {
    let answer: AskOldest = () => Promise.reject(new Error('no worker'));
    let now = 0;
    const accepted = new AcceptedVersions(
      (storeHash) => answer(storeHash),
      () => now,
    );
    const { url } = await receiver({ accepted });
    const status = async (version: number) => {
      now += 2 * 3_600_000;
      await post(url + bigcommerce('orders', version), secret(version));
      await pause(5);
      return (await post(url + bigcommerce('orders', version), secret(version))).status;
    };
    expect(await status(1)).toBe(200);
    answer = () => Promise.resolve({ oldestSecret: 1 });
    expect([await status(1), await status(2)]).toEqual([200, 200]);
    answer = () => Promise.resolve({ oldestSecret: 2 });
    expect([await status(1), await status(2)]).toEqual([401, 200]);
  });

  test('is out of use for the side whose hooks carry the new one, whatever keeps those of the other side', async () => {
    let now = 0;
    const accepted = new AcceptedVersions(
      () => Promise.resolve({ oldestSecret: 1, oldestSecrets: { bigcommerce: 2, myogo: 1 } }),
      () => now,
    );
    const { url } = await receiver({ accepted });
    const of = (side: 'bigcommerce' | 'myogo') =>
      post(`${url}/${side}/${keys.pathOf(side, hash)}/orders/1`, { [HOOK_HEADER]: keys.secretOf(side, hash, 1) });
    await of('bigcommerce');
    await pause(5);
    now += 1;
    expect([(await of('bigcommerce')).status, (await of('myogo')).status]).toEqual([401, 200]);
  });
});

/** Ends when a server of Node's own lets go of a sender that keeps its connection. */
async function keptByABareServer(): Promise<{ readonly ends: Promise<unknown> }> {
  const bare = createServer((_, reply) => reply.end());
  await once(bare.listen(0, '127.0.0.1'), 'listening');
  const socket = connect((bare.address() as AddressInfo).port, '127.0.0.1');
  socket.resume().write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  return { ends: once(socket, 'close').then(() => bare.close()) };
}

describe('the server', () => {
  test('lets go of a sender that does not finish', async () => {
    const { url } = await receiver({ slowestMs: 300 });
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    const answer = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (part) => (text += part.toString()));
      socket.on('close', () => resolve(text));
    });
    socket.write(`POST ${bigcommerce()} HTTP/1.1\r\nhost: x\r\n${HOOK_HEADER}: ${secret()[HOOK_HEADER]}\r\n`);
    socket.write('content-type: application/json\r\ncontent-length: 10\r\n\r\n{');
    expect(await answer).toContain('408');
  });

  test('answers what it has in hand and ends at once, although senders keep their connections', async () => {
    const temporal = heldBack();
    const { app, url } = await receiver(temporal.options);
    const answer = post(url + bigcommerce(), secret());
    await temporal.asked();
    const kept = await keptByABareServer();
    const ended = app.close();
    temporal.accept();
    expect((await answer).status).toBe(200);
    // A bare server lets a kept connection go after some seconds, and this one after more than a minute.
    expect(
      await Promise.race([
        ended.then(() => 'at once'),
        kept.ends.then(() => 'after the time for which connections are kept'),
      ]),
    ).toBe('at once');
  });
});
