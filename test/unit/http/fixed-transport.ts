import type { Answer } from '../../../src/http/headers.ts';
import type { Transport, TransportRequest } from '../../../src/http/transport.ts';

/** A request as it was sent, its address parsed for comparisons. */
export type SentRequest = TransportRequest & { readonly url: URL };

/** A transport that answers from a function, for what is about bodies and not about connections. */
export function fixedTransport(respond: (request: SentRequest) => Answer): Transport & { sent: SentRequest[] } {
  const sent: SentRequest[] = [];
  return {
    sent,
    send: (request) => {
      const asked = { ...request, url: new URL(request.path, request.origin) };
      sent.push(asked);
      return Promise.resolve().then(() => respond(asked));
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
