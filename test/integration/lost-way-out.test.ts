import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ScheduleOverlapPolicy } from '@temporalio/client';
import proto from '@temporalio/proto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoreCredentials } from '../../dev/stand-ins/world.ts';
import type { Integration, OgoshipClient } from '../../src/client/index.ts';
import { scheduleId, workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { TaskQueue, WorkflowType } from '../../src/contract/temporal.ts';
import type { MaintainReport } from '../../src/workflows/maintain.ts';
import { openClientShop, type ClientShop } from '../support/client-shop.ts';
import type { Shop } from '../support/shop.ts';
import { isLong } from '../support/sample.ts';

const timeout = 60_000;
const { RESET_REAPPLY_EXCLUDE_TYPE_SIGNAL: SIGNAL, RESET_REAPPLY_EXCLUDE_TYPE_UPDATE: UPDATE } =
  proto.temporal.api.enums.v1.ResetReapplyExcludeType;

let opened: ClientShop;
let shop: Shop;
let ogoship: OgoshipClient;
let store: Integration;
let own: StoreCredentials;

beforeAll(async () => {
  opened = await openClientShop('Ada');
  ({ shop, ogoship, store } = opened);
  own = shop.credentials;
  await connect();
  await store.shipping.link({ method: 'DHL*', code: 'DHL-EXPRESS' });
  await store.changeSettings({ stockBuffer: 3, every: '24h' });
});
afterAll(() => opened.close());

const connect = () =>
  store.connect({
    bigcommerce: { apiToken: own.apiToken },
    myogo: { merchantId: own.merchantId, secretToken: own.secretToken },
  });
const entity = () => shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
const schedules = () => [scheduleId.latestChanges(shop.storeHash), scheduleId.reconcile(shop.storeHash)];
const schedule = (id = scheduleId.latestChanges(shop.storeHash)) => shop.worker.client.schedule.getHandle(id);
const status = () => entity().query(integrationMessages.status);
let maintained = 0;
const maintain = (): Promise<MaintainReport> =>
  shop.worker.client.workflow.execute(WorkflowType.maintain, {
    workflowId: `maintain-${(maintained += 1)}`,
    taskQueue: TaskQueue.main,
  });
const kept = { links: [{ method: 'DHL*', code: 'DHL-EXPRESS' }], settings: { stockBuffer: 3, every: '24h' } };

describe('a person’s word', () => {
  it('that disables outlasts goods and connecting again', async () => {
    await store.latestChanges.enable({ force: true });
    await store.latestChanges.disable();
    await entity().signal(integrationMessages.goodsArrived, { skus: 1 });
    expect((await store.status()).latestChanges).toMatchObject({ wanted: false, running: false });
    await entity().terminate('a test');
    expect(await connect()).toMatchObject({ ...kept, latestChanges: { wanted: false } });
    await entity().signal(integrationMessages.goodsArrived, { skus: 1 });
    expect((await store.status()).latestChanges).toMatchObject({
      wanted: false,
      why: expect.stringContaining('by a person (Ada, 20') as string,
    });
    expect(await store.status()).toMatchObject({
      disabled: { by: 'Ada', at: expect.stringMatching(/^20.*Z$/) as string },
      summary: expect.stringContaining('by a person (Ada, 20') as string,
    });
    // From the Temporal UI, by somebody who does not say who.
    await store.latestChanges.enable({ force: true });
    expect((await store.status()).disabled).toBeUndefined();
    await entity().executeUpdate('disableLatestChanges');
    expect((await store.status()).disabled).toEqual({ at: expect.stringMatching(/^20/) as string });
    const wrong = entity().executeUpdate(integrationMessages.disableLatestChanges, { args: [{ by: 7 as never }] });
    await expect(wrong).rejects.toMatchObject({ cause: { message: expect.stringContaining('by') as string } });
  });

  it('that pauses outlasts being terminated; what was paused goes on as it was before', async () => {
    await store.latestChanges.enable({ force: true });
    await store.pause('stocktaking');
    await entity().terminate('a test');
    expect(await connect()).toMatchObject({ ...kept, stage: 'paused', paused: { reason: 'stocktaking', by: 'Ada' } });
    expect(await store.resume()).not.toMatchObject({ stage: 'paused' });
    await store.latestChanges.enable({ force: true });
  });
});

describe('a schedule', () => {
  it.each([0, 1])('that somebody deleted is missed, and made again by enabling (%s)', async (which) => {
    await schedule(schedules()[which]).delete();
    const { latestChanges, comparison } = await store.status();
    expect([latestChanges, comparison][which]).toMatchObject({
      running: false,
      why: expect.stringContaining('gone from Temporal') as string,
    });
    await store.latestChanges.enable({ force: true });
    expect((await schedule(schedules()[which]).describe()).state.paused).toBe(false);
  });

  it.each([0, 1])(
    'that somebody paused is said, and goes on by a person’s enabling or resuming (%s)',
    async (which) => {
      for (const mend of [() => store.latestChanges.enable({ force: true }), () => store.resume()]) {
        await schedule(schedules()[which]).pause('counting');
        const { latestChanges, comparison } = await store.status();
        expect([latestChanges, comparison][which]).toMatchObject({
          running: false,
          why: 'paused in Temporal: counting',
        });
        expect((await maintain()).notes.join('\n')).toMatch(/paused by hand in Temporal \(counting\)/);
        await mend();
        expect((await schedule(schedules()[which]).describe()).state.paused).toBe(false);
      }
    },
  );

  it('that is missing is made anew within the hour, counted and said', async () => {
    await schedule().delete();
    const report = await maintain();
    expect(report.schedules).toMatchObject({ created: 1 });
    expect(report.notes.join('\n')).toContain(`Store ${shop.storeHash}: the schedule of latest changes was not there`);
  });
});

it('where a run waits is named by file and line of its source, although the map has no more than that', async () => {
  const source = readFileSync(new URL('../../src/workflows/integration/integration.ts', import.meta.url), 'utf8').split(
    '\n',
  );
  const waitsAt = async (): Promise<string | undefined> => {
    const trace = await entity().query<string>('__stack_trace');
    const [, line = ''] = /src\/workflows\/integration\/integration\.ts:(\d+)/.exec(trace) ?? [];
    return source[Number(line) - 1];
  };
  // It may still do what it was woken for.
  await expect.poll(waitsAt, { timeout, interval: 200 }).toContain('await condition(');
});

describe('between the hours in which an integration is asked', () => {
  const soon = { timeout, interval: 1_000 };

  /** The maintenance as its schedule runs it: each goes on from the one before. */
  const hourly = async (): Promise<MaintainReport> => {
    const handle = schedule(scheduleId.maintain());
    const taken = async () => (await handle.describe()).info.numActionsTaken;
    const before = await taken();
    // Two runs of one second would be one.
    const asked = async (): Promise<number> => {
      await handle.trigger(ScheduleOverlapPolicy.BUFFER_ONE);
      return taken();
    };
    await expect.poll(asked, soon).toBeGreaterThan(before);
    const run = (await handle.describe()).info.recentActions.at(-1)?.action.workflow;
    const ran = shop.worker.client.workflow.getHandle(run?.workflowId ?? '', run?.firstExecutionRunId);
    return (await ran.result()) as MaintainReport; // the schedule's only workflow
  };

  it('what a person does to its schedules is seen by lists, and mended or told within the hour', async () => {
    await store.latestChanges.enable({ force: true });
    await ogoship.setUp();
    const all = { integrations: 1, asked: 0, created: 0, updated: 0, pausedByPerson: 0, unanswered: 0, orphaned: 0 };
    await expect.poll(async () => (await hourly()).schedules, soon).toMatchObject(all);

    for (const id of schedules()) await schedule(id).delete();
    const created = async (sum = 0): Promise<number> => sum + ((await hourly()).schedules?.created ?? 0);
    let made = 0;
    await expect.poll(async () => (made = await created(made)), soon).toBe(2);
    for (const id of schedules()) expect((await schedule(id).describe()).state.paused).toBe(false);

    await schedule().pause('counting');
    await expect.poll(hourly, soon).toMatchObject({ schedules: { pausedByPerson: 1 } });
    const told = async () => (await status()).latestChanges.pausedByPerson;
    await expect.poll(told, { timeout }).toBe('counting');
    await schedule().unpause('done');
    await expect.poll(async () => (await hourly()).schedules?.pausedByPerson, soon).toBe(0);
    await expect.poll(told, { timeout }).toBeUndefined();

    const wanted = (await schedule().describe()).spec.intervals?.[0]?.every;
    await schedule().update((now) => ({ ...now, spec: { intervals: [{ every: '7h' }] } }));
    const every = async () => {
      await hourly();
      return (await schedule().describe()).spec.intervals?.[0]?.every;
    };
    await expect.poll(every, soon).toBe(wanted);
  });
});

describe('an integration whose run is gone', () => {
  it('terminated: is said by status, and its schedules are stopped; connecting goes on', async () => {
    await entity().terminate('a test');
    await expect(store.status()).rejects.toMatchObject({
      name: 'UnknownIntegration',
      message: expect.stringContaining('was terminated') as string,
      expected: expect.stringContaining('connect') as string,
    });
    const running = `WorkflowType="${WorkflowType.integration}" AND ExecutionStatus="Running"`;
    const listed = async () => (await shop.worker.client.workflow.count(running)).count;
    await expect.poll(listed, { timeout }).toBe(0);
    const report = await maintain();
    expect(report.schedules).toMatchObject({ integrations: 0, orphaned: 1 });
    expect(report.notes.join('\n')).toContain('its schedules went on, and are stopped now');
    for (const id of schedules()) expect((await schedule(id).describe()).state.paused).toBe(true);
    expect(await connect()).toMatchObject(kept);
    await store.latestChanges.enable({ force: true });
    for (const id of schedules()) expect((await schedule(id).describe()).state.paused).toBe(false);
  });

  it('reset to its start: is said by status, and connecting goes on with links and settings', async () => {
    await store.shipping.link({ method: 'Post*', code: 'POST' });
    const { namespace, client } = shop.worker;
    const { runId } = await entity().describe();
    await client.workflowService.resetWorkflowExecution({
      namespace,
      workflowExecution: { workflowId: workflowId.integration(shop.storeHash), runId },
      reason: 'a test',
      workflowTaskFinishEventId: 4 as never, // a number does where the types want a Long
      requestId: randomBytes(8).toString('hex'),
      resetReapplyExcludeTypes: [SIGNAL, UPDATE],
    });
    await expect(store.status()).rejects.toMatchObject({ name: 'UnknownIntegration' });
    expect(await connect()).toMatchObject({ ...kept, links: [kept.links[0], { method: 'Post*', code: 'POST' }] });
    await store.shipping.unlink({ method: 'Post*' });
    await store.latestChanges.enable({ force: true });
  });

  // The server deletes in its own time.
  it.runIf(isLong)('deleted with all its runs: goes on with what its schedule keeps', async () => {
    const { namespace, client } = shop.worker;
    await entity().terminate('a test');
    const query = `WorkflowId="${workflowId.integration(shop.storeHash)}"`;
    const runs = async () => {
      const found: string[] = [];
      for await (const { runId } of client.workflow.list({ query })) found.push(runId);
      return found;
    };
    const remove = async () => {
      for (const runId of await runs()) {
        const workflowExecution = { workflowId: workflowId.integration(shop.storeHash), runId };
        await client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution }).catch(() => undefined);
      }
      return (await runs()).length;
    };
    await expect.poll(remove, { timeout }).toBe(0);
    await expect(store.status()).rejects.toMatchObject({ message: expect.stringContaining('was deleted') as string });
    expect(await connect()).toMatchObject(kept);
  });
});

