import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { CreateProductInput, CreateProductResult } from '../../contract/products.ts';
import { createProductInput } from '../../contract/schemas/products.ts';
import type { createProductActivities } from '../../activities/products/products.ts';
import { startedWith } from '../shared/checked.ts';
import { settledBounds, settledWrite } from '../shared/settled-write.ts';

const DAY_MS = 86_400_000;

const { createProduct: bring } = proxyActivities<Pick<ReturnType<typeof createProductActivities>, 'createProduct'>>({
  startToCloseTimeout: '2m',
  // An outage of a day is waited out; the run that asked then reports the product and goes on.
  scheduleToCloseTimeout: '1 day',
  heartbeatTimeout: '20s',
  cancellationType: settledBounds.cancellationType,
  retry: {
    initialInterval: '1s',
    backoffCoefficient: 2,
    maximumInterval: '5m',
    nonRetryableErrorTypes: [...settledBounds.nonRetryableErrorTypes],
  },
  summary: 'Bring to myOGO',
});

/** One product, one SKU: created in myOGO, or updated where the store changed it. */
export async function createProduct(input: CreateProductInput): Promise<CreateProductResult> {
  const product = startedWith(createProductInput, input);
  const { runId, firstExecutionRunId } = workflowInfo();
  return settledWrite((before) => bring({ ...product, before }), {
    // Reset by a person: what the run before it had sent when it was ended is not known.
    startsUnknown: runId !== firstExecutionRunId,
    giveUpAfterMs: DAY_MS,
    summary: 'Whether myOGO took it is unknown: looking again when it must be there',
  });
}
