import { IllegalStateError } from '@temporalio/common';
import { GracefulShutdownPeriodExpiredError } from '@temporalio/worker';

/**
 * True for what the SDK's workers reject with when they are stopped by force: an activity did not end in the grace, nor
 * when it was cancelled. The SDK says that as "Worker still in use: Expected 1 reference, but got 2".
 */
function isForcedStop(error: unknown): boolean {
  return error instanceof IllegalStateError || error instanceof GracefulShutdownPeriodExpiredError;
}

/**
 * What the workers' ends come to. A stop that was asked for is no crash because an activity had to be left behind: its
 * attempt counts as failed and is repeated elsewhere.
 * @throws what a worker failed by
 */
export function endOf(
  ended: readonly PromiseSettledResult<void>[],
  { asked }: { readonly asked: boolean },
): 'clean' | 'forced' {
  const reasons = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  const failure = reasons.find((reason) => !(asked && isForcedStop(reason)));
  if (failure !== undefined) throw failure instanceof Error ? failure : new Error('A worker failed without a reason.');
  return reasons.length === 0 ? 'clean' : 'forced';
}
