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

/** A free connection came only when the request might not leave any more. */
export class NotSent extends Error {}

/**
 * Sends a request and collects its answer. Undici's own handlers are used rather than its body stream: an answer is
 * read as a whole here, and a stream around it costs more than the request.
 * @param notAfter epoch ms after which it must not leave
 */
export function collect(
  agent: Agent,
  options: Dispatcher.DispatchOptions,
  maxBytes: number,
  notAfter = Infinity,
): Exchange {
  const collector = new Collector(maxBytes, notAfter);
  try {
    agent.dispatch(options, collector);
  } catch (error) {
    collector.abort(error instanceof Error ? error : new Error('the request could not be sent'));
  }
  return collector;
}

class Collector implements Exchange, Dispatcher.DispatchHandler {
  readonly answer: Promise<RawAnswer>;
  readonly #maxBytes: number;
  readonly #notAfter: number;
  #resolve: ((answer: RawAnswer) => void) | undefined;
  #reject: ((reason: Error) => void) | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #abortedBy: Error | undefined;
  #status = 0;
  #headers: ResponseHeaders = {};
  #length = 0;
  readonly #pieces: Buffer[] = [];

  constructor(maxBytes: number, notAfter: number) {
    this.#maxBytes = maxBytes;
    this.#notAfter = notAfter;
    this.answer = new Promise<RawAnswer>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  abort(reason: Error): void {
    // A settled promise stays as it is; its socket is back in the pool and none of ours.
    if (this.#resolve === undefined) return;
    this.#abortedBy = reason;
    this.#fail(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (Date.now() > this.#notAfter) this.abort(new NotSent());
    // It was given up while it waited for a connection.
    else if (this.#abortedBy !== undefined) controller.abort(this.#abortedBy);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: ResponseHeaders): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
    if (this.#resolve === undefined) return;
    if (this.#length + piece.length > this.#maxBytes) {
      this.#end(true);
      controller.abort(new Error('oversized'));
      return;
    }
    this.#length += piece.length;
    this.#pieces.push(piece);
  }

  onResponseEnd(): void {
    this.#end(false);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  #end(oversized: boolean): void {
    const [only] = this.#pieces;
    const body = only !== undefined && this.#pieces.length === 1 ? only : Buffer.concat(this.#pieces, this.#length);
    this.#resolve?.({ status: this.#status, headers: this.#headers, body, oversized });
    this.#resolve = undefined;
  }

  #fail(reason: Error): void {
    this.#reject?.(reason);
    this.#resolve = undefined;
  }
}
