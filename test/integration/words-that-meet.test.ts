import { ScheduleNotFoundError } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Integration } from '../../src/client/index.ts';
import { FailureType } from '../../src/contract/failures.ts';
import { scheduleId, workflowId } from '../../src/contract/ids.ts';
import { integrationMessages } from '../../src/contract/messages.ts';
import { TaskQueue, WorkflowType } from '../../src/contract/temporal.ts';
import type { MaintainReport } from '../../src/workflows/maintain.ts';
import { openClientShop, type ClientShop } from '../support/client-shop.ts';
import type { Shop } from '../support/shop.ts';

// What somebody says to an integration while it is still at what somebody else has said. A side that answers with 503 keeps
// it there for as long as the test wants.

const timeout = 60_000;

let opened: ClientShop;
let shop: Shop;
let store: Integration;

beforeAll(async () => {
  opened = await openClientShop('Ada');
  ({ shop, store } = opened);
  shop.stock({ MUG: 5 });
  await connect();
});
afterAll(() => opened.close());
beforeEach(() => void shop.sandbox.control.faults());

const connect = () => {
  const { apiToken, merchantId, secretToken } = shop.credentials;
  return store.connect({ bigcommerce: { apiToken }, myogo: { merchantId, secretToken } });
};
const entity = () => shop.worker.client.workflow.getHandle(workflowId.integration(shop.storeHash));
const status = () => entity().query(integrationMessages.status);
const keepWaiting = (side: 'store' | 'warehouse') => shop.sandbox.control.faults({ rate: 1, kinds: ['503'], side });
const goOn = () => shop.sandbox.control.faults();
const ACCEPTED = { waitForStage: 'ACCEPTED' } as const;

describe('latest changes', () => {
  it('that somebody disables while somebody else enables them are disabled: it was said later', async () => {
    keepWaiting('warehouse');
    const enabling = await entity().startUpdate(integrationMessages.enableLatestChanges, { args: [{}], ...ACCEPTED });
    await entity().executeUpdate(integrationMessages.disableLatestChanges, { args: [{ by: 'Grace' }] });
    goOn();
    await expect(enabling.result()).rejects.toMatchObject({
      cause: { type: 'Refused', message: expect.stringContaining('by a person (Grace, 20') as string },
    });
    expect(await status()).toMatchObject({ latestChanges: { wanted: false }, disabled: { by: 'Grace' } });
    // And whoever enables them after that has them.
    expect((await store.latestChanges.enable()).latestChanges).toMatchObject({ wanted: true, running: true });
  });
});

describe('a pause', () => {
  it('in the same words while it is being ended stays', async () => {
    const said = { reason: 'stocktaking', by: 'Ada' };
    await entity().executeUpdate(integrationMessages.pause, { args: [said] });
    const resuming = await entity().startUpdate(integrationMessages.resume, ACCEPTED);
    await entity().executeUpdate(integrationMessages.pause, { args: [said] });
    await resuming.result();
    expect(await status()).toMatchObject({ stage: 'paused', paused: said });
    expect((await store.resume()).stage).not.toBe('paused');
  });

  it('that outlasts being terminated and connected twice ends as after the first time: what was live is live again', async () => {
    await store.pause('stocktaking');
    await entity().terminate('a test');
    expect(await connect()).toMatchObject({ stage: 'paused' });
    await store.disconnect();
    await entity().result();
    expect(await connect()).toMatchObject({ stage: 'paused' });
    await store.resume();
    await expect.poll(async () => (await status()).stage, { timeout }).toBe('live');
    expect((await status()).latestChanges).toMatchObject({ wanted: true });
  });
});

