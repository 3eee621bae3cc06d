import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../dev/stand-ins/start.ts';
import { ContractChecker } from '../support/contract/checker.ts';
import { allScopes, ClientDrive } from '../support/contract/client-drive.ts';
import { deviations } from '../support/contract/deviations.ts';
import { wordsOf } from '../support/contract/finding.ts';
import { callByHand } from '../support/contract/hand-drive.ts';
import { specsFolder } from '../support/contract/spec-files.ts';

/** What of both APIs the clients use. An operation that is dropped or added here is a change of the contract. */
const used = `
  GET /v2/order_statuses
  GET /v2/orders
  GET /v2/orders/{}
  GET /v2/orders/{}/products
  GET /v2/orders/{}/shipments
  GET /v2/orders/{}/shipping_addresses
  GET /v2/orders/{}/shipping_addresses/{}
  GET /v2/orders/{}/shipping_addresses/{}/shipping_quotes
  GET /v2/shipping/zones
  GET /v2/shipping/zones/{}/methods
  GET /v2/store
  GET /v2/time
  POST /v2/orders/{}/shipments
  PUT /v2/orders/{}
  PUT /v2/orders/{}/shipments/{}
  PUT /v2/orders/{}/shipping_addresses/{}
  DELETE /v3/hooks/{}
  GET /v3/catalog/products
  GET /v3/catalog/variants
  GET /v3/hooks
  GET /v3/hooks/admin
  GET /v3/inventory/items
  GET /v3/inventory/locations
  GET /v3/orders/metafields
  GET /v3/orders/{}/metafields
  GET /v3/orders/{}/transactions
  GET /v3/settings/inventory
  GET /v3/shipping/products/customs-information
  POST /v3/hooks
  POST /v3/orders/{}/metafields
  PUT /v3/catalog/products
  PUT /v3/catalog/variants
  PUT /v3/hooks/{}
  PUT /v3/inventory/adjustments/absolute
  PUT /v3/orders/{}/metafields/{}
  DELETE /api/v1/WebHooks/{}
  GET /api/v1/Orders
  GET /api/v1/Products
  GET /api/v1/Stock
  GET /api/v1/StockUpdate
  GET /api/v1/WebHooks
  POST /api/v1/Orders
  POST /api/v1/Products
  POST /api/v1/StockUpdate
  POST /api/v1/WebHooks
  PUT /api/v1/Orders/{}
  PUT /api/v1/Products/{}
  PUT /api/v1/WebHooks/{}
`;

const specs = specsFolder();

describe('both clients and the sandbox, against the OpenAPI files', () => {
  const sandboxes: Sandbox[] = [];
  let drive: ClientDrive | undefined;
  let clients: ContractChecker;
  let byHand: ContractChecker;
  let refusals: number[] = [];
  let answers: number[] = [];

  beforeAll(async () => {
    if ('absent' in specs) {
      process.stderr.write(`Skipped: ${specs.absent}\n`);
      return;
    }
    const start = async ({ observe }: ContractChecker): Promise<Sandbox> => {
      const sandbox = await startSandbox({ seed: 3, orders: 20, plan: 'unlimited', scopes: allScopes, observe });
      sandboxes.push(sandbox);
      return sandbox;
    };
    clients = new ContractChecker(specs.folder, 'clients');
    drive = new ClientDrive(await start(clients));
    await drive.everyMethod();
    refusals = await drive.everyRefusal();
    byHand = new ContractChecker(specs.folder, 'by hand');
    answers = await callByHand(await start(byHand));
    await Promise.all([clients.findings(), byHand.findings()]);
  }, 60_000);

  beforeEach((context) => {
    if ('absent' in specs) context.skip(specs.absent);
  });

  afterAll(async () => {
    await drive?.close();
    await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  });

  it('carries out every method of both clients', () => {
    expect(drive?.failures).toEqual([]);
  });

  it('meets the refusals of both sides', () => {
    expect(refusals).toEqual([404, 400, 400, 404, 200, 200, 409, 422, 404, 404, 400, 401, 401, 400, 403, 429, 503]);
  });

  it('meets what the sandbox answers beside what the clients ask for', () => {
    expect(answers).toEqual([200, 200, 404, 404, 409, 422, 200, 422, 200, 400, 403]);
  });

  it('finds no request and no answer that the specs or the known deviations do not allow', async () => {
    expect((await clients.findings()).map(wordsOf)).toEqual([]);
    expect((await byHand.findings()).map(wordsOf)).toEqual([]);
  });

  it('has seen every operation that the clients use, and no other', () => {
    const names = used.trim().split(/\n\s*/);
    expect([...clients.seen].sort()).toEqual(names.sort());
  });

  it('keeps no deviation that nothing meets any more', () => {
    const stale = deviations.filter((deviation) => !clients.met.has(deviation) && !byHand.met.has(deviation));
    expect(stale).toEqual([]);
  });
});
