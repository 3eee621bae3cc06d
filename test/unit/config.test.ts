import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config.ts';
import { loadWebhooksConfig, webhooksVariables } from '../../src/webhooks/config.ts';

const key = randomBytes(32).toString('base64');
/** All that has no default. No home folder: a developer's own Temporal profile must not take part. */
const least = { CREDENTIAL_KEYS: `k1:${key}`, MYOGO_CLIENT_ID: 'worker', MYOGO_CLIENT_SECRET: 'hush-hush' };

function problemsOf(env: Record<string, string | undefined>): ConfigError {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('a configuration', () => {
  test('needs only the keys and the client’s id and secret; the rest has defaults', () => {
    expect(loadConfig(least)).toMatchObject({
      temporal: { address: '127.0.0.1:7233', namespace: 'default', connectionOptions: { address: '127.0.0.1:7233' } },
      bigcommerce: { apiUrl: 'https://api.bigcommerce.com' },
      myogo: {
        apiUrl: 'https://api.ogoship.com',
        tokenUrl: 'https://my.ogoship.com/OAuth/Token',
        clientId: 'worker',
        clientSecret: 'hush-hush',
      },
      metricsAddress: undefined,
      censusEveryMs: 60_000,
      healthAddress: undefined,
      logLevel: 'info',
      latestChangesEvery: '5m',
      settleMs: 30_000,
      shutdownGraceMs: 30_000,
      activitySlots: { main: 100, scan: 4 },
      cachedWorkflows: undefined,
      deployment: undefined,
    });
  });

  test('takes everything from the environment that it is given', () => {
    const config = loadConfig({
      ...least,
      TEMPORAL_ADDRESS: 'temporal.example:7233',
      TEMPORAL_NAMESPACE: 'shops',
      TEMPORAL_API_KEY: 'key-of-the-cloud',
      BIGCOMMERCE_API_URL: 'http://127.0.0.1:4000/',
      MYOGO_API_URL: 'http://localhost:4001',
      MYOGO_TOKEN_URL: 'http://[::1]:4001/OAuth/Token',
      METRICS_ADDRESS: '0.0.0.0:9464',
      HEALTH_ADDRESS: '[::1]:8080',
      LOG_LEVEL: 'debug',
      LATEST_CHANGES_EVERY: '5s',
      SETTLE_TIME: '250ms',
      SHUTDOWN_GRACE: '1m',
      ACTIVITY_SLOTS: '7',
      SCAN_ACTIVITY_SLOTS: '2',
      CACHED_WORKFLOWS: '400',
      TEMPORAL_WORKER_BUILD_ID: 'abc',
    });
    expect(config).toMatchObject({
      temporal: {
        address: 'temporal.example:7233',
        namespace: 'shops',
        connectionOptions: { address: 'temporal.example:7233', apiKey: 'key-of-the-cloud', tls: true },
      },
      bigcommerce: { apiUrl: 'http://127.0.0.1:4000' },
      myogo: { apiUrl: 'http://localhost:4001', tokenUrl: 'http://[::1]:4001/OAuth/Token' },
      metricsAddress: '0.0.0.0:9464',
      censusEveryMs: 60_000,
      healthAddress: '[::1]:8080',
      logLevel: 'debug',
      latestChangesEvery: '5s',
      settleMs: 250,
      shutdownGraceMs: 60_000,
      activitySlots: { main: 7, scan: 2 },
      cachedWorkflows: 400,
      deployment: { name: 'ogoship-bigcommerce', buildId: 'abc' },
    });
  });

  test('is frozen, and the keys stay usable', () => {
    const config = loadConfig(least);
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.myogo)).toBe(true);
    expect(config.keyRing.sealingKeyId).toBe('k1');
    expect(JSON.stringify(config)).not.toContain(key);
  });

  test('an empty variable counts as unset', () => {
    expect(
      loadConfig({ ...least, LOG_LEVEL: '', TEMPORAL_ADDRESS: ' ', METRICS_ADDRESS: '', TEMPORAL_CONFIG_FILE: '' }),
    ).toMatchObject({
      logLevel: 'info',
      temporal: { address: '127.0.0.1:7233' },
      metricsAddress: undefined,
    });
  });
});

