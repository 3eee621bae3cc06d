import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../dev/stand-ins/start.ts';
import { freePorts } from '../../dev/temporal-server/ports.ts';
import { upstreamEnvironment } from '../../dev/stand-ins/upstream-environment.ts';
import { scheduleId, workflowId, type StoreHash } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { createNamespace } from '../support/namespace.ts';
import { ogoship as runOgoship } from '../support/cli.ts';
import { replayAll } from '../support/replay.ts';
import { spawnWorker, type WorkerProcess } from '../support/worker-process.ts';
import { testWorkflowBundle } from '../support/workflow-bundle.ts';
import { installRuntime } from '../support/quiet-runtime.ts';
import { usualRetries } from '../../src/client/calls/closed-channel.ts';

// Replaying is told line by line otherwise.
installRuntime({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

const long = process.env['TEST_LONG'] === '1';
const key = randomBytes(32).toString('base64');
/** What may be asked of a run, by the beginning of its id. */
const queries: Readonly<Record<string, readonly string[]>> = {
  integration: ['status', 'connection', '__stack_trace'],
  order: ['status', '__stack_trace'],
  'goods-in': ['awaited'],
};
const WRONG = 'a-store-token-that-nobody-gave-out';

/**
 * A day with all that goes wrong with credentials, in the processes that operators run: what any of them writes, shows or
 * keeps is searched for every token, key and person that was seeded.
 */
describe('tokens, keys and people', () => {
  let connection: Connection;
  let client: Client;
  let sandbox: Sandbox;
  let worker: WorkerProcess;
  let storeHash: StoreHash;
  let metrics: string;
  let env: Readonly<Record<string, string>>;
  /** Where it was found → what it says. */
  const texts = new Map<string, string>();

  const hidden = (): readonly string[] => {
    const { people, tokens } = sandbox.control.state();
    const persons = people.flatMap(({ name, street, email, phone }) => [name, street, email, phone]);
    return [...tokens, ...persons, key, WRONG].filter((text) => text.length > 3);
  };
  /** The places that hold one of some words, in any case. */
  const holding = (words: readonly string[]): readonly string[] =>
    [...texts].flatMap(([place, text]) => {
      const lower = text.toLowerCase();
      return words.filter((word) => lower.includes(word.toLowerCase())).map((word) => `${place}: ${word}`);
    });

  async function ogoship(command: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
    const { out, err } = await runOgoship(command.split(' '), { env: { ...env, ...more } });
    const place = `ogoship ${command}`;
    texts.set(place, `${texts.get(place) ?? ''}${out}${err}`);
    return out + err;
  }
  const ofStore = (command: string, more?: Readonly<Record<string, string>>) =>
    ogoship(`${storeHash} ${command}`, more);
  const created = () => Object.keys(sandbox.control.ledger().effects['myogo order created'] ?? {}).length;
  const stage = async () => {
    const entity = client.workflow.getHandle(workflowId.integration(storeHash));
    return (await entity.query(integrationMessages.status)).stage;
  };

  beforeAll(async () => {
    const address = inject('temporalAddress');
    connection = await Connection.connect({ address, interceptors: usualRetries() });
    const namespace = await createNamespace(connection);
    client = new Client({ connection, namespace });
    sandbox = await startSandbox();
    const [account] = sandbox.credentials.stores;
    if (account === undefined) throw new TypeError('the sandbox has no store');
    storeHash = account.storeHash as StoreHash; // the sandbox makes valid ones
    const [port] = await freePorts(1);
    metrics = `127.0.0.1:${port ?? 0}`;
    const temporal = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, CREDENTIAL_KEYS: `k1:${key}` };
    env = { ...temporal, USER: 'secrets.test' };
    worker = spawnWorker({
      ...temporal,
      ...upstreamEnvironment(sandbox, sandbox.credentials.oauth),
      METRICS_ADDRESS: metrics,
      LOG_LEVEL: 'debug',
      SETTLE_TIME: '300ms',
      LATEST_CHANGES_EVERY: '1h',
    });
    await worker.line(({ msg }) => msg === 'worker ready');
  });

  it('are given, refused, revoked and rotated, among broken answers', async () => {
    const [account] = sandbox.credentials.stores;
    if (account === undefined) throw new TypeError('the sandbox has no store');
    await ofStore(`connect --merchant ${account.merchantId}`, {
      BIGCOMMERCE_API_TOKEN: account.apiToken,
      MYOGO_SECRET_TOKEN: account.secretToken,
    });
    await ofStore('shipping link DHL* DHL-EXPRESS');
    sandbox.control.addWarehouseProduct({ code: 'MUG-ENAMEL', name: 'Mug' });
    sandbox.control.goodsIn({ 'MUG-ENAMEL': 20 });
    const place = () =>
      sandbox.control.placeOrder({ shippingMethod: 'DHL Express', country: 'FI', lines: [{ sku: 'MUG-ENAMEL' }] });
    // Answers to the hand-over that are broken, with the order's people in them, and ones that fail after the effect.
    sandbox.control.faults({ rate: 1, kinds: ['malformed', '500-after'], paths: ['POST /api/v1/Orders*'], count: 2 });
    const { orderId } = place();
    await ofStore('changes enable');
    await ofStore(`orders fulfil ${orderId}`);
    await expect.poll(created, { timeout: 90_000 }).toBe(1);

    const renewed = sandbox.control.access({ token: true, secretToken: true, revokeTokens: true });
    const second = place();
    await ofStore('changes run');
    await expect.poll(stage, { timeout: 60_000 }).toBe('needs-credentials');
    await ofStore('rotate', { BIGCOMMERCE_API_TOKEN: WRONG, MYOGO_SECRET_TOKEN: WRONG });
    await ofStore('rotate', { BIGCOMMERCE_API_TOKEN: renewed.apiToken, MYOGO_SECRET_TOKEN: renewed.secretToken });
    await ofStore(`orders fulfil ${second.orderId}`);
    await expect.poll(created, { timeout: 90_000 }).toBe(2);
    // A pause takes 20 s, until every worker heeds it.
    if (long) {
      await ofStore('pause stocktaking');
      await ofStore('resume');
    }
    await ogoship('rotate-keys');

    // The others’ outputs are searched where the command line is tested.
    const others = long ? ['test', 'orders held', 'settings', 'products list'] : [];
    const commands = ['status', `orders explain ${orderId}`, ...others];
    await Promise.all([
      ...commands.flatMap((command) => [ofStore(command), ofStore(`${command} --json`)]),
      ogoship('list --json'),
    ]);

    for await (const { workflowId: id, runId, memo, typedSearchAttributes } of client.workflow.list()) {
      texts.set(`the list of ${id}`, JSON.stringify([id, memo, typedSearchAttributes.getAll()]));
      const run = client.workflow.getHandle(id, runId);
      for (const query of ['__temporal_workflow_metadata', ...(queries[id.split(':')[0] ?? ''] ?? [])]) {
        const answer: unknown = await run.query(query).catch(String);
        texts.set(`the query ${query} of ${id}`, JSON.stringify(answer));
      }
    }
    const schedule = await client.schedule.getHandle(scheduleId.latestChanges(storeHash)).describe();
    texts.set(
      'the schedule',
      JSON.stringify(schedule, (_, value: unknown) => (typeof value === 'bigint' ? '' : value)),
    );
    texts.set('the metrics', await (await fetch(`http://${metrics}/metrics`)).text());
    worker.signal('SIGTERM');
    await worker.exited;
    texts.set('the log of the worker', worker.output() + worker.errorOutput());
  }, 300_000);

  afterAll(async () => {
    worker.signal('SIGKILL');
    await connection.close();
    await sandbox.close();
  });

  it('are in no output of the command line, no query, no list, no schedule, no metric and no log line', () => {
    expect(hidden().length).toBeGreaterThan(15);
    expect(holding(hidden())).toEqual([]);
  });

  it('would have been found: the store, its order and what was refused are everywhere', () => {
    const found = holding([storeHash]).map((line) => line.split(': ')[0]);
    for (const place of ['the log of the worker', 'the schedule', 'ogoship list --json'])
      expect(found).toContain(place);
    expect(found).toContain(`the query connection of ${workflowId.integration(storeHash)}`);
    expect(found).toContain(`the query __temporal_workflow_metadata of ${workflowId.integration(storeHash)}`);
    expect(found).toContain(`ogoship ${storeHash} status --json`);
    expect(texts.get('the metrics')).toContain('temporal_');
    expect(texts.get(`ogoship ${storeHash} rotate`)).toMatch(/refuses? the new credentials/);
    expect(texts.get('the log of the worker')).toContain('needs-credentials');
    expect(texts.get(`the query connection of ${workflowId.integration(storeHash)}`)).toContain('"sealed":"');
  });

  it('are in no history, failures included; one that is planted is found', async () => {
    const workflowBundle = await testWorkflowBundle();
    const report = await replayAll({ client, workflowBundle, hidden: hidden() });
    expect(report.replayed).toBeGreaterThan(2); // the integration and two orders at least
    const [token = ''] = sandbox.control.state().tokens;
    await client.workflow.start('lookup', { workflowId: 'planted', taskQueue: 'nobody-polls-it', args: [{ token }] });
    const search = async () => {
      const found = replayAll({ client, workflowBundle, query: `WorkflowId = 'planted'`, hidden: hidden() });
      return found.then(() => 'nothing', String);
    };
    await expect.poll(search, { timeout: 60_000 }).toContain('The history of planted holds');
  });
});
