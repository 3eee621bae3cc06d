import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { HOOK_HEADER, type Hint } from '../../../src/contract/integration/hooks.ts';
import type { StoreHash } from '../../../src/contract/ids.ts';
import { HintWindow } from '../../../src/domain/changes/hint-window.ts';
import { listenOptions } from '../../../src/observability/health.ts';
import { loadWebhooksConfig } from '../../../src/webhooks/config.ts';
import { addressOf, deliver, orderEvent, receivers, secretOf, talk, wire } from './receiving.ts';

const opened = receivers();

const body = orderEvent(7);
const secret = `${HOOK_HEADER}: ${secretOf()}`;
const length = `content-length: ${body.length}`;
const right = wire({ headers: [secret, length, 'connection: close'], body });

test.each<[string, string, number[]]>([
  ['a wrong secret', wire({ headers: [`${HOOK_HEADER}: no`, length], body }), [401, 200]],
  ['no secret', wire({ headers: [length], body }), [401, 200]],
  ['an unknown path', wire({ path: '/nobody', headers: [secret, length], body }), [404, 200]],
  ['another method', wire({ method: 'PUT', headers: [secret, length], body }), [404, 200]],
  ['a HEAD', wire({ method: 'HEAD', headers: [secret] }), [404, 200]],
  ['an expectation and a wrong secret', wire({ headers: [length, 'expect: 100-continue'], body }), [100, 401, 200]],
])('a connection on which %s was refused takes the next delivery', async (_, refused, statuses) => {
  const at = await opened();
  expect((await talk(at.port, refused + right)).statuses).toEqual(statuses);
  expect(at.sent).toEqual([{ source: 'storeOrders', ids: [7] }]);
});

test('a sender that ends its half of the connection hears its answer all the same', async () => {
  const at = await opened();
  const socket = connect({ port: at.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.end(wire({ headers: [secret, length], body }));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /);
  expect(at.sent).toHaveLength(1);
});

test('a sender that vanishes in the middle of its body has told nothing, and keeps no room', async () => {
  const at = await opened({ mostOfOne: 1 });
  for (let times = 0; times < 3; times += 1) {
    const socket = connect(at.port, '127.0.0.1');
    socket.on('error', () => undefined); // its own reset
    socket.write(wire({ headers: [secret, length], body: body.slice(0, 5) }));
    await expect.poll(() => deliver(at.url), { interval: 5 }).toBe(429);
    socket.resetAndDestroy();
    await expect.poll(() => deliver(at.url), { interval: 5 }).toBe(200);
  }
});

test.each<[string, Buffer | string]>([
  ['TLS', Buffer.from('160301020001000001fc0303', 'hex')],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a proxy’s own first line', `PROXY TCP4 192.0.2.1 192.0.2.2 5 443\r\n${right}`],
  ['bare line ends', right.replaceAll('\r\n', '\n')],
  ['headers beyond all measure', wire({ headers: [secret, length, `x: ${'y'.repeat(9_000)}`], body })],
  ['ten thousand headers', wire({ headers: [...Array.from({ length: 10_000 }, () => 'a:'), secret, length], body })],
])('whoever speaks %s is refused and let go, and tells nothing', async (_, written) => {
  const at = await opened({ slowestMs: 400 });
  const { statuses, byUs } = await talk(at.port, written);
  expect([at.sent, statuses.filter((status) => status < 400)]).toEqual([[], []]);
  expect(byUs).toBe(false); // but by the receiver
});

test('it listens on IPv6 as its address says', async () => {
  const { address } = loadWebhooksConfig({
    WEBHOOKS_KEYS: `w:${Buffer.alloc(32, 1).toString('base64')}`,
    WEBHOOKS_ADDRESS: '[::1]:0',
  });
  const at = await opened({}, listenOptions(address));
  expect(at.url).toContain('[::1]');
  expect(await deliver(at.url)).toBe(200);
});

test('an expectation that nobody knows is refused, and nothing is taken', async () => {
  const at = await opened();
  const { statuses } = await talk(
    at.port,
    wire({ headers: [secret, length, 'expect: a miracle', 'connection: close'], body }),
  );
  expect([statuses, at.sent]).toEqual([[417], []]);
});

test('two receivers before one Temporal: what both are told of is read once', async () => {
  const window = new HintWindow();
  const send = (_: StoreHash, hint: Hint) => {
    window.add(hint, 0);
    return Promise.resolve();
  };
  const [one, two] = [await opened({ send }), await opened({ send })];
  const statuses = await Promise.all([one, two, one, two].map(({ url }) => deliver(url)));
  expect(statuses).toEqual([200, 200, 200, 200]);
  expect([one.sent.length, two.sent.length]).toEqual([1, 1]);
  expect(window.take(2_000)).toEqual({ storeOrders: [7] });
  expect(window.dueAt).toBeUndefined();
});

test('what Temporal accepts after it was refused is harmless: the delivery that comes again is read with it', async () => {
  const window = new HintWindow();
  let late = true;
  const accepted: (() => void)[] = [];
  const at = await opened({
    withinMs: 20,
    send: async (_, hint) => {
      if (late) await new Promise<void>((resolve) => accepted.push(resolve));
      window.add(hint, 0);
    },
  });
  expect(await deliver(at.url)).toBe(503);
  late = false;
  for (const accept of accepted) accept();
  expect(await deliver(at.url)).toBe(200);
  expect(at.sent).toHaveLength(2);
  expect(window.take(2_000)).toEqual({ storeOrders: [7] });
});

test('a delivery costs less than fifty milliseconds of work beside what Temporal takes', async () => {
  const at = await opened();
  const took: number[] = [];
  for (let id = 1; id <= 60; id += 1) {
    const began = performance.now();
    expect(await deliver(at.url, { path: addressOf(), body: orderEvent(id) })).toBe(200);
    took.push(performance.now() - began);
  }
  // The middle one: the machine may do other work.
  expect(took.toSorted((a, b) => a - b)[30]).toBeLessThan(50);
});

test('its metrics say when each side was last heard of, and not of whom it refused', async () => {
  const at = await opened();
  await deliver(at.url, { secret: 'wrong' });
  expect(at.counters.text).not.toContain('latest_delivery_timestamp_seconds{');
  const before = Math.floor(Date.now() / 1_000);
  await deliver(at.url);
  const [, told] = /latest_delivery_timestamp_seconds\{side="bigcommerce"\} (\d+)/.exec(at.counters.text) ?? [];
  expect(Number(told)).toBeGreaterThanOrEqual(before);
});
