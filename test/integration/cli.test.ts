import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoreCredentials } from '../../dev/stand-ins/world.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import {
  ogoship as runOgoship,
  ogoshipInPipe,
  ogoshipOnTerminal,
  type CliAnswer,
  type CliOptions,
} from '../support/cli.ts';
import { openCliShop, type CliShop } from '../support/cli-shop.ts';
import type { Shop } from '../support/shop.ts';

let shop: Shop;
let credentials: StoreCredentials;
let folder: string;
let env: CliShop['env'];

beforeAll(async () => {
  ({ shop, env } = await openCliShop('cli.test'));
  credentials = shop.credentials;
  folder = await mkdtemp(join(tmpdir(), 'ogoship-cli-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
  await shop.close();
});

const everything: CliAnswer[] = [];

/** One command about the store; its whole output is kept for the search at the end. */
async function ogoship(command: string | readonly string[], options: CliOptions = {}): Promise<CliAnswer> {
  const args = typeof command === 'string' ? command.split(' ') : command;
  return kept(runOgoship([shop.storeHash, ...args], { ...options, env: { ...env, ...options.env } }));
}

/** The same as a process of its own, whose input and outputs are pipes. */
function ogoshipAsProcess(command: string): Promise<CliAnswer> {
  return kept(ogoshipInPipe([shop.storeHash, ...command.split(' ')], { env }));
}

async function kept(running: Promise<CliAnswer>): Promise<CliAnswer> {
  const answer = await running;
  everything.push(answer);
  return answer;
}

async function json<T>(command: string | readonly string[], options: CliOptions = {}): Promise<T> {
  const args = typeof command === 'string' ? command.split(' ') : command;
  const answer = await ogoship([...args, '--json'], options);
  expect(answer).toMatchObject({ code: 0, err: '' });
  return JSON.parse(answer.out) as T;
}

/** The rows of a command that answers with a list. */
async function rows(command: string): Promise<readonly unknown[]> {
  return (await json<{ rows: readonly unknown[] }>(command)).rows;
}

describe('before anything', () => {
  it('setup finds what the namespace has already', async () => {
    const { code, out } = await ogoshipInPipe(['setup'], { env });
    expect(code).toBe(0);
    expect(out).toMatch(/there already\s+OgoIntegration, OgoStage, OgoHold, OgoOrder/);
  });

  it('a store that is not connected is named in one line, without a stack trace, as text and as JSON', async () => {
    const [plain, asJson] = await Promise.all([ogoshipAsProcess('status'), ogoshipAsProcess('status --json')]);
    expect(plain).toMatchObject({ code: 1, out: '' });
    expect(plain.err).toMatch(/^ogoship: Store \w+ is not connected\.\n {2}storeHash: expected .*\n$/);
    expect(asJson.code).toBe(1);
    expect(JSON.parse(asJson.err)).toMatchObject({ error: { type: 'IntegrationGone', field: 'storeHash' } });
  });

  it('secrets are taken from the environment, and without a terminal are not asked for', async () => {
    const { code, out, err } = await ogoshipAsProcess('connect --merchant 1');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('BIGCOMMERCE_API_TOKEN');
  });
});

describe('on a terminal', () => {
  it('secrets are asked for and never shown, and the answer is in colour', async () => {
    const answer = await ogoshipOnTerminal(
      [shop.storeHash, 'connect', '--merchant', credentials.merchantId, '--set', 'waitForTrackingMinutes=0'],
      {
        env,
        dialogue: [
          ['account: ', credentials.apiToken],
          ['merchant: ', credentials.secretToken],
        ],
      },
    );
    everything.push(answer);
    expect(answer.out).toContain('awaiting-goods');
    expect(answer.out).toContain('\u001b[1m');
    expect(answer.code).toBe(0);
  });

  it('without colours where they are not wanted', async () => {
    const answer = await ogoshipOnTerminal([shop.storeHash, 'status'], { env: { ...env, NO_COLOR: '1' } });
    everything.push(answer);
    expect(answer.out).toContain('awaiting-goods');
    expect(answer.out).not.toContain('\u001b[1m');
  });

  it('creating products shows a bar, and a report at the end', async () => {
    const answer = await ogoshipOnTerminal([shop.storeHash, 'products', 'create', '--all'], { env });
    everything.push(answer);
    expect(answer.code).toBe(0);
    expect(answer.out).toMatch(/\r\u001b\[2K/);
    expect(answer.out).toMatch(/\[[#.]{24}\]/);
    expect(answer.out).toMatch(/Created \d\d/);
    expect(answer.out).toContain('no-sku');
  });
});

describe('in a pipe', () => {
  it('test says what works, line by line, without colour', async () => {
    const { code, out } = await ogoshipAsProcess('test');
    expect(code).toBe(0);
    expect(out).toMatch(/Orders: modify\s+required\s+yes/);
    expect(out).not.toContain('\u001b');
  });

  it('status and list answer as text and as JSON', async () => {
    const [{ out }, status, listed] = await Promise.all([
      ogoshipAsProcess('status'),
      json('status'),
      ogoshipInPipe(['list', '--json'], { env }),
    ]);
    expect(out).toMatch(/awaiting-goods/);
    expect(status).toMatchObject({ storeHash: shop.storeHash, holds: [], stage: 'awaiting-goods' });
    expect(JSON.parse(listed.out)).toMatchObject({ rows: [{ storeHash: shop.storeHash }] });
  });

  it('settings are changed by name, with their author; a wrong one is bad usage', async () => {
    expect(await json('settings stockBuffer=2 importStatuses=[11]')).toMatchObject({ stockBuffer: 2 });
    expect(await json('status')).toMatchObject({ settingsChanges: [{}, { by: 'cli.test' }] });
    const wrong = await ogoship('settings stockBuffer=many');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('stockBuffer: expected a whole number');
  });

  it('products are listed, and created from a file', async () => {
    const page = await json<{ rows: { sku: string }[] }>('products list --state in-myogo --limit 3');
    expect(page.rows).toHaveLength(3);
    const file = join(folder, 'skus.csv');
    await writeFile(file, `sku;name\r\n${page.rows.map(({ sku }) => `"${sku}";x\r\n`).join('')}`);
    expect(await json(['products', 'create', '--file', file])).toMatchObject({ created: 0, unchanged: 3 });
    const stdin = `sku\n${page.rows[0]?.sku ?? ''}\n`;
    expect(await json('products create --file -', { stdin })).toMatchObject({ created: 0, unchanged: 1 });
    const wrong = await Promise.all(
      ['', ' --file nowhere.csv', ' --all --sku A'].map((rest) => ogoship(`products create${rest}`)),
    );
    expect(wrong.map(({ code }) => code)).toEqual([2, 2, 2]);
  });

  it('links are exported and imported as CSV, with a dry run that saves nothing', async () => {
    const file = join(folder, 'links.csv');
    const columns = 'method,code,country,trackingCarrier,pickUpPoint,where,needs,maxWeight';
    const points = '"form-field: Point, picked | customer-message: point {code}"';
    await writeFile(
      file,
      `${columns}\nDHL*,DHL-EXPRESS,,dhl,,,phone street-number,\n"Flat, rate",POSTI,FI,,optional,${points},,\n`,
    );
    shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    const dry = await ogoship(['shipping', 'import', file, '--dry-run']);
    expect(dry.out).toContain('Dry run: 2 links would be saved; nothing was.');
    expect(dry.out).toMatch(/matched\s+DHL-EXPRESS\s+1/);
    expect(dry.out).toMatch(/DHL\*\s+DHL-EXPRESS\s+1\s+0/); // has the phone and the street number that its link needs
    expect(await rows('shipping links')).toEqual([]);

    expect((await ogoship(['shipping', 'import', file])).out).toContain('2 links were saved.');
    expect((await ogoship('shipping export')).out).toBe(await readFile(file, 'utf8'));

    // The columns for carrier, pick-up point and needs may be missing.
    await writeFile(file, 'method,code\nGLS*,GLS\ndhl*,ANOTHER\n');
    const conflict = await ogoship(['shipping', 'import', file]);
    expect(conflict.code).toBe(2);
    expect(conflict.err).toContain('DHL-EXPRESS');
    expect(await rows('shipping links')).toHaveLength(2);
  });

  it('an order is fulfilled, found held, explained, released; a bulk retry goes by reason', async () => {
    const { orderId } = shop.placeOrder({ shippingMethod: 'Omniva parcel locker', country: 'EE' });
    expect(await json(`orders fulfil ${orderId}`)).toMatchObject({ outcome: 'started' });
    await shop.until(orderId, ({ stage }) => stage === 'held');
    await expect
      .poll(async () => (await ogoship('orders held --reason shipping-method-not-linked')).out, { timeout: 60_000 })
      .toMatch(new RegExp(`${orderId}\\s+\\d+\\s+shipping-method-not-linked`));
    const told = (await shop.story(orderId)).decisions.length;
    // By a list: what looks again, as links were saved a moment ago, is not held meanwhile.
    const retried = () => json('orders retry --reason shipping-method-not-linked');
    await expect.poll(retried).toEqual({ schemaVersion: 1, told: 1 });
    // It was judged once more; the hold keeps its age.
    await shop.until(orderId, ({ stage, decisions }) => stage === 'held' && decisions.length > told);

    const explained = async () => (await ogoship(`orders explain ${orderId}`)).out;
    await expect.poll(explained).toMatch(/Omniva parcel locker[^]*what to do|what to do[^]*Omniva parcel locker/);
    const released = await ogoship(`orders release ${orderId} use-code --code OMNIVA`);
    expect(released).toMatchObject({ code: 0 });
    expect(released.out).toContain(`Order ${orderId}: handed-over`);
    const wrong = await Promise.all([ogoship('orders explain 987654'), ogoship('orders retry')]);
    expect(wrong.map(({ code }) => code)).toEqual([2, 2]);
  });

  it('one address of an order is released, and the other one stays held', async () => {
    const { orderId, addressIds } = shop.placeOrder({
      lines: [{ address: 0 }, { address: 1 }],
      addresses: [
        { shippingMethod: 'Mule', country_iso2: 'FI' },
        { shippingMethod: 'Camel', country_iso2: 'FI' },
      ],
    });
    await ogoship(`orders fulfil ${orderId}`);
    await shop.until(orderId, ({ addresses }) => addresses.filter(({ stage }) => stage === 'held').length === 2);
    const [first = 0, second = 0] = addressIds;
    const wrong = await ogoship(`orders release ${orderId} use-code --code POSTI --address 99999`);
    expect(wrong).toMatchObject({ code: 2 });
    expect(await json(`orders release ${orderId} use-code --code POSTI --address ${second}`)).toMatchObject({
      stage: 'held',
      addresses: [
        { addressId: first, stage: 'held' },
        { addressId: second, stage: 'handed-over', shippingCode: 'POSTI' },
      ],
    });
    expect(shop.effects('myogo order created')).toMatchObject({ [`${shop.storeHash}-${orderId}-${second}`]: 1 });
    await ogoship(`orders release ${orderId} treat-as-done`);
  });

  it('latest changes are enabled, run once, and paused', async () => {
    expect(await json('changes enable --force')).toMatchObject({ stage: 'live' });
    expect((await ogoship('changes run')).out).toMatch(/storeOrders\s+/);
    expect((await ogoship('reconcile')).out).toMatch(/stock levels\s+\d+/);
    expect(await json('pause stock taking')).toMatchObject({ stage: 'paused', paused: { reason: 'stock taking' } });
    const refused = await ogoshipAsProcess('changes run');
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('stock taking');
    expect(await json('resume')).toMatchObject({ stage: 'live' });
    expect((await ogoship('questions')).out).toBe('There are no questions.\n');
  });

  it('a question is shown, and answered once; a wrong answer is bad usage', async () => {
    const entity = shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
    await entity.signal(integrationMessages.reportDue, { kind: 'stock-brake', due: ['MUG', 'BOWL'], over: [] });
    const shown = (await ogoship('questions')).out;
    const [, id = ''] = /(stock-brake-\w+)\s+\S+ \S+ UTC\S*\s+open\s+2 SKUs that are in stock/.exec(shown) ?? [];
    expect(shown).toContain('  BOWL\n  MUG');
    const wrong = await Promise.all([ogoship(`answer ${id} maybe`), ogoship('answer nothing approve')]);
    expect(wrong.map(({ code }) => code)).toEqual([2, 2]);
    expect((await ogoship(`answer ${id} refuse`)).out).toBe(`${id}: refuse. So it stays: no run follows.\n`);
    expect(await rows('questions')).toMatchObject([{ count: 2, answer: { decision: 'refuse' } }]);
  });

  it('what only reads answers as JSON too, and what is not to be done says so', async () => {
    await expect.poll(() => rows('orders held')).toEqual([]); // the list is a moment behind
    const [methods, preview, settings, exported] = await Promise.all([
      rows('shipping methods'),
      json('shipping preview --days 30'),
      json('settings'),
      rows('shipping export'),
    ]);
    expect(methods).toContainEqual(expect.objectContaining({ name: 'DHL Express', linkedTo: 'DHL-EXPRESS' }));
    expect(preview).toMatchObject({ changed: 0 });
    expect(settings).toMatchObject({ stockBuffer: 2 });
    expect(exported).toHaveLength(2);
    expect((await ogoship('orders retry --all')).out).toBe('Nothing was held.\n');
    expect(await json(['shipping', 'unlink', 'Flat, rate', '--country', 'FI'])).toMatchObject({ changed: true });
    expect(await json('changes disable')).toMatchObject({ latestChanges: { wanted: false } });
  });

  it('an order that is under way is cancelled, and tells so', async () => {
    const { orderId } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
    await ogoship(`orders fulfil ${orderId}`);
    await shop.until(orderId, ({ stage }) => stage === 'handed-over');
    expect(await json(`orders cancel ${orderId}`)).toMatchObject({ orderId, stage: 'cancelled' });
    expect((await ogoship(`orders status ${orderId}`)).out).toMatch(new RegExp(`^Order ${orderId}: cancelled\n`));
  });

  it('keys are rotated, tokens are rotated from the environment, and the store is disconnected', async () => {
    const resealed = await ogoshipInPipe(['rotate-keys', '--json'], { env });
    expect(JSON.parse(resealed.out)).toEqual({ schemaVersion: 1, rows: [{ storeHash: shop.storeHash, ok: true }] });
    const { apiToken } = shop.sandbox.control.access({ token: true });
    expect(await ogoship('rotate')).toMatchObject({ code: 2 });
    // For a form elsewhere: nothing is sent, and the token is sealed.
    const printed = await ogoship('rotate --print', {
      env: { BIGCOMMERCE_API_TOKEN: apiToken, TEMPORAL_ADDRESS: '127.0.0.1:1' },
    });
    expect(printed).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(printed.out)).toEqual({
      sealed: expect.stringMatching(/^v1\.cli\./) as string,
      parts: ['bigcommerce'],
    });
    expect(await json('rotate', { env: { BIGCOMMERCE_API_TOKEN: apiToken } })).toMatchObject({ credentialsVersion: 2 });
    const dry = await ogoship('disconnect --dry-run');
    expect(dry.out).toMatch(
      /^Would stop everything .* orders? not finished would stand still[^]*Dry run: nothing was changed/,
    );
    const unasked = await ogoshipAsProcess('disconnect');
    expect(unasked).toMatchObject({ code: 2, out: '' });
    expect(unasked.err).toMatch(/Would stop everything[^]*--yes: expected this option/);
    expect((await ogoship('disconnect --yes')).out).toContain('Delete the API account');
  });
});

it('no secret was in any output', () => {
  expect(everything.length).toBeGreaterThan(30);
  for (const secret of shop.sandbox.control.state().tokens) {
    for (const { out, err } of everything) expect(out + err).not.toContain(secret);
  }
});
