import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FaultKind } from '../../../dev/stand-ins/faults.ts';
import { Faults } from '../../../dev/stand-ins/faults.ts';
import type { Sandbox } from '../../../dev/stand-ins/start.ts';
import { startWatchedSandbox } from '../../support/contract/watched-sandbox.ts';
import { first, storeCaller } from './parties.ts';

let sandbox: Sandbox;
let orderId: number;
beforeAll(async () => {
  sandbox = await startWatchedSandbox({ products: 3 }, 'by hand');
});
beforeEach(() => {
  sandbox.control.reset({ products: 3 });
  orderId = sandbox.control.placeOrder().orderId;
});
afterAll(() => sandbox.close());

/** A write whose effect can be seen in the ledger. */
const write = () => storeCaller(sandbox)('PUT', `/v2/orders/${orderId}`, { staff_notes: 'seen' });
const effects = () => sandbox.ledger.count('store order updated');
const hit = (kind: FaultKind, more = {}) => sandbox.control.faults({ rate: 1, kinds: [kind], count: 1, ...more });

describe('a fault', () => {
  test.each([
    ['429', 429, 0],
    ['429-bare', 429, 0],
    ['500', 500, 0],
    ['500-after', 500, 1],
    ['503', 503, 0],
    ['refused', 400, 0],
    ['html-502', 502, 0],
    ['empty-200', 200, 1],
    ['malformed', 200, 1],
    ['wrong-content-type', 200, 1],
    ['drip', 200, 1],
    ['latency', 200, 1],
  ] as const)('%s answers %i and has %i effects', async (kind, status, count) => {
    hit(kind, { latencyMs: 5, dripMs: 0 });
    expect((await write()).status).toBe(status);
    expect(effects()).toBe(count);
    expect((await write()).status).toBe(200);
    expect(sandbox.control.ledger().faults.store).toEqual({ [kind]: 1 });
  });

  test.each([
    ['reset-before', 0],
    ['reset-after', 1],
  ] as const)('%s cuts the connection and has %i effects', async (kind, count) => {
    hit(kind);
    await expect(write()).rejects.toThrow();
    expect(effects()).toBe(count);
    expect(sandbox.control.ledger().answers.store).toEqual({ cut: 1 });
  });

  test('late-effect cuts the connection, and the effect lands later', async () => {
    hit('late-effect', { lateMs: 20 });
    await expect(write()).rejects.toThrow();
    expect(effects()).toBe(0);
    await sandbox.waitFor((effect) => effect.name === 'store order updated');
    expect(effects()).toBe(1);
  });

  test('truncated promises more than it sends', async () => {
    hit('truncated');
    await expect(write()).rejects.toThrow();
    expect(effects()).toBe(1);
  });

  test('malformed is JSON that does not parse', async () => {
    hit('malformed');
    const answer = await write();
    expect([answer.json, answer.text.slice(0, 1)]).toEqual([undefined, '{']);
  });

  test('a 429 says when to come back, a bare one does not', async () => {
    hit('429', { resetMs: 1500 });
    expect((await write()).headers.get('x-rate-limit-time-reset-ms')).toBe('1500');
    hit('429-bare');
    expect((await write()).headers.get('x-rate-limit-time-reset-ms')).toBeNull();
  });

  test('endless goes on until the caller hangs up', async () => {
    hit('endless');
    const url = `${sandbox.storeUrl}/stores/${first(sandbox).storeHash}/v2/orders`;
    const call = request(url, { headers: { 'x-auth-token': first(sandbox).apiToken } });
    const closed = once(call, 'close');
    let bytes = 0;
    call.on('response', (response) => {
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > 1_000_000) call.destroy();
      });
    });
    call.on('error', () => undefined);
    call.end();
    await closed;
    expect(bytes).toBeGreaterThan(1_000_000);
  });
});

describe('which requests are hit', () => {
  const drawn = (
    rule: Parameters<Faults['set']>[0][number],
    requests: [side: 'store' | 'warehouse', method: string, path: string][],
  ) => {
    const faults = new Faults();
    faults.set([rule]);
    return requests.map(([side, method, path]) => faults.pick(side, method, path) !== undefined);
  };
  const kinds: FaultKind[] = ['500'];
  const read = ['store', 'GET', '/stores/x/v2/orders'] as [side: 'store', method: string, path: string];
  const ship = ['store', 'POST', '/stores/x/v2/orders/1/shipments'] as [side: 'store', method: string, path: string];
  const create = ['warehouse', 'POST', '/api/v1/Orders'] as [side: 'warehouse', method: string, path: string];

  test.each([
    { rule: { rate: 1, kinds }, hits: [true, true, true] },
    { rule: { rate: 1, kinds, side: 'warehouse' as const }, hits: [false, false, true] },
    { rule: { rate: 1, kinds, paths: ['POST '] }, hits: [false, true, true] },
    { rule: { rate: 1, kinds, paths: ['POST *shipments'] }, hits: [false, true, false] },
    { rule: { rate: 1, kinds, paths: ['/v2/orders', '/api/v1/orders'] }, hits: [true, true, true] },
    { rule: { rate: 1, kinds, count: 1 }, hits: [true, false, false] },
    { rule: { rate: 1, kinds, skip: 2 }, hits: [false, false, true] },
    { rule: { rate: 0, kinds }, hits: [false, false, false] },
  ])('$rule hits $hits', ({ rule, hits }) => {
    expect(drawn(rule, [read, ship, create])).toEqual(hits);
  });

  test('the same seed hits the same requests, at about the rate', () => {
    const many = Array.from({ length: 2000 }, () => read);
    const one = drawn({ rate: 0.2, kinds, seed: 7 }, many);
    expect(drawn({ rate: 0.2, kinds, seed: 7 }, many)).toEqual(one);
    expect(drawn({ rate: 0.2, kinds, seed: 8 }, many)).not.toEqual(one);
    const share = one.filter((wasHit) => wasHit).length / many.length;
    expect(share).toBeGreaterThan(0.17);
    expect(share).toBeLessThan(0.23);
  });
});
