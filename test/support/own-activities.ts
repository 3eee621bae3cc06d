import { MockActivityEnvironment } from '@temporalio/testing';
import { NativeConnection } from '@temporalio/worker';
import type { Dependencies } from '../../src/activities/runtime/dependencies.ts';
import { createServices } from '../../src/worker/services.ts';
import type { TestWorker } from './worker.ts';

/** Runs an activity beside a shop's worker, against the same server and stand-ins, with options of the test's own. */
export async function runActivity<R>(
  { config }: Pick<TestWorker, 'config'>,
  work: (deps: Dependencies) => () => Promise<R>,
): Promise<R> {
  const connection = await NativeConnection.connect({ address: config.temporal.address });
  const services = createServices({ config, connection, isShuttingDown: () => false });
  try {
    const now = Date.now();
    const times = { scheduledTimestampMs: now, currentAttemptScheduledTimestampMs: now };
    return await new MockActivityEnvironment(times).run(work(services.dependencies));
  } finally {
    await services.close();
    await connection.close();
  }
}
