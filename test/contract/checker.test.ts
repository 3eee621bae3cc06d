import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Observed } from '../../dev/stand-ins/observed.ts';
import { ContractChecker, type Sender } from '../support/contract/checker.ts';
import { wordsOf } from '../support/contract/finding.ts';
import { specsFolder } from '../support/contract/spec-files.ts';
import { startWatchedSandbox } from '../support/contract/watched-sandbox.ts';

const status = { id: 11, name: 'Awaiting Fulfillment', system_label: 'Awaiting Fulfillment', custom_label: '' };

/** `GET /v2/order_statuses`, as the spec has it but for what a case changes. */
const statuses = (body: unknown, over: Partial<Observed> = {}): Observed => ({
  side: 'store',
  method: 'GET',
  path: '/stores/abc/v2/order_statuses',
  route: '/stores/:hash/v2/order_statuses',
  query: new URLSearchParams(),
  requestHeaders: { accept: 'application/json' },
  requestBody: undefined,
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
  ...over,
});

/** A write of stock; the answer is of no matter. */
const adjustment = (body: unknown, over: Partial<Observed> = {}): Observed =>
  statuses([], {
    method: 'PUT',
    path: '/stores/abc/v3/inventory/adjustments/absolute',
    route: '/stores/:hash/v3/inventory/adjustments/absolute',
    requestHeaders: { accept: 'application/json', 'content-type': 'application/json' },
    requestBody: JSON.stringify(body),
    status: 422,
    ...over,
  });

const wrong: readonly { readonly what: string; readonly exchange: Observed; readonly words: string }[] = [
  {
    what: "an answer's field of the wrong type",
    exchange: statuses([{ ...status, id: 'eleven' }]),
    words: 'GET /v2/order_statuses (200) body /#/id: must be integer',
  },
  {
    what: "an answer's field that nobody documents",
    exchange: statuses([{ ...status, colour: 'red' }]),
    words: 'GET /v2/order_statuses (200) body /#/colour: is not documented',
  },
  {
    what: 'an answer that is no JSON',
    exchange: statuses([], { headers: { 'content-type': 'text/html' }, body: '<p>' }),
    words: 'GET /v2/order_statuses (200) content type: is not JSON',
  },
  {
    what: 'an answer that is broken JSON',
    exchange: statuses([], { body: '[{' }),
    words: 'GET /v2/order_statuses (200) body: must be array',
  },
  {
    what: 'a status that nobody documents',
    exchange: statuses([], { status: 418 }),
    words: 'GET /v2/order_statuses (418) status: is not documented',
  },
  {
    what: 'a filter that nobody documents',
    exchange: statuses([], { query: new URLSearchParams({ colour: 'red' }) }),
    words: 'GET /v2/order_statuses (200) query: colour is not documented',
  },
  {
    what: "a filter's value of the wrong type",
    exchange: statuses([], {
      path: '/stores/abc/v2/orders',
      route: '/stores/:hash/v2/orders',
      query: new URLSearchParams({ status_id: 'eleven' }),
    }),
    words: 'GET /v2/orders (200) query /status_id: must be integer',
  },
  {
    what: 'a body without a field that is required',
    exchange: adjustment({ reason: 'stock', items: [{ sku: 'A', location_id: 1 }] }),
    words: "PUT /v3/inventory/adjustments/absolute (422) request body /items/#: must have required property 'quantity'",
  },
  {
    what: 'a field that nobody documents',
    exchange: adjustment({ reason: 'stock', items: [{ sku: 'A', location_id: 1, quantity: 1, colour: 'red' }] }),
    words: 'PUT /v3/inventory/adjustments/absolute (422) request body /items/#/colour: is not documented',
  },
  {
    what: 'a body that is missing',
    exchange: adjustment({}, { requestBody: undefined }),
    words: "PUT /v3/inventory/adjustments/absolute (422) request body: must have required property 'requestBody'",
  },
  {
    what: "a field that is the server's own",
    exchange: adjustment([{ id: 1 }], {
      path: '/stores/abc/v3/catalog/products',
      route: '/stores/:hash/v3/catalog/products',
    }),
    words: 'PUT /v3/catalog/products (422) request body /#/id: is read-only',
  },
  {
    what: 'an operation that is in no spec',
    exchange: statuses([], { path: '/stores/abc/v2/nothing', route: undefined }),
    words: 'GET /stores/abc/v2/nothing (200) operation: is not in the specs',
  },
];

const specs = specsFolder();

describe('the checker of exchanges', () => {
  beforeEach((context) => {
    if ('absent' in specs) context.skip(specs.absent);
  });

  async function found(exchange: Observed, sender: Sender = 'clients'): Promise<string[]> {
    const checker = new ContractChecker('folder' in specs ? specs.folder : '', sender, []);
    checker.observe(exchange);
    return (await checker.findings()).map(wordsOf);
  }

  it('finds nothing in an exchange that keeps the spec', async () => {
    expect(await found(statuses([{ id: 11, name: 'Awaiting Fulfillment' }]))).toEqual([]);
  });

  it.each(wrong)('reports $what', async ({ exchange, words }) => {
    expect(await found(exchange)).toContain(words);
  });

  it('judges no request that a test has sent by hand', async () => {
    expect(await found(statuses([], { query: new URLSearchParams({ colour: 'red' }) }), 'by hand')).toEqual([]);
    expect(await found(statuses([{ ...status, id: 'eleven' }]), 'by hand')).toContain(
      'GET /v2/order_statuses (200) body /#/id: must be integer',
    );
  });

  it('fails the file that started the sandbox, when it is closed', async () => {
    const sandbox = await startWatchedSandbox({ products: 1 });
    const [store] = sandbox.credentials.stores;
    await fetch(`${sandbox.storeUrl}/stores/${store?.storeHash}/v2/orders?status_id=eleven`, {
      headers: { 'x-auth-token': store?.apiToken ?? '' },
    });
    await expect(sandbox.close()).rejects.toThrow('query /status_id: must be integer');
  });

  it('shows no token to an observer', async () => {
    const seen: Observed[] = [];
    const sandbox = await startWatchedSandbox({ products: 1, observe: (exchange) => seen.push(exchange) });
    const [store] = sandbox.credentials.stores;
    await fetch(`${sandbox.storeUrl}/stores/${store?.storeHash}/v2/time`, {
      headers: { 'x-auth-token': store?.apiToken ?? '' },
    });
    await sandbox.close();
    expect(seen.map(({ requestHeaders }) => requestHeaders['x-auth-token'])).toEqual(['(hidden)']);
  });
});

describe('without the OpenAPI files', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('a sandbox is not watched, and the reason names the folder', async () => {
    vi.stubEnv('SPECS_DIR', '/no/such/folder');
    expect(specsFolder()).toEqual({
      absent: 'nothing is checked against the OpenAPI files: SPECS_DIR=/no/such/folder does not exist',
    });
    const sandbox = await startWatchedSandbox({ products: 1 });
    const [store] = sandbox.credentials.stores;
    await fetch(`${sandbox.storeUrl}/stores/${store?.storeHash}/v2/orders?status_id=eleven`);
    await expect(sandbox.close()).resolves.toBeUndefined();
  });
});