describe('a bad variable is refused, in one line that names it and says what would be right', () => {
  test.each([
    ['CREDENTIAL_KEYS', undefined, /is missing .*keyId:base64/],
    ['CREDENTIAL_KEYS', 'k1:c2hvcnQ=', /is malformed: entry 1 .*32 bytes/],
    ['CREDENTIAL_KEYS', `k1:${key},k1:${key}`, /is malformed: entry 2/],
    ['MYOGO_CLIENT_ID', undefined, /is missing/],
    ['MYOGO_CLIENT_SECRET', '', /is missing/],
    ['BIGCOMMERCE_API_URL', 'http://api.example.com', /plain http.*expected https/],
    ['BIGCOMMERCE_API_URL', 'http://127.0.0.1.example.com', /plain http/],
    ['BIGCOMMERCE_API_URL', 'http://localhost.example.com', /plain http/],
    ['MYOGO_API_URL', 'api.shop.test', /no web address/],
    ['MYOGO_API_URL', 'ftp://api.example.com', /no web address/],
    ['MYOGO_TOKEN_URL', 'https://user:hush@example.com', /has a user/],
    ['METRICS_ADDRESS', '9464', /not an? address.*host:port/],
    ['HEALTH_ADDRESS', 'localhost:99999', /port over 65535/],
    ['LOG_LEVEL', 'loud', /not an? level.*trace, debug/],
    ['LATEST_CHANGES_EVERY', '4s', /too short.*5s/],
    ['LATEST_CHANGES_EVERY', 'often', /not an? duration/],
    ['LATEST_CHANGES_EVERY', '2d', /too long/],
    ['SETTLE_TIME', '30', /not an? duration.*30s/],
    ['SHUTDOWN_GRACE', '-1s', /not an? duration/],
    ['ACTIVITY_SLOTS', '0', /out of bounds.*1 to 1000/],
    ['SCAN_ACTIVITY_SLOTS', '1.5', /out of bounds/],
    ['CACHED_WORKFLOWS', 'many', /out of bounds/],
    ['TEMPORAL_ADDRESS', 'http://temporal.example:7233', /not an? address.*host:port/],
    ['TEMPORAL_ADDRESS', 'temporal.example:99999', /not an? address.*host:port/],
    ['TEMPORAL_ADDRESS', 'temporal.example:0', /not an? address.*host:port/],
    ['TEMPORAL_ADDRESS', 'temporal.example:', /not an? address.*host:port/],
    ['TEMPORAL_ADDRESS', 'http:', /not an? address.*host:port/],
    ['TEMPORAL_ADDRESS', '/tmp/temporal.sock', /not an? address.*host:port/],
    ['TEMPORAL_ADDRESS', '[::1', /not an? address.*host:port/],
  ])('%s=%s', (variable, value, expected) => {
    const error = problemsOf({ ...least, [variable]: value });
    expect(error.problems.map((problem) => problem.variable)).toEqual([variable]);
    expect(error.message).toMatch(expected);
    expect(error.message).not.toContain('\n');
    // Never the value itself, where it is more than a word of the message.
    if (value !== undefined && value.length > 5) expect(error.message).not.toContain(value);
    expect(error.message).not.toContain('hush');
  });

  test('all that is wrong is said at once', () => {
    const error = problemsOf({ SETTLE_TIME: 'soon', TEMPORAL_ADDRESS: 'a b' });
    expect(error.problems.map(({ variable }) => variable)).toEqual([
      'CREDENTIAL_KEYS',
      'MYOGO_CLIENT_ID',
      'MYOGO_CLIENT_SECRET',
      'SETTLE_TIME',
      'TEMPORAL_ADDRESS',
    ]);
  });

  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a malformed configuration file of Temporal is not quoted: it may hold the API key', () => {
    const file = join(folder, 'temporal.toml');
    writeFileSync(file, '[profile.default]\napi_key = "hush-hush-key\n');
    const error = problemsOf({ ...least, TEMPORAL_CONFIG_FILE: file });
    expect(error.message).toMatch(/^TEMPORAL_\* .*cannot be read: Invalid TOML/);
    expect(error.message).not.toContain('hush');
    expect(error.message).not.toContain('\n');
  });

  test('a profile of that file is used, and one that is not there is refused', () => {
    const file = join(folder, 'profiles.toml');
    writeFileSync(file, '[profile.cloud]\naddress = "cloud.example:7233"\nnamespace = "shops"\n');
    const env = { ...least, TEMPORAL_CONFIG_FILE: file };
    expect(loadConfig({ ...env, TEMPORAL_PROFILE: 'cloud' }).temporal).toMatchObject({
      address: 'cloud.example:7233',
      namespace: 'shops',
    });
    expect(problemsOf({ ...env, TEMPORAL_PROFILE: 'moon' }).message).toMatch(/Profile 'moon' not found/);
  });
});

