import type { NativeConnection, Worker } from '@temporalio/worker';
import type { Log } from '../observability/log.ts';
import { reasonOf, StartError } from './connect.ts';

type Make<W> = (connection: NativeConnection) => Promise<W>;

/** How a server that went away while the worker started is waited for. */
export interface Reconnect {
  /** Waits after so many tries that failed; rejected where the process is to end. */
  pause(attempts: number): Promise<void>;
  /** Another connection, when the server answers. */
  connect(): Promise<NativeConnection>;
}

interface Made<W> {
  readonly workers: readonly W[];
  /** Connections beside the first one; to be closed when the workers have ended. */
  readonly opened: readonly NativeConnection[];
}

/** What the server says of a namespace that it does not have, or not for us. */
const REFUSED = /code: (?:NotFound|PermissionDenied|Unauthenticated)/;

/**
 * Makes workers upon a connection, those that the server went away from once more. A worker that the server could not be
 * asked about keeps its place at its connection for good (seen: SDK 1.24.0), so that it is made anew upon another one; a
 * second one beside those that were made would be refused, too.
 * @param checked what must be true before anything is tried again; it waits for the server by itself
 * @throws StartError where the server says no, or cannot be waited for; whatever `checked` is rejected with
 */
export async function makeWorkers<W = Worker>(
  makers: readonly Make<W>[],
  connection: NativeConnection,
  { checked, reconnect, log }: { checked?: Promise<void>; reconnect?: Reconnect; log: Log },
): Promise<Made<W>> {
  const begun = Promise.allSettled(makers.map((make) => make(connection)));
  await checked;
  const opened: NativeConnection[] = [];
  const workers: W[] = [];
  for (const [index, outcome] of (await begun).entries()) {
    if (outcome.status === 'fulfilled') workers.push(outcome.value);
    else workers.push(await again(makers[index] as Make<W>, outcome.reason)); // one outcome a maker
  }
  return { workers, opened };

  async function again(make: Make<W>, first: unknown): Promise<W> {
    let error = first;
    for (let attempt = 1; ; attempt += 1) {
      if (!(error instanceof Error && error.name === 'TransportError')) throw error;
      const reason = reasonOf(error);
      if (reconnect === undefined || REFUSED.test(error.message)) throw new StartError(reason);
      log.warn({ attempt, reason }, 'the Temporal server went away while the worker started: trying again');
      await reconnect.pause(attempt);
      const other = await reconnect.connect();
      try {
        const worker = await make(other);
        opened.push(other);
        return worker;
      } catch (failed) {
        error = failed;
        await other.close().catch(() => undefined);
      }
    }
  }
}
