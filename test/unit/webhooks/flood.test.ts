import { connect } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { describe, expect, test } from 'vitest';
import { freePorts } from '../../../dev/temporal-server/ports.ts';
import { HOOK_HEADER, type Hint } from '../../../src/contract/integration/hooks.ts';
import type { StoreHash } from '../../../src/contract/ids.ts';
import { BURST, PRICE } from '../../../src/domain/changes/hint-gate.ts';
import { Hints, hintSender } from '../../../src/webhooks/sender.ts';
import { addressOf, deliver, hash, orderEvent, receivers, secretOf, talk, wire } from './receiving.ts';
import { usualRetries } from '../../../src/client/calls/closed-channel.ts';

const other = 'xyz789' as StoreHash; // as parseStoreHash would give it
const never = () => new Promise<void>(() => undefined);
/** Orders’ hints that go at once, where each has to pay for its reading. */
const SPREAD = BURST / PRICE.storeOrders;
/** The same, all of them in one moment. */
const DENSE = 100;
const order = (id: number): Hint => ({ source: 'storeOrders', ids: [id] });

const opened = receivers();

describe('a flood', () => {
  test('is bounded from its headers on: senders whose bodies are on their way count', async () => {
    const at = await opened({ mostAtOnce: 2, mostOfOne: 2 });
    const slow = [1, 2].map(() => {
      const socket = connect(at.port, '127.0.0.1');
      socket.on('error', () => undefined); // reset at the end
      socket.write(wire({ headers: [`${HOOK_HEADER}: ${secretOf()}`, 'content-length: 10'], body: 'x' }));
      return socket;
    });
    await expect.poll(() => deliver(at.url), { interval: 10 }).toBe(429);
    for (const socket of slow) socket.destroy();
    // Whoever is gone is forgotten.
    await expect.poll(() => deliver(at.url), { interval: 10 }).toBe(200);
  });

  test('of one store leaves room for another', async () => {
    const refuse: (() => void)[] = [];
    const refused = () => new Promise<void>((_, reject) => refuse.push(() => reject(new Error('away'))));
    const at = await opened({
      mostOfOne: 3,
      withinMs: 60_000,
      send: (storeHash) => (storeHash === hash ? refused() : Promise.resolve()),
    });
    const waiting = [1, 2, 3].map((id) => deliver(at.url, { body: orderEvent(id) }));
    await expect.poll(() => at.sent.length, { interval: 5 }).toBe(3);
    expect(await deliver(at.url, { body: orderEvent(4) })).toBe(429);
    expect(await deliver(at.url, { path: addressOf('orders', other), secret: secretOf(other) })).toBe(200);
    for (const each of refuse) each();
    expect(await Promise.all(waiting)).toEqual([503, 503, 503]);
  });

  test('of unknown senders takes nobody’s room', async () => {
    const at = await opened({ mostAtOnce: 1 });
    const strangers = Array.from({ length: 20 }, () =>
      talk(at.port, wire({ headers: ['content-length: 10', 'connection: close'], body: 'x' })),
    );
    expect(await deliver(at.url)).toBe(200);
    for (const { statuses } of await Promise.all(strangers)) expect(statuses).toEqual([401]);
  });
});

describe('a flood of one store', () => {
  test('costs its burst and one reading, and another store’s hint goes at once', async () => {
    const sent = new Map<string, Hint[]>();
    const hints = new Hints((storeHash, hint) => {
      sent.set(storeHash, [...(sent.get(storeHash) ?? []), hint]);
      return Promise.resolve();
    });
    for (let id = 1; id <= 5_000; id += 1) await hints.take(hash, order(id));
    expect(await hints.take(other, order(1))).toBe('sent');
    // As dense as this, it is a flood.
    expect(sent.get(hash)?.length).toBeLessThanOrEqual(101);
    expect([sent.get(hash)?.at(-1)?.waitMs, sent.get(other)?.length]).toEqual([300_000, 1]);
  });
});

describe('while Temporal is away', () => {
  test('a real client is refused in time, and heard of no more afterwards', async () => {
    const [port = 0] = await freePorts(1);
    const connection = Connection.lazy({ address: `127.0.0.1:${port}`, interceptors: usualRetries() });
    const send = hintSender(new Client({ connection }), 300);
    const hints = new Hints(send, { withinMs: 300, mostUnanswered: 20 });
    const all = Array.from({ length: 20 }, (_, n) => hints.take(`store${n}` as StoreHash, order(1))); // as parseStoreHash would give it
    for (const { status } of await Promise.allSettled(all)) expect(status).toBe('rejected');
    await expect.poll(() => hints.unanswered).toBe(0);
    await connection.close();
  });

  test('what it was asked and has not answered is bounded, however many deliveries come', async () => {
    let asked = 0;
    const hints = new Hints(
      () => {
        asked += 1;
        return never();
      },
      { withinMs: 5, mostUnanswered: 10 },
    );
    for (let round = 0; round < 30; round += 1) {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, n) => hints.take(`store${n}` as StoreHash, order(round * 20 + n + 1))), // as parseStoreHash would give it
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    }
    expect(asked).toBe(10);
  });

  test('nothing is used up: a store that was refused a thousand times is heard at once afterwards', async () => {
    let away = true;
    const sent: Hint[] = [];
    const hints = new Hints((_, hint) => {
      if (away) return Promise.reject(new Error('away'));
      sent.push(hint);
      return Promise.resolve();
    });
    for (let id = 1; id <= 10 * DENSE; id += 1) await hints.take(hash, order(id)).catch(() => undefined);
    away = false;
    expect(await hints.take(hash, order(7))).toBe('sent');
    expect(sent).toEqual([order(7)]);
  });

  test('a flood’s hint that is not answered answers for nothing: the next delivery tries again', async () => {
    let now = 0;
    let away = false;
    const sent: Hint[] = [];
    const hints = new Hints(
      (_, hint) => {
        if (away) return never();
        sent.push(hint);
        return Promise.resolve();
      },
      { withinMs: 5, now: () => now },
    );
    // As far apart as this, none is read with another.
    for (let id = 1; id <= SPREAD; id += 1, now += 2_000) await hints.take(hash, order(id));
    away = true;
    await expect(hints.take(hash, order(SPREAD + 1))).rejects.toThrow('Temporal');
    away = false;
    now += 10;
    expect(await hints.take(hash, order(SPREAD + 2))).toBe('sent');
    expect(sent.at(-1)).toEqual({ source: 'storeOrders', waitMs: 300_000 });
  });

  test('a hint that was answered too late was used all the same, and so nobody pays for it twice', async () => {
    let accept = (): void => undefined;
    let later = true;
    const sent: Hint[] = [];
    const hints = new Hints(
      (_, hint) => {
        sent.push(hint);
        return later ? new Promise((resolve) => (accept = resolve)) : Promise.resolve();
      },
      { withinMs: 5, now: () => 0 },
    );
    for (let id = 1; id <= DENSE; id += 1) {
      const taken = hints.take(hash, order(id)).catch(() => 'late');
      expect(await taken).toBe('late');
      accept();
    }
    later = false;
    await hints.take(hash, order(DENSE + 1));
    expect(sent.at(-1)).toEqual({ source: 'storeOrders', waitMs: 300_000 });
  });
});