describe('credentials', () => {
  it('of another store are refused, and the old ones kept', async () => {
    const other = shop.sandbox.control.addStore();
    const { credentialsVersion } = await store.status();
    const rotated = store.rotateCredentials({ bigcommerce: { apiToken: other.apiToken } });
    await expect(rotated).rejects.toMatchObject({
      name: 'Refused',
      message: expect.stringContaining('another store') as string,
    });
    const merchant = store.rotateCredentials({ myogo: { secretToken: other.secretToken } });
    await expect(merchant).rejects.toMatchObject({
      name: 'Refused',
      message: expect.stringContaining('myOGO') as string,
    });
    expect((await store.status()).credentialsVersion).toBe(credentialsVersion);
  });

  it('that one side refuses have one true line there, and the other side is asked all the same', async () => {
    shop.sandbox.control.access({ token: 'another-token-of-the-store' });
    const { checks } = await store.test();
    expect(checks.filter(({ side }) => side === 'bigcommerce')).toMatchObject([
      { ok: false, problem: 'BigCommerce refuses the API token.', remedy: expect.stringContaining('rotate') as string },
    ]);
    const warehouse = checks.filter(({ side }) => side === 'myogo');
    expect(warehouse.map(({ ok }) => ok)).toEqual(warehouse.map(() => true));
    expect(warehouse.length).toBeGreaterThan(1);
  });

  it('are judged each by its own side: a bad one is not taken because the other side refuses as well', async () => {
    const { credentialsVersion } = await store.status();
    const bad = { secretToken: 'a-token-of-nobody' };
    await expect(store.rotateCredentials({ myogo: bad })).rejects.toMatchObject({
      name: 'Refused',
      message: expect.stringMatching(/^myOGO refuses the new credentials/) as string,
    });
    await expect(
      store.rotateCredentials({ bigcommerce: { apiToken: 'nor-this-one' }, myogo: bad }),
    ).rejects.toMatchObject({ message: expect.stringMatching(/^BigCommerce and myOGO refuse/) as string });
    expect((await store.status()).credentialsVersion).toBe(credentialsVersion);
  });

  it('of one side are tested and replaced while the other one is away', async () => {
    shop.sandbox.control.faults({ rate: 1, kinds: ['503'], side: 'warehouse' });
    const { checks, unreachable } = await store.test();
    expect(unreachable).toEqual(['myogo']);
    expect(checks.filter(({ ok, needed }) => ok === false && needed === 'required')).toMatchObject([
      { side: 'bigcommerce', problem: 'BigCommerce refuses the API token.' },
      { side: 'myogo', problem: expect.stringMatching(/^myOGO gives no answer that can be judged/) as string },
    ]);
    await expect(store.rotateCredentials({ myogo: { secretToken: own.secretToken } })).rejects.toMatchObject({
      name: 'Unavailable',
      message: expect.stringMatching(
        /nothing was changed. BigCommerce refuses the API token. myOGO gives no/,
      ) as string,
    });
    shop.sandbox.control.faults();
  });

  it('that are refused still are not left by resuming; that work again are', async () => {
    expect((await status()).stage).toBe('needs-credentials');
    await expect(store.resume()).rejects.toMatchObject({
      name: 'Refused',
      expected: expect.stringContaining('rotateCredentials') as string,
    });
    await expect(store.latestChanges.enable()).rejects.toMatchObject({
      expected: expect.stringContaining('rotateCredentials') as string,
    });
    shop.sandbox.control.access({ token: own.apiToken });
    expect((await store.resume()).stage).not.toBe('needs-credentials');
  });

  // The first look comes after a minute.
  it.runIf(isLong)(
    'that are refused and taken again are found out by asking, without a person',
    { timeout: 150_000 },
    async () => {
      shop.sandbox.control.access({ token: 'another-token-of-the-store' });
      await store.test();
      expect((await status()).stage).toBe('needs-credentials');
      shop.sandbox.control.access({ token: own.apiToken });
      const before = (await entity().describe()).historyLength;
      await expect
        .poll(async () => (await status()).stage, { timeout: 90_000, interval: 1_000 })
        .not.toBe('needs-credentials');
      // One timer and one test, and the schedules and releases that follow from both changes.
      expect((await entity().describe()).historyLength - before).toBeLessThan(60);
    },
  );
});
