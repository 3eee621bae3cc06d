import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import proto from '@temporalio/proto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDevServer, type DevServer } from '../../dev/temporal-server/dev-server.ts';
import { createMaintainActivities } from '../../src/activities/integration/maintain.ts';
import { OgoshipClient, type Integration } from '../../src/client/index.ts';
import { FailureType } from '../../src/contract/failures.ts';
import { scheduleId, workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { replayAll } from '../support/replay.ts';
import { isLong } from '../support/sample.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { testWorkflowBundle } from '../support/workflow-bundle.ts';

/** The server suggests to continue as new from this many events on; its own default is 4,096. */
const SUGGESTED_AT = 20;
const LINKS = isLong ? 400 : 40;
/** The server takes ten updates of one run at once. */
const AT_ONCE = 8;

/** What a burst of other runs says, beside the rain of people. */
const SIGNALS = isLong ? 4_000 : 200;
const REFUSED_BEFORE = { side: 'bigcommerce', type: FailureType.credentialsRejected, credentialsVersion: 0 } as const;
const causes = proto.temporal.api.enums.v1.WorkflowTaskFailedCause;
/**
 * Where a word comes in the very moment of a renewal, the server has it decided once more; and where more than it may hold wait
 * beside a task, it ends that task to write them down. Both are its own ways, not failures of the run.
 */
const OF_THE_SERVER: ReadonlySet<unknown> = new Set([
  causes.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
  causes.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND,
]);

const credentialKeys = `renewal:${randomBytes(32).toString('base64')}`;

describe('an integration that continues as new', () => {
  let server: DevServer;
  let shop: Shop;
  let ogoship: OgoshipClient;
  let store: Integration;

  beforeAll(async () => {
    server = await startDevServer({
      memory: true,
      headless: true,
      dynamicConfig: {
        'limit.historyCount.suggestContinueAsNew': SUGGESTED_AT,
        // A run is deleted once the server has taken note that its end was dealt with: by default that may be a minute.
        'history.transferProcessorUpdateAckInterval': '200ms',
        'history.visibilityProcessorUpdateAckInterval': '200ms',
      },
    });
    shop = await openShop(server.address, { worker: { overrides: { keyRing: parseKeyRing(credentialKeys) } } });
    ogoship = await OgoshipClient.connect({
      temporal: { address: server.address, namespace: shop.worker.namespace },
      credentialKeys,
      by: 'rain',
    });
    store = ogoship.integration(shop.storeHash);
    await store.connect(credentials());
  });
  afterAll(async () => {
    await ogoship.close();
    await shop.close();
    await server.close();
  });

  function credentials() {
    const { apiToken, merchantId, secretToken } = shop.credentials;
    return { bigcommerce: { apiToken }, myogo: { merchantId, secretToken } };
  }

  const id = () => workflowId.integration(shop.storeHash);
  const runs = async (status = '') => {
    const found: string[] = [];
    for await (const { runId } of shop.worker.client.workflow.list({ query: `WorkflowId = '${id()}' ${status}` })) {
      found.push(runId);
    }
    return found;
  };
  const failedTasks = async (runId: string) => {
    const { events } = await shop.worker.client.workflow.getHandle(id(), runId).fetchHistory();
    return (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: task }) => (task == null ? [] : [task.cause]));
  };
  const superseded = () => runs('AND ExecutionStatus = "ContinuedAsNew"');

  it('loses no update of a rain of them, and comes through many runs', async () => {
    await store.latestChanges.enable({ force: true });
    const left = Array.from({ length: LINKS }, (_, index) => index).values();
    const rain = async (): Promise<void> => {
      for (const index of left) {
        await store.shipping.link({ method: `Method ${index}`, code: `CODE-${index}` });
        // Ones that wait for the loop to follow, and ones that wait for an activity.
        if (index % 4 === 0) await store.changeSettings({ stockBuffer: index, every: `${index + 5}s` });
        if (index % 10 === 0) expect(await store.test()).toMatchObject({ ok: true });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, rain));

    const { links, settings, latestChanges, settingsChanges } = await store.status();
    expect(links.map(({ code }) => code).sort()).toEqual(Array.from({ length: LINKS }, (_, i) => `CODE-${i}`).sort());
    expect(settingsChanges.filter(({ by }) => by === 'rain')).toHaveLength(Math.min(50, LINKS / 4));
    expect(latestChanges).toMatchObject({ running: true, every: settings.every });
    await expect.poll(async () => (await superseded()).length, { timeout: 60_000 }).toBeGreaterThan(1);
  });

  it('hears all that a burst of other runs tells it, however often it renews itself meanwhile', async () => {
    const entity = shop.worker.client.workflow.getHandle(id());
    // A stock run in the midst of it would say that the store sells none of these, which withdraws what was asked.
    await store.changeSettings({ every: '1h' });
    // The schedule itself knows its runs, where a list is a moment behind; a look that was under way may have begun one more.
    const schedule = shop.worker.client.schedule.getHandle(scheduleId.latestChanges(shop.storeHash));
    const begun = async () => {
      const { info } = await schedule.describe();
      const last = info.recentActions.at(-1)?.action.workflow;
      const run = last && (await shop.worker.client.workflow.getHandle(last.workflowId).describe());
      const isFlowing = info.runningActions.length > 0 || run?.status.name === 'RUNNING';
      return isFlowing ? 'flowing' : info.numActionsTaken;
    };
    const isQuiet = async () => {
      const first = await begun();
      await pause(2_000);
      return first !== 'flowing' && first === (await begun());
    };
    await expect.poll(isQuiet, { timeout: 60_000 }).toBe(true);
    const before = (await superseded()).length;
    const items = Array.from({ length: SIGNALS }, (_, index) => `BURST-${index}`);
    const left = items.values();
    /** As runs do: no pause between two words, and each sender beside the others. */
    const tell = async (): Promise<void> => {
      for (const item of left) {
        await entity.signal(integrationMessages.reportDue, { kind: 'stock-brake', due: [item], over: [] });
        // Of credentials from before, as a crowd of orders tells that was refused a moment ago.
        await entity.signal(integrationMessages.accessRefused, REFUSED_BEFORE);
      }
    };
    const burst = Promise.all(Array.from({ length: AT_ONCE }, tell));
    // A person is heard in the middle of it.
    await store.shipping.link({ method: 'In the burst', code: 'IN-THE-BURST' });
    await burst;

    const asked = async () => (await entity.query(integrationMessages.questions)).flatMap((one) => one.items);
    expect((await asked()).toSorted()).toEqual(items.toSorted());
    const { links, stage } = await store.status();
    expect([links.some(({ code }) => code === 'IN-THE-BURST'), stage]).toEqual([true, 'live']);
    await expect.poll(async () => (await superseded()).length, { timeout: 60_000 }).toBeGreaterThan(before + 1);
    await store.shipping.unlink({ method: 'In the burst' });
    const failed = (await Promise.all((await runs()).map(failedTasks))).flat();
    expect(failed.filter((cause) => !OF_THE_SERVER.has(cause))).toEqual([]);
  });

  it('carries its credentials sealed, and nothing of them in clear', async () => {
    const { bigcommerce, myogo } = credentials();
    const history = await shop.worker.client.workflow.getHandle(id()).fetchHistory();
    const started = history.events?.[0]?.workflowExecutionStartedEventAttributes;
    expect(started?.continuedExecutionRunId).not.toBe('');
    const [, carried] = started?.input?.payloads ?? [];
    const text = Buffer.from(carried?.data ?? []).toString();
    const { credentials: kept } = JSON.parse(text) as { credentials: { sealed: string } };
    expect(JSON.parse(shop.worker.sealer.open(kept.sealed, shop.storeHash))).toMatchObject({ bigcommerce });
    for (const token of [bigcommerce.apiToken, myogo.secretToken]) expect(text).not.toContain(token);
    const { client } = shop.worker;
    const workflowBundle = await testWorkflowBundle();
    const hidden = [bigcommerce.apiToken, myogo.secretToken];
    const replay = () => replayAll({ client, workflowBundle, query: `WorkflowId = '${id()}'`, hidden });
    // A list is a moment behind, and a run that has only just begun has nothing to replay yet.
    await expect.poll(async () => (await replay()).replayed, { timeout: 60_000, interval: 500 }).toBeGreaterThan(2);
  });

  it('has its earlier runs deleted by the hourly maintenance, and goes on', async () => {
    const { client } = shop.worker;
    const [earlier] = await superseded();
    const maintenance = createMaintainActivities(
      { temporal: client, latestChangesEvery: '5m', connections: { drop: () => undefined } },
      { supersededForMs: 0 },
    );
    const clean = () =>
      new MockActivityEnvironment({ currentAttemptScheduledTimestampMs: Date.now() }).run<
        [],
        number,
        () => Promise<number>
      >(() => maintenance.deleteSuperseded());
    const cleaned = async (query: string) => {
      await clean(); // as every hour: what a list did not show yet, the next one does
      return runs(query);
    };
    expect(await clean()).toBeGreaterThan(1);
    await expect
      .poll(() => cleaned('AND ExecutionStatus = "ContinuedAsNew"'), { timeout: 60_000, interval: 500 })
      .toEqual([]);
    await expect(client.workflow.getHandle(id(), earlier).fetchHistory()).rejects.toThrow();
    expect((await store.status()).links).toHaveLength(LINKS);

    // The last words of a disconnected store are kept; they go when it is connected again.
    await store.disconnect();
    await client.workflow.getHandle(id()).result();
    await expect.poll(() => runs('AND ExecutionStatus = "Completed"'), { timeout: 60_000 }).toHaveLength(1);
    await clean();
    expect((await store.status()).stage).toBe('disconnected');
    await store.connect(credentials());
    expect((await store.status()).links).toHaveLength(LINKS);
    await expect
      .poll(() => cleaned('AND ExecutionStatus != "Running"'), { timeout: 60_000, interval: 500 })
      .toEqual([]);
  });
});
