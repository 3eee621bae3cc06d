import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection } from '@temporalio/worker';
import type { WorkerConfig } from '../config.ts';
import type { Log } from '../observability/log.ts';

/** The worker cannot start, and trying again would not help. Its message is one line for a person. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

const LONGEST_PAUSE_MS = 10_000;
/** gRPC: the server is there, and refuses us. */
const REFUSED = [7, 16];
/** What the native side says of a certificate or key of ours that it cannot read: nobody was asked. */
const UNREADABLE_TLS =
  /Transport, (?:PrivateKeyParseError|CertificateParseError|NoCertificatesPresented|InvalidCertificate|InconsistentKeys|General\("failed to parse private key)/;

/**
 * Connects to the Temporal server, however long it is away: one log line a try.
 * @param signal stops waiting; its reason is thrown
 * @throws StartError where the server refuses the API key or certificate, and where the certificate or key cannot be read
 */
export async function connectPatiently(
  { address, connectionOptions }: WorkerConfig['temporal'],
  log: Log,
  signal: AbortSignal,
): Promise<NativeConnection> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await unless(signal, NativeConnection.connect({ ...connectionOptions }));
    } catch (error) {
      signal.throwIfAborted();
      const reason = reasonOf(error);
      if (error instanceof Error && 'code' in error && REFUSED.includes(Number(error.code))) {
        throw new StartError(`the Temporal server at ${address} refuses this worker: ${reason}`);
      }
      if (UNREADABLE_TLS.test(reason)) {
        throw new StartError(
          'TEMPORAL_TLS_*: the certificate or key cannot be read (expected a certificate and the key that belongs to it, both in PEM form)',
        );
      }
      const pauseMs = pauseAfter(attempt);
      log.warn({ server: address, attempt, reason, pauseMs }, 'the Temporal server does not answer: trying again');
      await sleep(pauseMs, undefined, { signal });
    }
  }
}

/** Milliseconds to wait after what failed so often. */
export function pauseAfter(attempts: number): number {
  return Math.min(1_000 * 2 ** (attempts - 1), LONGEST_PAUSE_MS);
}

/** The promise, or the signal's reason if that comes first: a connection to a host that drops packets takes minutes. */
function unless<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(signal.reason as Error); // aborted without a reason of its own: an AbortError
    signal.addEventListener('abort', cancel, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancel));
  });
}

/** The useful words of an error of the native side, which nests the system's message in its own structures. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (/message: "([^"]+)"/.exec(message)?.[1] ?? message).slice(0, 300);
}
