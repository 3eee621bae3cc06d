import type { FaultKind } from '../../../dev/stand-ins/faults.ts';
import type { SideServer } from '../../../dev/stand-ins/http-server.ts';
import { bodyText, contentTypeOf } from '../../../dev/stand-ins/observed.ts';
import type { Reply } from '../../../dev/stand-ins/reply.ts';
import type { World } from '../../../dev/stand-ins/world.ts';
import { classifyNetworkError } from '../../../src/http/classify.ts';
import type { Answer } from '../../../src/http/headers.ts';
import type { Transport, TransportRequest } from '../../../src/http/transport.ts';
import { isDead, never, type Wire } from './wire.ts';
import type { VirtualTime } from './virtual-time.ts';

/** The kinds of faults that both speeds know. */
export const storyFaults = [
  'latency',
  '429',
  '500',
  '500-after',
  '503',
  'reset-before',
  'reset-after',
  'late-effect',
  'malformed',
  'empty-200',
] as const satisfies readonly FaultKind[];

export interface Sides {
  readonly world: World;
  readonly store: Pick<SideServer<never>, 'answerNow'>;
  readonly warehouse: Pick<SideServer<never>, 'answerNow'>;
}

/** What a story does in the middle of a request: before it took effect, or before its answer is heard. */
export interface Interruption {
  /** Requests that pass before. */
  left: number;
  readonly effect: 'before' | 'after';
  /** Only requests that write count. */
  readonly writes: boolean;
  /** @param request `METHOD /path` of the request in whose middle it happens */
  readonly act: (request: string) => void;
}

/** Takes the place of the network: the stand-ins answer in this process, with the faults that a story asks for. */
export function inProcessTransport(
  { world, store, warehouse }: Sides,
  time: VirtualTime,
  wire: Wire,
  interruptions: Interruption[],
): Transport {
  const sleep = (ms: number) => new Promise<void>((resolve) => time.schedule(ms, resolve));

  async function exchange(request: TransportRequest): Promise<Answer> {
    const { call, method, path } = request;
    const onStore = request.origin === 'http://store';
    const side = onStore ? 'store' : 'warehouse';
    const headers = Object.fromEntries(
      Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    );
    await sleep(20);
    if (isDead(wire)) return never();
    const sentAt = time.now;
    const answer = (): Reply =>
      (onStore ? store : warehouse).answerNow(method, path, headers, request.body ?? '', sentAt);
    const lost = (): never => {
      throw classifyNetworkError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }), call);
    };
    const isWrite = method !== 'GET' && !path.includes('/OAuth/');
    const interrupt = (effect: Interruption['effect']): void => {
      if (interruptions.length === 0) return;
      for (const each of interruptions) if (each.effect === effect && (isWrite || !each.writes)) each.left -= 1;
      for (const each of interruptions.filter((one) => one.left < 0)) {
        interruptions.splice(interruptions.indexOf(each), 1);
        each.act(`${method} ${path}`);
      }
    };
    interrupt('before');
    if (isDead(wire)) return never();
    const respond = async (reply: Reply): Promise<Answer> => {
      interrupt('after');
      await sleep(5);
      return isDead(wire) ? never() : answerOf(reply);
    };
    const fault = world.faults.pick(side, method, path.split('?')[0] ?? path);
    if (fault === undefined) return respond(answer());
    world.ledger.fault(side, fault.kind);
    switch (fault.kind as (typeof storyFaults)[number]) {
      case 'latency': {
        const reply = answer();
        await sleep(8_000);
        return respond(reply);
      }
      case '429':
        return respond({
          status: 429,
          json: { status: 429, title: 'Too many requests' },
          headers: onStore
            ? { 'x-rate-limit-time-reset-ms': '5000', 'x-rate-limit-requests-left': '0' }
            : { 'retry-after': '5' },
        });
      case '500':
        return respond({ status: 500, json: { status: 500, title: 'Internal Server Error' } });
      case '500-after':
        answer();
        return respond({ status: 500, json: { status: 500, title: 'Internal Server Error' } });
      case '503':
        return respond({ status: 503, text: 'Service Unavailable' });
      case 'reset-before':
        return lost();
      case 'reset-after':
        answer();
        interrupt('after');
        return lost();
      case 'late-effect':
        // Within the settle time, as every promise about a lost answer assumes.
        time.schedule(12_000, () => void answer());
        return lost();
      case 'malformed': {
        const reply = answer();
        return respond({ ...bare(reply), text: `${bodyText(reply).slice(0, -1)},}`, contentType: 'application/json' });
      }
      case 'empty-200':
        answer();
        return respond({ status: 200, text: '', contentType: 'application/json' });
    }
  }

  return {
    send: (request) => {
      const { signal } = request;
      signal?.throwIfAborted();
      if (signal === undefined) return exchange(request);
      return new Promise((resolve, reject) => {
        const abort = (): void => reject(signal.reason as Error); // an AbortSignal's reason is an error here
        signal.addEventListener('abort', abort, { once: true });
        exchange(request)
          .then(resolve, reject)
          .finally(() => signal.removeEventListener('abort', abort));
      });
    },
    close: () => Promise.resolve(),
  };
}

function bare(reply: Reply): Reply {
  return { status: reply.status === 204 ? 200 : reply.status, ...(reply.headers && { headers: reply.headers }) };
}

function answerOf(reply: Reply): Answer {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(reply.headers ?? {})) headers[name.toLowerCase()] = value;
  if (reply.status !== 204) headers['content-type'] = contentTypeOf(reply);
  return { status: reply.status, headers, text: bodyText(reply) };
}
