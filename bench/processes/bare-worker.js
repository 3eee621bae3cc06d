import { readFileSync } from 'node:fs';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';

/*
 * A worker of the SDK alone, with an empty workflow and no activity, in plain JavaScript so that no compiler is measured with it.
 * Arguments: the server's address, and a file with the bundled workflow.
 */
const [address = '', bundle = ''] = process.argv.slice(2);
Runtime.install({
  logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  telemetryOptions: { logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} } },
});
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  namespace: 'default',
  taskQueue: 'bare',
  workflowBundle: { code: readFileSync(bundle, 'utf8') },
});
const running = worker.run();
process.stdout.write('"msg":"worker ready"\n');
await running;
process.exit();
