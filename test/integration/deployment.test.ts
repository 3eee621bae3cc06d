import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { OgoshipClient, type BuildReport } from '../../src/client/index.ts';
import { workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { TaskQueue } from '../../src/contract/temporal.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { ogoship } from '../support/cli.ts';
import { commandsIn, wordsOf } from '../support/remedies/named-commands.ts';
import { isLong } from '../support/sample.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { startTestWorker, type TestWorker } from '../support/worker.ts';
import { testWorkflowBundle } from '../support/workflow-bundle.ts';

// The drill of docs/operations/upgrade.md: two builds, and open runs that move from one to the other and back. In the long
// suite the new build has a change by patch, which the old one cannot go on with.

const deployment = (buildId: string) => ({ deployment: { name: TaskQueue.main, buildId } });
const keyRing = parseKeyRing(`k1:${randomBytes(32).toString('base64')}`);
let shop: Shop;
let old: TestWorker;
let client: OgoshipClient;

beforeAll(async () => {
  const address = inject('temporalAddress');
  shop = await openShop(address, {
    worker: { overrides: { keyRing, ...deployment('v2') }, workflowBundle: await newBundle() },
  });
  const { namespace } = shop.worker;
  old = await startTestWorker({
    address,
    sandbox: shop.sandbox,
    namespace,
    overrides: { keyRing, ...deployment('v1') },
  });
  client = await OgoshipClient.connect({ temporal: { address, namespace } });
});
afterAll(async () => {
  await client.close();
  await old.leave();
  await shop.close();
});

/** The next release: an order's run takes another way from its next step on. */
async function newBundle() {
  const { code } = await testWorkflowBundle();
  const begins = /async function (?:\w+_)?fulfilOrder\([^)]*\) \{/;
  expect(code).toMatch(begins);
  const change = "globalThis.__TEMPORAL_ACTIVATOR__.patchInternal('a-change-of-the-new-build', false);";
  return { code: isLong ? code.replace(begins, `$& ${change}`) : code };
}

const cli = (...args: readonly string[]) =>
  ogoship(args, {
    env: { TEMPORAL_ADDRESS: inject('temporalAddress'), TEMPORAL_NAMESPACE: shop.worker.namespace },
  });

async function builds(): Promise<Readonly<Record<string, BuildReport>>> {
  const report = await client.deployment();
  return Object.fromEntries(report.builds.map((build) => [build.buildId ?? '', build]));
}

async function handedOver(): Promise<number> {
  const { orderId } = shop.placeOrder({ shippingMethod: 'DHL Express', country: 'FI' });
  await shop.startOrder(orderId);
  await shop.until(orderId, ({ stage }) => stage === 'handed-over');
  return orderId;
}

async function ship(orderId: number): Promise<void> {
  shop.sandbox.control.warehouse(`${shop.storeHash}-${orderId}`, { status: 'SHIPPED', tracking: `JJFI${orderId}` });
  await shop.tellWarehouseNews(orderId);
}

/** The command that a text names, as it stands there. */
const named = (text: string, begins: string) =>
  commandsIn(text).find((command) => command.startsWith(`ogoship ${begins}`)) ?? `“${begins}” is not in: ${text}`;
let remedy = '';

it('where no build is current, that is said with the command that mends it', async () => {
  // The server's lists of pollers and runs lag.
  const listed = async () => (await cli('deployment')).out;
  await expect.poll(listed, { interval: 500 }).toMatch(/v1\s+inactive\s+1\s+0/);
  await expect.poll(listed, { interval: 500 }).toContain('--make-current <build id>'); // both are listed
  const answer = await cli('deployment');
  const out = answer.out.replace(/\s+/g, ' '); // lines are broken to the terminal's width
  expect(answer.code).toBe(1);
  expect(out).toMatch(/go to workers without a build id, and no living worker is one: everything stands still/);
  expect(out).toContain('What to do: `ogoship deployment --make-current <build id>`');
  remedy = named(out, 'deployment --make-current');
  const setUp = await cli('setup', '--json');
  expect(setUp.code).toBe(1);
  expect(JSON.parse(setUp.out)).toMatchObject({ problem: { remedy: expect.stringContaining('--make-current') } });
  const wrong = await cli('deployment', '--make-current', 'v3');
  expect(wrong).toMatchObject({ code: 2, out: '' });
  expect(wrong.err).toContain('buildId: expected the build of a living worker: v1, v2');
});

it('runs move to the new build and back, with nothing lost', async () => {
  // As the text says, with a build that lives.
  expect((await cli(...wordsOf(remedy.replace(/b1$/, 'v1')))).code).toBe(0);
  await shop.connect({ waitForTrackingMinutes: 0, enableLatestChanges: 'by-hand' });
  await shop.link({ method: '*', code: 'DHL-EXPRESS' });
  const first = await handedOver();
  await expect.poll(async () => (await builds())['v1']?.openRuns).toBeGreaterThan(1);
  expect((await builds())['v1']).toMatchObject({ status: 'current', workers: [expect.any(String)] });

  expect(await client.makeCurrent('v2')).toMatchObject({ current: 'v2' });
  const second = await handedOver();
  await ship(first);
  await shop.until(first, ({ stage }) => stage === 'shipped');

  expect(await client.makeCurrent('v1')).toMatchObject({ current: 'v1' });
  const third = await handedOver();
  await ship(second);
  const entity = shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
  await entity.executeUpdate(integrationMessages.changeSettings, {
    args: [{ patch: { stockBuffer: 3 }, by: 'a test' }],
  });
  // A run that took the change of the new build waits for it, and loses nothing.
  if (!isLong) await shop.until(second, ({ stage }) => stage === 'shipped');

  expect(await client.makeCurrent('v2')).toMatchObject({ current: 'v2' });
  await ship(third);
  for (const orderId of [second, third]) await shop.until(orderId, ({ stage }) => stage === 'shipped');
  expect(await entity.query(integrationMessages.status)).toMatchObject({ settings: { stockBuffer: 3 } });
  for (const orderId of [first, second, third]) {
    expect(shop.effects('myogo order created')).toMatchObject({ [`${shop.storeHash}-${orderId}`]: 1 });
    expect(shop.storeOrder(orderId)).toMatchObject({ statusId: 2, shipments: [{ trackingNumber: `JJFI${orderId}` }] });
  }
});
