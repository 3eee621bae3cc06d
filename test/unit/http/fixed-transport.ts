import type { Answer } from '../../../src/http/headers.ts';
import type { Transport, TransportRequest } from '../../../src/http/transport.ts';

/** A transport that answers from a function, for what is about bodies and not about connections. */
export function fixedTransport(
  respond: (request: TransportRequest) => Answer,
): Transport & { sent: TransportRequest[] } {
  const sent: TransportRequest[] = [];
  return {
    sent,
    send: (request) => {
      sent.push(request);
      return Promise.resolve().then(() => respond(request));
    },
    close: () => Promise.resolve(),
  };
}

/** A JSON answer. */
export function answering(status: number, body?: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    text: body === undefined ? '' : JSON.stringify(body),
  };
}
