import { defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { isTooLargeStatus, isUpdateLimitStatus } from './temporal-failures.ts';

/**
 * The SDK's own retries, but for an update too many, and for a request that is too large at each try: those go past the
 * caller's deadline, and end without their reason.
 */
export function grpcRetries(): ReturnType<typeof makeGrpcRetryInterceptor> {
  const usual = defaultGrpcRetryOptions();
  return makeGrpcRetryInterceptor({
    ...usual,
    retryableDecider: (attempt, status) =>
      !isUpdateLimitStatus(status) && !isTooLargeStatus(status) && usual.retryableDecider(attempt, status),
  });
}