test('.env.example names every variable, and its values are accepted', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const lines = [...text.matchAll(/^#? ?([A-Z][A-Z_]+)=(.*)$/gm)];
  const example = Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
  const source = readFileSync(new URL('../../src/config.ts', import.meta.url), 'utf8');
  const read = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name);
  expect(read.length).toBeGreaterThan(15);
  expect(Object.keys(example)).toEqual(expect.arrayContaining([...read, ...Object.keys(webhooksVariables)]));
  const filled = {
    ...example,
    ...least,
    WEBHOOKS_KEYS: `w:${Buffer.alloc(32).toString('base64')}`,
    TEMPORAL_TLS_CLIENT_CERT_PATH: '',
    TEMPORAL_TLS_CLIENT_KEY_PATH: '',
  };
  expect(() => loadConfig({ ...filled, TEMPORAL_PROFILE: '', TEMPORAL_TLS_SERVER_CA_CERT_PATH: '' })).not.toThrow();
});

describe('the receiver of webhooks', () => {
  const WEBHOOKS_KEYS = `w:${Buffer.alloc(32).toString('base64')}`;

  test('listens in plain http on loopback alone, unless a proxy in front is stated', () => {
    expect(loadWebhooksConfig({ WEBHOOKS_KEYS }).address).toBe('127.0.0.1:8090');
    for (const address of ['127.0.0.1:1', 'localhost:1', '[::1]:1']) {
      expect(loadWebhooksConfig({ WEBHOOKS_KEYS, WEBHOOKS_ADDRESS: address }).address).toBe(address);
    }
    for (const address of ['0.0.0.0:1', 'example.com:1', '[::]:1']) {
      const env = { WEBHOOKS_KEYS, WEBHOOKS_ADDRESS: address };
      expect(() => loadWebhooksConfig(env)).toThrow(/^WEBHOOKS_ADDRESS is not loopback/);
      expect(loadWebhooksConfig({ ...env, WEBHOOKS_BEHIND_PROXY: 'true' }).address).toBe(address);
    }
  });

  test('needs keys, and shows none of a malformed ring', () => {
    expect(() => loadWebhooksConfig({})).toThrow('WEBHOOKS_KEYS is missing');
    expect(() => loadWebhooksConfig({ WEBHOOKS_KEYS: 'w:hush' })).toThrow(/^(?!.*hush)WEBHOOKS_KEYS is malformed/);
  });

  test.each([
    ['https://hooks.example.com', true],
    ['https://hooks.example.com/base/', true],
    ['http://127.0.0.1:8090', true],
    ['http://hooks.example.com', false],
    ['https://hooks.example.com:8443', false],
    ['https://user@hooks.example.com', false],
    ['https://hooks.example.com?a=b', false],
  ])('is reached at %s: %s', (url, fits) => {
    const load = () => loadConfig({ ...least, WEBHOOKS_KEYS, WEBHOOKS_PUBLIC_URL: url }).webhooks?.publicUrl;
    if (fits) expect(load()).toBe(url.replace(/\/$/, ''));
    else expect(load).toThrow(/^WEBHOOKS_PUBLIC_URL /);
    expect(() => loadConfig({ ...least, WEBHOOKS_PUBLIC_URL: url })).toThrow(/WEBHOOKS_/);
  });
});
