import { ServiceError, type ConnectionLike } from '@temporalio/client';

const away = () => {
  const cause = Object.assign(new Error('away'), { code: 14, details: 'away', metadata: {} });
  return Promise.reject(new ServiceError('away', { cause }));
};

/** A connection to a server that answers nothing: what was taken fails as `Unavailable`. */
export const silentServer = {
  plugins: [],
  withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
  workflowService: new Proxy({}, { get: () => away }),
  operatorService: new Proxy({}, { get: () => away }),
} as unknown as ConnectionLike; // nothing else of it is used by these tests
