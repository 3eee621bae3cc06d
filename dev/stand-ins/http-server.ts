import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import findMyWay from 'find-my-way';
import type { Exchange } from './exchange.ts';
import type { Fault, Faults } from './faults.ts';
import { deliverFault } from './fault-delivery.ts';
import type { Ledger, SideName } from './ledger.ts';
import type { OddRows } from './odd-rows.ts';
import { bodyText, contentTypeOf, observed, type Observe } from './observed.ts';
import type { Reply } from './reply.ts';
import { isStaged, Refusal } from './reply.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A route of one side. `extra` is what that side's gate needs to know of it, e.g. the scope. */
export interface Route<Extra> {
  method: Method;
  path: string;
  extra: Extra;
  run: (exchange: Exchange) => Reply;
}

export interface SideOptions<Extra> {
  name: SideName;
  routes: readonly Route<Extra>[];
  caseSensitive: boolean;
  /** The sandbox's clock, which every answer's `Date` tells. */
  now: () => number;
  /** Cut from the path before it is counted in the ledger. */
  countedPath?: (path: string) => string;
  faults: Faults;
  oddRows: OddRows;
  ledger: Ledger;
  observe?: Observe | undefined;
  unknownRoute: (exchange: Exchange) => Reply;
  /** Everything between the network and the handler: authentication, scopes, quota, common headers. */
  gate: (exchange: Exchange, route: Route<Extra>, run: () => Reply) => Reply;
  /** Turns an unexpected error of the sandbox into an answer. */
  broken: (error: unknown) => Reply;
  control: (exchange: Exchange, response: ServerResponse) => Promise<Reply | undefined> | Reply | undefined;
}

const maxBodyBytes = 32 * 1024 * 1024;

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBodyBytes) reject(new Error('The body is too large.'));
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 0 ? '' : Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
}

function send(response: ServerResponse, reply: Reply): void {
  const body = bodyText(reply);
  const headers: Record<string, string | number> = { ...reply.headers };
  if (reply.status !== 204) {
    headers['content-type'] = contentTypeOf(reply);
    headers['content-length'] = Buffer.byteLength(body);
  }
  response.writeHead(reply.status, headers);
  response.end(reply.status === 204 ? undefined : body);
}

/** One side of the sandbox on a loopback port: routing, gate, faults, counting. */
export class SideServer<Extra> {
  readonly #options: SideOptions<Extra>;
  readonly #router: findMyWay.Instance<findMyWay.HTTPVersion.V1>;
  readonly #server: Server;
  readonly #late = new Set<NodeJS.Timeout>();

  constructor(options: SideOptions<Extra>) {
    this.#options = options;
    this.#router = findMyWay({ caseSensitive: options.caseSensitive, maxParamLength: 4000 });
    for (const route of options.routes) this.#router.on(route.method, route.path, () => undefined, route);
    this.#server = createServer({ keepAliveTimeout: 120_000, headersTimeout: 125_000 }, (request, response) => {
      response.setHeader('date', new Date(options.now()).toUTCString());
      this.#serve(request, response).catch((error: unknown) => {
        if (response.headersSent) response.destroy();
        else send(response, options.broken(error));
      });
    });
  }

  /** @param port 0 for any free one. */
  listen(port: number): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        // listen() on a TCP port gives an AddressInfo.
        resolve(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`);
      });
    });
  }

  close(): Promise<void> {
    for (const timer of this.#late) clearTimeout(timer);
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  /**
   * What a request of this process is answered, without a network between: routing, gate and counting as ever, no faults.
   * @param url path and query
   * @param sentAt of what takes effect later than it was sent
   */
  answerNow(
    method: string,
    url: string,
    headers: IncomingHttpHeaders,
    rawBody: string,
    sentAt = this.#options.now(),
  ): Reply {
    const found = this.#find(method, url, headers, rawBody, sentAt);
    const { name, ledger } = this.#options;
    const reply =
      found.route === undefined
        ? this.#options.unknownRoute(found.exchange)
        : this.#answer(found.exchange, found.route);
    ledger.answer(name, reply.status);
    return { ...reply, headers: { date: new Date(this.#options.now()).toUTCString(), ...reply.headers } };
  }

  #find(
    method: string,
    url: string,
    headers: IncomingHttpHeaders,
    rawBody: string,
    receivedAt = this.#options.now(),
  ): { readonly exchange: Exchange; readonly route: Route<Extra> | undefined } {
    const { name, ledger } = this.#options;
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
    // find-my-way takes any text as the method here and answers null for one it does not know.
    const found = this.#router.find(method as Method, path);
    // The store of each route is the Route object given to `on` above; a path that cannot be decoded has none.
    const route = found?.store as Route<Extra> | undefined;
    const known = found && route ? route : undefined;
    ledger.request(name, `${method} ${known ? (this.#options.countedPath?.(known.path) ?? known.path) : 'unknown'}`);
    return {
      exchange: { method, path, params: found?.params ?? {}, query, headers, rawBody, receivedAt },
      route: known,
    };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const rawBody = await readBody(request);
    const { name, ledger, faults } = this.#options;
    const method = request.method ?? 'GET';
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
    const receivedAt = this.#options.now();
    const bare: Exchange = { method, path, params: {}, query, headers: request.headers, rawBody, receivedAt };

    if (path === '/_sandbox' || path.startsWith('/_sandbox/')) {
      const reply = await this.#options.control(bare, response);
      if (reply) send(response, reply);
      return;
    }

    const { exchange, route } = this.#find(method, url, request.headers, rawBody);
    if (!route) {
      const reply = this.#options.unknownRoute(exchange);
      ledger.answer(name, reply.status);
      this.#options.observe?.(observed(name, exchange, undefined, reply));
      send(response, reply);
      return;
    }
    const answer = () => this.#answer(exchange, route);

    const fault = faults.pick(name, method, path);
    if (fault) {
      await this.#faulty(fault, answer, response);
      return;
    }
    const reply = answer();
    // Before it is sent: whoever waits for the answer finds the exchange observed.
    if (!isStaged(reply)) this.#options.observe?.(observed(name, exchange, route.path, reply));
    this.#finish(response, reply);
  }

  async #faulty(fault: Fault, answer: () => Reply, response: ServerResponse): Promise<void> {
    const { name, ledger } = this.#options;
    ledger.fault(name, fault.kind);
    await deliverFault(fault, {
      side: name,
      answer,
      response,
      send: (reply) => this.#finish(response, reply),
      cut: () => {
        ledger.answer(name, 'cut');
        response.destroy();
      },
      later: (ms, act) => {
        const timer = setTimeout(() => {
          this.#late.delete(timer);
          act();
        }, ms);
        this.#late.add(timer);
      },
    });
  }

  #finish(response: ServerResponse, reply: Reply): void {
    this.#options.ledger.answer(this.#options.name, reply.status);
    send(response, reply);
  }

  #answer(exchange: Exchange, route: Route<Extra>): Reply {
    try {
      const reply = this.#options.gate(exchange, route, () => {
        try {
          return route.run(exchange);
        } catch (error) {
          if (error instanceof Refusal) return error.reply;
          throw error;
        }
      });
      return route.method === 'GET' ? this.#options.oddRows.applied(this.#options.name, route.path, reply) : reply;
    } catch (error) {
      return this.#options.broken(error);
    }
  }
}
