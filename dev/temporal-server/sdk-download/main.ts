/**
 * Run as `main.ts FOLDER`: has the SDK download the Temporal CLI into FOLDER and ends, with code 0 when it is there.
 * The SDK downloads only to start a server; `--help` makes that server end at once, so none is ever left running,
 * and this process ends as soon as the complete file has its final name, not after the SDK's wait for a server.
 */
import { watch } from 'node:fs';
import { TestWorkflowEnvironment } from '@temporalio/testing';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: main.ts FOLDER');

// While it is incomplete the file ends in `.downloading`.
const complete = /^temporal-sdk-typescript-[\d.]+(\.exe)?$/;
watch(folder, (_event, name) => {
  if (name !== null && complete.test(name)) process.exit(0);
});

try {
  await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', downloadDir: folder }, extraArgs: ['--help'] },
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
}
process.exit(1);
