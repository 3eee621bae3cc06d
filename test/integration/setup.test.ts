import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { OgoshipClient, type DoctorReport } from '../../src/client/index.ts';
import { startSandbox, type Sandbox } from '../../dev/stand-ins/start.ts';
import { scheduleId } from '../../src/contract/ids.ts';
import { TaskQueue } from '../../src/contract/temporal.ts';
import { parseKeyRing } from '../../src/security/seal.ts';
import { ogoship } from '../support/cli.ts';
import { startTestWorker, type TestWorker } from '../support/worker.ts';
import { usualRetries } from '../../src/client/calls/closed-channel.ts';

// The steps of docs/operations/setup.md in an empty place, and what `ogoship doctor` says between them.

const keys = `k1:${randomBytes(32).toString('base64')}`;
const address = inject('temporalAddress');
const namespace = `empty-${randomBytes(6).toString('hex')}`;
const env = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, CREDENTIAL_KEYS: keys };
let connection: Connection;
let sandbox: Sandbox;
let worker: TestWorker | undefined;

beforeAll(async () => {
  connection = await Connection.connect({ address, interceptors: usualRetries() });
  sandbox = await startSandbox();
});
afterAll(async () => {
  await worker?.finish();
  await sandbox.close();
  await connection.close();
});

/** What `doctor` finds wrong: check → problem and remedy. */
async function wrong(own: Readonly<Record<string, string>> = env) {
  const { code, out } = await ogoship(['doctor', '--json'], { env: own });
  const { ok, checks } = JSON.parse(out) as DoctorReport;
  expect(code).toBe(ok ? 0 : 1);
  for (const check of checks) if (check.ok === false) expect(check.remedy).toMatch(/\S/);
  return checks.filter((each) => each.ok === false).map(({ check, problem }) => `${check}: ${problem ?? ''}`);
}

it('without a server, that is the one line, with what to do', async () => {
  const { ok, checks } = await OgoshipClient.doctor({ temporal: { address: '127.0.0.1:1' }, answerWithinMs: 300 });
  expect(ok).toBe(false);
  expect(checks).toEqual([
    {
      check: 'the Temporal server is reached',
      needed: 'required',
      ok: false,
      problem: 'The Temporal server at 127.0.0.1:1 does not answer.',
      remedy: 'a Temporal server at TEMPORAL_ADDRESS; then ask again',
    },
  ]);
});

it('in an empty place each thing that is missing has its line, once, and none hides another', async () => {
  // What would be looked at in the namespace is not said to be wrong as well.
  expect(await wrong()).toEqual([expect.stringMatching(/Namespace empty-\w+ is not found/)]);
  const { code, err } = await ogoship(['setup', '--json'], { env });
  expect(code).toBe(1);
  expect(JSON.parse(err)).toMatchObject({
    error: { type: 'Refused', message: `Temporal has no namespace "${namespace}".`, field: 'TEMPORAL_NAMESPACE' },
  });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never }, // a number does where the types want a Long
  });
  await expect
    .poll(() => wrong({ ...env, CREDENTIAL_KEYS: '' }))
    .toEqual([
      expect.stringMatching(/lacks the search attributes OgoIntegration, OgoStage, OgoHold, OgoOrder/),
      expect.stringMatching(/keeps ended runs for 1 day:/),
      expect.stringMatching(/No worker takes tasks of "ogoship-bigcommerce" and "ogoship-bigcommerce-scan"/),
      expect.stringMatching(/there is no schedule `maintain`/),
      expect.stringMatching(/CREDENTIAL_KEYS is missing/),
    ]);
});

it('after the steps nothing that is required is wrong', async () => {
  await expect.poll(async () => (await ogoship(['setup'], { env })).code).toBe(0);
  // An earlier version made the maintenance for another queue, and a person paused it: setup mends the one, and leaves the other.
  const client = new Client({ connection, namespace });
  const maintain = client.schedule.getHandle(scheduleId.maintain());
  await maintain.update(({ action, ...before }) => ({ ...before, action: { ...action, taskQueue: TaskQueue.scan } }));
  // Both are told to the schedule by messages; of two that it reads at once the update comes last, and undoes the pause.
  await expect.poll(async () => (await maintain.describe()).action).toMatchObject({ taskQueue: TaskQueue.scan });
  await maintain.pause('looking');
  await expect.poll(async () => (await maintain.describe()).state.paused).toBe(true);
  expect((await ogoship(['setup'], { env })).out).toMatch(/hourly maintenance\s+brought up to date/);
  expect(await maintain.describe()).toMatchObject({
    action: { taskQueue: TaskQueue.main },
    state: { paused: true, note: 'looking' },
  });
  expect((await ogoship(['setup'], { env })).out).toMatch(/hourly maintenance\s+there already/);
  await maintain.unpause('looked');
  worker = await startTestWorker({ address, sandbox, namespace, overrides: { keyRing: parseKeyRing(keys) } });
  await expect.poll(() => wrong()).toEqual([expect.stringMatching(/keeps ended runs for 1 day:/)]);
  const { code, out } = await ogoship(['doctor'], { env });
  expect(code).toBe(0);
  expect(out).toMatch(/tasks reach a living worker, on both task queues\s+required\s+yes/);
  expect(out).toContain('What to do: temporal operator namespace update');
  expect(out).toContain('All that is required is in order.');
});

it('a worker that has ended is known to at once, though the server lists it for another minute', async () => {
  const asked = async () => (await ogoship(['deployment'], { env })).out;
  await expect.poll(asked).toContain('A worker of the current build has answered just now.');
  await worker?.stop();
  const [{ code, out }, { ok, checks }] = await Promise.all([
    ogoship(['deployment'], { env }),
    OgoshipClient.doctor({ temporal: { address, namespace } }),
  ]);
  expect(code).toBe(1);
  expect(out).toMatch(/\(no build id\)\s+unversioned\s+1\s/); // still listed
  expect(out.replace(/\s+/g, ' ')).toMatch(/No worker answers\. One was last heard of \d+ s ago/);
  expect(ok).toBe(false);
  expect(checks.find(({ check }) => check.endsWith('on both task queues'))).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/^No worker answers\./) as string,
  });
  await worker?.start();
  expect(await ogoship(['deployment'], { env })).toMatchObject({
    code: 0,
    out: expect.stringContaining('has answered just now') as string,
  });
});
