import { InvalidInput, TemporalUnavailable, Unavailable } from '../errors.ts';
import { ourError, SERVER_EXPECTED } from './temporal-failures.ts';

/**
 * The server could not be reached at all.
 * @param tls whether it was asked with TLS: a server that does not speak it, or nothing else, is silent
 */
export function connectError(error: unknown, address: string, tls = false): unknown {
  // By the key or certificate that were given, nobody can be asked.
  if (error instanceof Error && /\bPEM\b|SSL routines|key values mismatch|secure context/i.test(error.message)) {
    return new InvalidInput('The TLS certificate or key for Temporal cannot be read.', {
      field: 'TEMPORAL_TLS_*',
      expected: 'a certificate and the key that belongs to it, both in PEM form',
    });
  }
  const ours = ourError(error, () => new Unavailable('The Temporal server does not answer.'));
  if (ours instanceof Unavailable || ours === error) {
    return new TemporalUnavailable(
      `The Temporal server at ${address} does not answer${tls ? ', asked with TLS' : ''}.`,
      { field: 'TEMPORAL_ADDRESS', expected: serverExpected(address, tls) },
      { cause: error },
    );
  }
  return ours;
}

function serverExpected(address: string, tls: boolean): string {
  if (tls) {
    return 'a Temporal server at TEMPORAL_ADDRESS that speaks TLS, or none of TEMPORAL_TLS, TEMPORAL_TLS_* and TEMPORAL_API_KEY, which switch it on; then ask again';
  }
  // On this machine nobody switches it on.
  if (/^(?:127\.|localhost\b|\[::1\])/.test(address)) return SERVER_EXPECTED;
  return `${SERVER_EXPECTED}. One that speaks TLS alone needs TEMPORAL_TLS=true, TEMPORAL_TLS_* or TEMPORAL_API_KEY`;
}