describe('the alert of refused credentials', () => {
  const alerts = async () => {
    const { events } = await entity().fetchHistory();
    const names = events?.map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name);
    return names?.filter((name) => name === 'raiseAlert').length ?? 0;
  };

  it('is raised once also where they are found refused during a pause, after which nothing flows', async () => {
    await store.pause('stocktaking');
    shop.sandbox.control.access({ token: 'another-token-of-the-store' });
    const before = await alerts();
    await store.test();
    await store.test();
    expect((await store.resume()).stage).toBe('needs-credentials');
    expect(await alerts()).toBe(before + 1);
    shop.sandbox.control.access({ token: shop.credentials.apiToken });
    expect((await store.resume()).stage).not.toBe('needs-credentials');
  });

  it('is raised once also where a token of one side is replaced, and the other side refuses its own', async () => {
    const before = await alerts();
    shop.sandbox.control.access({ token: 'another-token-of-the-store' });
    const { secretToken } = shop.credentials;
    const rotate = () => store.rotateCredentials({ myogo: { secretToken } });
    expect([(await rotate()).stage, (await rotate()).stage]).toEqual(['needs-credentials', 'needs-credentials']);
    expect(await alerts()).toBe(before + 1);
    shop.sandbox.control.access({ token: shop.credentials.apiToken });
    expect((await store.resume()).stage).not.toBe('needs-credentials');
  });
});

describe('disconnecting', () => {
  const schedules = () => [scheduleId.latestChanges(shop.storeHash), scheduleId.reconcile(shop.storeHash)];
  const schedule = (id: string) => shop.worker.client.schedule.getHandle(id);

  it('while the credentials are tested leaves no schedule behind', async () => {
    const { credentialsVersion } = await store.status();
    await store.latestChanges.enable();
    keepWaiting('store');
    const report = { side: 'bigcommerce', type: FailureType.credentialsRejected, credentialsVersion } as const;
    await entity().signal(integrationMessages.accessRefused, report as never);
    const pending = async () => (await entity().describe()).raw.pendingActivities?.[0]?.activityType?.name;
    await expect.poll(pending, { timeout, interval: 20 }).toBe('testCredentials');
    await store.disconnect();
    goOn();
    await entity().result();
    for (const id of schedules()) await expect(schedule(id).describe()).rejects.toThrow(ScheduleNotFoundError);
    await connect();
  });

  it('is what a connect hears of that came while it was waited for', async () => {
    keepWaiting('store');
    const testing = await entity().startUpdate(integrationMessages.test, ACCEPTED);
    const leaving = await entity().startUpdate(integrationMessages.disconnect, ACCEPTED);
    const { merchantId } = shop.credentials;
    const sealed = shop.worker.seal(shop.storeHash, {
      bigcommerce: { apiToken: shop.credentials.apiToken },
      myogo: { secretToken: shop.credentials.secretToken },
    });
    const connecting = await entity().startUpdate(integrationMessages.connect, {
      args: [{ merchantId, sealed }],
      ...ACCEPTED,
    });
    goOn();
    await testing.result();
    await leaving.result();
    await expect(connecting.result()).rejects.toMatchObject({
      cause: { type: 'Refused', message: 'This integration is being disconnected.' },
    });
  });

  it('has an end of what somebody else makes in that moment: the maintenance takes it away, and alarms nobody', async () => {
    await entity().result();
    await shop.worker.client.schedule.create({
      ...{ scheduleId: schedules()[0] ?? '', spec: { intervals: [{ every: '7h' }] } },
      action: { type: 'startWorkflow', workflowType: WorkflowType.latestChanges, taskQueue: TaskQueue.main, args: [] },
    });
    // A list of schedules lags.
    for (let n = 0; ; n += 1) {
      const run = { workflowId: `maintain-${n}`, taskQueue: TaskQueue.main };
      const { schedules: found } = (await shop.worker.client.workflow.execute(
        WorkflowType.maintain,
        run,
      )) as MaintainReport; // of our own workflow
      expect(found).toMatchObject({ orphaned: 0, found: [] });
      const there = await schedule(schedules()[0] ?? '')
        .describe()
        .catch(() => undefined);
      if (there === undefined) break;
    }
  });
});
