import { defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

type Interceptor = ReturnType<typeof makeGrpcRetryInterceptor>;
type InterceptingCall = ReturnType<Interceptor>;
type Status = Parameters<InterceptingCall['cancelWithStatus']>[0];

// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- its enum cannot be imported
const CANCELLED = 1 as Status; // `@grpc/grpc-js` is the SDK's dependency, not ours

/**
 * Ends a call whose channel is closed as cancelled. Stands behind the SDK's retries: these begin a call anew from a timer,
 * where what a closed channel throws (`@grpc/grpc-js` 1.14) would be nobody's and would end the process.
 */
export function endedWhereClosed(): Interceptor {
  return (options, nextCall) => {
    try {
      // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the class adds only private fields
      return nextCall(options) as InterceptingCall; // what stands last makes a call of the same shape
    } catch (error) {
      return cancelled(error instanceof Error ? error.message : String(error));
    }
  };
}

/** The SDK's own retries, on a connection that may be closed at any time. */
export function usualRetries(): Interceptor[] {
  return [makeGrpcRetryInterceptor(defaultGrpcRetryOptions()), endedWhereClosed()];
}

/** A call that was never begun. */
function cancelled(details: string): InterceptingCall {
  const nothing = () => undefined;
  const call: Pick<InterceptingCall, keyof InterceptingCall> = {
    start: (metadata, listener) => {
      // Not at once: who begins a call has no hold of it before that returns.
      process.nextTick(() => {
        listener?.onReceiveMessage?.(null);
        listener?.onReceiveStatus?.({ code: CANCELLED, details, metadata: metadata.clone() });
      });
    },
    cancelWithStatus: nothing,
    getPeer: () => 'closed',
    sendMessageWithContext: nothing,
    sendMessage: nothing,
    startRead: nothing,
    halfClose: nothing,
    getAuthContext: () => null,
  };
  return call as InterceptingCall; // the class adds only private fields
}
