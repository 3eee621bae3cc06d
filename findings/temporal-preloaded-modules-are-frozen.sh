#!/usr/bin/env bash
# @temporalio/worker 1.24.0 with zod 4.6.7, Node 20 and newer.
#
# `preloadModules` of the workflow bundler lets all runs of a worker share modules instead of evaluating them anew for each
# run. The SDK then freezes whatever the shared modules export, and everything that is reached from there through objects:
# - a zod schema that is exported throws at its first `safeParse` ("object is not extensible"): it adds its methods to
#   itself when they are first used;
# - a regular expression that is exported cannot be used by zod's `regex` check, which sets its `lastIndex`;
# - what stands behind an exported function is not reached: a schema that a function gives back works.
# The same modules work where they are not preloaded. Each case is one workflow, replayed without a server.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "type": "module" }' > package.json
npm install --silent --no-audit --no-fund @temporalio/worker@1.24.0 @temporalio/workflow@1.24.0 @temporalio/proto@1.24.0 zod@4.6.7

cat > shared.js <<'JS'
import * as z from 'zod/mini';
const name = z.object({ name: z.string() });
export const schema = z.object({ name: z.string() });
export const word = /^[a-z]+$/;
export const behindFunction = () => name;
JS
cat > workflows.js <<'JS'
import * as z from 'zod/mini';
import { proxySinks } from '@temporalio/workflow';
import { behindFunction, schema, word } from './shared.js';
const { out } = proxySinks();
async function tried(what, check) {
  try {
    out.say(`${what}: ${check().success ? 'works' : 'refuses'}`);
  } catch (error) {
    out.say(`${what}: ${error.message}`);
  }
}
const parse = (one, value) => one.safeParse(value, { jitless: true });
export const exportedSchema = () => tried('exported schema', () => parse(schema, { name: 'a' }));
export const exportedRegExp = () => tried('exported expression', () => parse(z.string().check(z.regex(word)), 'a'));
export const schemaBehindFunction = () => tried('schema behind a function', () => parse(behindFunction(), { name: 'a' }));
JS
cat > run.js <<'JS'
import { fileURLToPath } from 'node:url';
import protos from '@temporalio/proto';
import { DefaultLogger, Runtime, Worker, bundleWorkflowCode } from '@temporalio/worker';
Runtime.install({
  logger: new DefaultLogger('ERROR', () => {}),
  telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
});
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const quiet = new DefaultLogger('ERROR', () => {});
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
for (const [how, preloadModules] of [['own', []], ['preloaded', [path('shared.js')]]]) {
  const workflowBundle = await bundleWorkflowCode({ workflowsPath: path('workflows.js'), preloadModules, logger: quiet });
  for (const type of ['exportedSchema', 'exportedRegExp', 'schemaBehindFunction']) {
    const say = { fn: (_info, text) => console.log(`${how}, ${text}`), callDuringReplay: true };
    await Worker.runReplayHistory({ workflowBundle, sinks: { out: { say } } }, history(type)).catch(() => undefined); // it has no end
  }
}
JS
node run.js > seen.txt 2> errors.txt || { cat errors.txt; exit 1; }
cat seen.txt
diff seen.txt - <<'SEEN'
own, exported schema: works
own, exported expression: works
own, schema behind a function: works
preloaded, exported schema: Cannot define property safeParse, object is not extensible
preloaded, exported expression: Cannot assign to read only property 'lastIndex' of object '[object RegExp]'
preloaded, schema behind a function: works
SEEN
