import { afterEach, describe, expect, test } from 'vitest';
import { startHealthServer, type Health, type HealthServer } from '../../../src/observability/health.ts';
import { metricsTelemetry } from '../../../src/observability/metrics.ts';

const open: HealthServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(live: Health, ready: () => Promise<Health>): Promise<string> {
  const server = await startHealthServer('127.0.0.1:0', { live: () => live, ready });
  open.push(server);
  return `http://${server.address}`;
}

const good: Health = { ok: true, why: 'well' };
const bad: Health = { ok: false, why: 'starting' };

describe('the probes', () => {
  test.each<[string, Health, Health, number, Health]>([
    ['/live', good, bad, 200, good],
    ['/live', bad, good, 503, bad],
    ['/ready', bad, good, 200, good],
    ['/ready?verbose', good, bad, 503, bad],
  ])('%s with live %j and ready %j answers %i', async (path, live, ready, status, body) => {
    const url = await serve(live, () => Promise.resolve(ready));
    const response = await fetch(url + path);
    expect([response.status, await response.json()]).toEqual([status, body]);
  });

  test('a check that throws is not ready', async () => {
    const url = await serve(good, () => Promise.reject(new Error('boom')));
    const response = await fetch(`${url}/ready`);
    expect([response.status, await response.json()]).toEqual([503, { ok: false, why: 'the check itself failed' }]);
  });

  test.each([
    ['GET', '/', 404],
    ['POST', '/live', 405],
    ['HEAD', '/live', 200],
  ])('%s %s answers %i', async (method, path, status) => {
    const url = await serve(good, () => Promise.resolve(good));
    expect((await fetch(url + path, { method })).status).toBe(status);
  });

  test('an address that is taken is an error, not a silence', async () => {
    const url = await serve(good, () => Promise.resolve(good));
    const again = startHealthServer(url.replace('http://', ''), {
      live: () => good,
      ready: () => Promise.resolve(good),
    });
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

test('metrics are served only where an address is given, and on a numeric one', () => {
  expect(metricsTelemetry(undefined)).toEqual({});
  expect(metricsTelemetry('localhost:9464')).toMatchObject({
    metrics: { prometheus: { bindAddress: '127.0.0.1:9464' } },
  });
});
