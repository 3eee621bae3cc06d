import type { ConnectionLike } from '@temporalio/client';
import { Code, GrpcError } from './grpc-error.ts';
import type { Machine } from './machine.ts';
import type { Schedules } from './schedules.ts';
import { handlersOf } from './service.ts';
import { isDead, never, type Wire } from './wire.ts';

/** The server's interface, as far as the product calls it: what is missing says so. */
export function connectionTo(machine: Machine, schedules: Schedules, wire: Wire): ConnectionLike {
  const handlers = handlersOf(machine, schedules);
  const workflowService = new Proxy(
    {},
    {
      get: (_, name: string) => {
        if (name === 'then') return undefined;
        return async (request: unknown): Promise<unknown> => {
          // A request takes a moment: what else happens may come before it.
          await machine.arrive();
          if (isDead(wire)) return never();
          const handler = handlers[name];
          if (handler === undefined)
            throw new GrpcError(Code.unimplemented, `the stories' server does not know ${name}`);
          const answer = await handler(request as never);
          return isDead(wire) ? never() : answer;
        };
      },
    },
  );
  const connection = {
    workflowService,
    operatorService: new Proxy({}, { get: () => () => Promise.resolve({ customAttributes: {} }) }),
    plugins: [],
    close: () => Promise.resolve(),
    ensureConnected: () => Promise.resolve(),
    withDeadline: async <R>(deadline: number | Date, fn: () => Promise<R>): Promise<R> => {
      let timer = 0;
      const late = new Promise<never>((_, reject) => {
        timer = machine.time.schedule(Number(deadline) - machine.time.now, () =>
          reject(new GrpcError(Code.deadlineExceeded, 'Deadline exceeded')),
        );
      });
      const call = fn();
      call.catch(() => undefined); // heard of below, or no more
      try {
        return await Promise.race([call, late]);
      } finally {
        machine.time.cancel(timer);
      }
    },
    withMetadata: <R>(_: unknown, fn: () => Promise<R>) => fn(),
    withAbortSignal: <R>(_: AbortSignal, fn: () => Promise<R>) => fn(),
  };
  return connection as unknown as ConnectionLike; // the services are proxies: they have every method
}
