import { describe, expect, test } from 'vitest';
import { createLog, logAbout, sdkLogger, subjectOf } from '../../../src/observability/log.ts';

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

function recorded(secrets: readonly string[] = []) {
  const texts: string[] = [];
  const log = createLog({ level: 'trace', secrets, write: (line) => texts.push(line) });
  return { log, texts, lines: () => texts.map((text) => JSON.parse(text) as Line) };
}

const apiToken = 'k3j9x2m7q8w4e6r5t1y0u9i8o7p6a5s';
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZXJjaGFudCJ9.c2lnbmF0dXJl';
const sealed = 'v1.k1.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8';

describe('a log line', () => {
  test('is one JSON object with level, time and message', () => {
    const { log, lines } = recorded();
    log.info({ held: 3 }, 'orders held');
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
        pid: process.pid,
        held: 3,
        msg: 'orders held',
      },
    ]);
  });

  test('below the level is not written', () => {
    const texts: string[] = [];
    const log = createLog({ level: 'warn', write: (line) => texts.push(line) });
    log.info('quiet');
    expect(texts).toEqual([]);
  });

  test('names its store, order and workflow', () => {
    const { log, lines } = recorded();
    logAbout(log, { workflowId: 'order:abc123:42' }).warn('held');
    expect(lines()[0]).toMatchObject({ storeHash: 'abc123', orderId: 42, workflowId: 'order:abc123:42' });
  });

  test.each([
    ['integration:abc123', { storeHash: 'abc123' }],
    ['order:abc123:42', { storeHash: 'abc123', orderId: 42 }],
    ['product:abc123:SKU-1', { storeHash: 'abc123' }],
    ['latest-changes:abc123-2026-11-22T20:00:00Z', { storeHash: 'abc123' }],
    ['maintain', {}],
    [undefined, {}],
  ])('the workflow id %j is about %j', (workflowId, expected) => {
    expect(subjectOf(workflowId)).toEqual(expected);
  });
});

describe('nothing secret and nobody is in a log line', () => {
  const person = 'Aino Virtanen';
  test.each<[string, object]>([
    ['a token by its field', { apiToken: 'short' }],
    ['a secret by its field', { secretToken: 'short' }],
    ['a client secret by its field', { client_secret: 'short' }],
    ['a password deep inside', { a: { b: [{ password: 'short' }] } }],
    ['an authorization header', { headers: { Authorization: 'short' } }],
    ['BigCommerce’s token header', { headers: { 'X-Auth-Token': 'short' } }],
    ['sealed credentials by their field', { sealed: 'short' }],
    ['credentials as a whole', { credentials: { any: 'short' } }],
    ['a recipient', { first_name: 'short', lastName: 'short' }],
    ['an address', { shipping_address: { any: 'short' }, street_1: 'short', addressLine2: 'short', zip: 'short' }],
    ['a phone and an e-mail', { phone: 'short', email: 'short' }],
    ['what the customer wrote', { customer_message: 'short' }],
  ])('%s', (_, fields) => {
    const { log, texts } = recorded();
    log.info(fields, 'line');
    expect(texts.join('')).not.toContain('short');
    expect(texts.join('')).toContain('[hidden]');
  });

  test.each<[string, string]>([
    ['a store’s token', apiToken],
    ['a JWT', jwt],
    ['sealed credentials', sealed],
    ['a bearer token', 'Bearer abc.def'],
    ['a form field', 'client_secret=abc&x=1'],
    ['a JSON field', '{"password":"abc"}'],
    ['an e-mail address', 'aino.virtanen@example.com'],
    ['a secret of the configuration', 'tiny-but-known'],
  ])('%s in the message, in a field, in an error and in its cause', (_, secret) => {
    const { log, texts } = recorded(['tiny-but-known']);
    log.warn(`it said ${secret} to us`);
    log.warn({ words: `it said ${secret} to us`, list: [secret] }, 'line');
    log.error({ err: new Error(`failed on ${secret}`, { cause: new Error(secret) }) }, 'line');
    log.error(new Error(`failed on ${secret}`));
    log.info('with %s arguments', secret);
    const bare = secret.replace(/^(?:Bearer |client_secret=|\{"password":")/, '').replace(/[&"].*$/, '');
    expect(texts).toHaveLength(5);
    for (const text of texts) expect(text).not.toContain(bare);
  });

  test('an error keeps its type, its message and its stack', () => {
    const { log, lines } = recorded();
    log.error({ err: Object.assign(new TypeError('no such leg'), { status: 404, customer: person }) }, 'line');
    expect(lines()[0]?.['err']).toMatchObject({
      type: 'TypeError',
      message: 'no such leg',
      status: 404,
      customer: '[hidden]',
      stack: expect.stringContaining('log.test.ts') as string,
    });
  });

  test('ids, times and reasons stay readable', () => {
    const { log, lines } = recorded();
    const fields = {
      runId: '0197f2a4-6c1f-7d7e-8e3f-2b1f6a9d0c11',
      workflowId: 'order:abc123:42',
      reason: 'shipping-method-not-linked',
      reference: 'abc123-42-7',
      credentialsVersion: 3,
      at: new Date(0),
      many: 10n,
    };
    log.info(fields, 'order 42 of store abc123 holds: nothing fits “DHL Express”');
    expect(lines()[0]).toMatchObject({ ...fields, at: '1970-01-01T00:00:00.000Z', many: '10' });
    expect(lines()[0]?.msg).toBe('order 42 of store abc123 holds: nothing fits “DHL Express”');
  });

  test('bytes, cycles and depths end', () => {
    const { log, texts } = recorded();
    const cycle: Record<string, unknown> = { bytes: Buffer.from('secret') };
    cycle['again'] = cycle;
    log.info(cycle, 'line');
    expect(texts[0]).toContain('[deeper]');
    expect(texts[0]).not.toContain('secret');
  });
});

test('the SDK’s lines come in the same shape, with what they are about', () => {
  const { log, lines, texts } = recorded();
  const sdk = sdkLogger(log);
  sdk.trace('a');
  sdk.debug('b');
  sdk.info('c', { taskQueue: 'q' });
  sdk.warn('d', { workflowId: 'order:abc123:42', [Symbol('timestamp')]: 1n });
  sdk.log('ERROR', 'e', { error: new Error(`token ${apiToken}`) });
  sdk.error('f');
  expect(lines().map(({ level, msg }) => `${level} ${msg}`)).toEqual([
    'trace a',
    'debug b',
    'info c',
    'warn d',
    'error e',
    'error f',
  ]);
  expect(lines()[3]).toMatchObject({ storeHash: 'abc123', orderId: 42 });
  expect(lines()[4]?.['err']).toMatchObject({ type: 'Error', message: 'token [hidden]' });
  expect(texts.join('')).not.toContain(apiToken);
});
