#!/usr/bin/env bash
# @temporalio/worker 1.24.0, Node 20 and newer.
#
# In a workflow every look at a global (`Math`, `Object`, `JSON`, ...) passes an interceptor of the context that node:vm made,
# each time anew: V8 keeps no inline cache for it. A hot loop that says `Math.imul` takes at least ten times as long as the
# same loop over a constant that was taken from the global once, at the module's top. Outside of a workflow both are the same.
# The same loop runs in one workflow by the global and in another by the constant, replayed without a server; what is compared
# is the process's CPU time of the two.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "type": "module" }' > package.json
npm install --silent --no-audit --no-fund @temporalio/worker@1.24.0 @temporalio/workflow@1.24.0 @temporalio/proto@1.24.0

cat > loops.js <<'JS'
const { imul } = Math;
export function byGlobal(rounds) {
  let sum = 1;
  for (let i = 0; i < rounds; i++) sum = Math.imul(sum ^ i, 31);
  return sum;
}
export function byConstant(rounds) {
  let sum = 1;
  for (let i = 0; i < rounds; i++) sum = imul(sum ^ i, 31);
  return sum;
}
JS
cat > workflows.js <<'JS'
import { proxySinks } from '@temporalio/workflow';
import * as loops from './loops.js';
const { out } = proxySinks();
const ROUNDS = 3_000_000;
export const nothing = async () => out.say(0);
export const byGlobal = async () => out.say(loops.byGlobal(ROUNDS));
export const byConstant = async () => out.say(loops.byConstant(ROUNDS));
JS
cat > run.js <<'JS'
import { fileURLToPath } from 'node:url';
import protos from '@temporalio/proto';
import { DefaultLogger, Runtime, Worker, bundleWorkflowCode } from '@temporalio/worker';
import * as loops from './loops.js';
Runtime.install({
  logger: new DefaultLogger('ERROR', () => {}),
  telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
});
const logger = new DefaultLogger('ERROR', () => {});
const { History } = protos.temporal.api.history.v1;
const history = (type) =>
  History.fromObject({
    events: [
      {
        eventId: 1, eventType: 1, eventTime: { seconds: 1 },
        workflowExecutionStartedEventAttributes: {
          workflowType: { name: type }, taskQueue: { name: 'q' }, originalExecutionRunId: 'r', firstExecutionRunId: 'r', attempt: 1,
          workflowTaskTimeout: { seconds: 10 }, workflowExecutionTimeout: { seconds: 60 }, workflowRunTimeout: { seconds: 60 },
        },
      },
      { eventId: 2, eventType: 5, eventTime: { seconds: 1 }, workflowTaskScheduledEventAttributes: { taskQueue: { name: 'q' } } },
      { eventId: 3, eventType: 6, eventTime: { seconds: 1 }, workflowTaskStartedEventAttributes: { scheduledEventId: 2 } },
    ],
  });
const workflowsPath = fileURLToPath(new URL('workflows.js', import.meta.url));
const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger });
const milliseconds = async (work) => {
  const since = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
};
const heard = [];
const say = { fn: (_info, sum) => heard.push(sum), callDuringReplay: true };
const replay = (type) => () =>
  Worker.runReplayHistory({ workflowBundle, sinks: { out: { say } } }, history(type)).catch(() => undefined); // it has no end
const inside = {};
for (const type of ['nothing', 'nothing', 'byGlobal', 'byConstant']) inside[type] = await milliseconds(replay(type));
const spent = (type) => Math.max(1, inside[type] - inside.nothing);
const outside = { byGlobal: await milliseconds(() => loops.byGlobal(3_000_000)), byConstant: await milliseconds(() => loops.byConstant(3_000_000)) };
console.log(`in a workflow: ${spent('byGlobal').toFixed(0)} ms by the global, ${spent('byConstant').toFixed(0)} ms by the constant`);
console.log(`outside:       ${outside.byGlobal.toFixed(0)} ms by the global, ${outside.byConstant.toFixed(0)} ms by the constant`);
const ran = heard.length === 4 && heard[2] === heard[3];
process.exit(ran && spent('byGlobal') >= 10 * spent('byConstant') && outside.byGlobal < 10 * Math.max(1, outside.byConstant) ? 0 : 1);
JS
node run.js
