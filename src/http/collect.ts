import type { Agent, Dispatcher } from 'undici';
import type { ResponseHeaders } from './headers.ts';

/** A whole answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: Buffer;
  /** True when the body went over the bound and was cut off there. */
  readonly oversized: boolean;
}

/** A request under way, that can be given up. */
export interface Exchange {
  readonly answer: Promise<RawAnswer>;
  /** Rejects `answer` with the reason and closes the socket; nothing where it has ended already. */
  abort(reason: Error): void;
}

/**
 * Sends a request and collects its answer. Undici's own handlers are used rather than its body stream: an answer is
 * read as a whole here, and a stream around it costs more than the request.
 */
export function collect(agent: Agent, options: Dispatcher.DispatchOptions, maxBytes: number): Exchange {
  let controller: Dispatcher.DispatchController | undefined;
  let ended = false;
  let given: Error | undefined;
  let settle: { resolve: (answer: RawAnswer) => void; reject: (reason: Error) => void };
  const answer = new Promise<RawAnswer>((resolve, reject) => {
    settle = { resolve, reject };
  });
  let status = 0;
  let headers: ResponseHeaders = {};
  const pieces: Buffer[] = [];
  let length = 0;

  const end = (oversized: boolean): void => {
    ended = true;
    const [only] = pieces;
    const body = only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces, length);
    settle.resolve({ status, headers, body, oversized });
  };

  const fail = (reason: Error): void => {
    if (ended) return;
    ended = true;
    settle.reject(reason);
  };

  try {
    agent.dispatch(options, {
      onRequestStart(started) {
        controller = started;
        // It was given up while it waited for a connection.
        if (given !== undefined) started.abort(given);
      },
      onResponseStart(_controller, statusCode, responseHeaders) {
        status = statusCode;
        headers = responseHeaders;
      },
      onResponseData(started, piece) {
        if (ended) return;
        length += piece.length;
        if (length > maxBytes) {
          length -= piece.length;
          end(true);
          started.abort(new Error('oversized'));
          return;
        }
        pieces.push(piece);
      },
      onResponseEnd() {
        if (!ended) end(false);
      },
      onResponseError(_controller, error) {
        fail(error);
      },
    });
  } catch (error) {
    fail(error instanceof Error ? error : new Error('the request could not be sent'));
  }

  return {
    answer,
    abort(reason) {
      if (ended) return;
      given = reason;
      fail(reason);
      controller?.abort(reason);
    },
  };
}
