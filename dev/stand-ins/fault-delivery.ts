import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './faults.ts';
import { v2Error } from './store/errors.ts';
import { apiError } from './warehouse/errors.ts';
import type { SideName } from './ledger.ts';
import type { Reply } from './reply.ts';

export interface FaultContext {
  side: SideName;
  /** Runs gate and handler: the effect. */
  answer: () => Reply;
  response: ServerResponse;
  send: (reply: Reply) => void;
  cut: () => void;
  later: (ms: number, act: () => void) => void;
}

const html = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

function throttled(side: SideName, resetMs: number): Reply {
  const headers: Record<string, string> =
    side === 'store'
      ? {
          'x-rate-limit-time-window-ms': '30000',
          'x-rate-limit-time-reset-ms': String(resetMs),
          'x-rate-limit-requests-quota': '150',
          'x-rate-limit-requests-left': '0',
          'x-retry-after': String(Math.ceil(resetMs / 1000)),
        }
      : // UNCONFIRMED: nothing is public about myOGO's throttling.
        { 'retry-after': String(Math.ceil(resetMs / 1000)) };
  return { status: 429, json: { status: 429, title: 'Too many requests' }, headers };
}

/** Each side's own shape of a 400. */
function refused(side: SideName, words: string): Reply {
  return side === 'store' ? v2Error(400, words) : apiError(400, words);
}

function bodyOf(reply: Reply): string {
  return reply.json !== undefined ? JSON.stringify(reply.json) : (reply.text ?? '');
}

/** Answers one request wrongly, in the way that the fault says. */
export async function deliverFault(fault: Fault, context: FaultContext): Promise<void> {
  const { rule } = fault;
  const { answer, response, send, cut } = context;
  switch (fault.kind) {
    case 'latency':
      await delay(rule.latencyMs ?? 200);
      send(answer());
      return;
    case '429':
      send(throttled(context.side, rule.resetMs ?? 200));
      return;
    case '429-bare':
      // Platform protection: no header says when to come back.
      send({ status: 429, text: 'Too Many Requests' });
      return;
    case '500':
      send({ status: 500, json: { status: 500, title: 'Internal Server Error' } });
      return;
    case '500-after':
      answer();
      send({ status: 500, json: { status: 500, title: 'Internal Server Error' } });
      return;
    case '503':
      send({ status: 503, text: 'Service Unavailable' });
      return;
    case 'refused':
      send(refused(context.side, rule.words ?? 'The request was refused.'));
      return;
    case 'html-502':
      send({ status: 502, text: html, contentType: 'text/html' });
      return;
    case 'reset-before':
      cut();
      return;
    case 'reset-after':
      answer();
      cut();
      return;
    case 'late-effect':
      context.later(rule.lateMs ?? 300, () => void answer());
      cut();
      return;
    case 'malformed': {
      const reply = answer();
      send({ ...raw(reply), text: `${bodyOf(reply).slice(0, -1)},}` });
      return;
    }
    case 'empty-200':
      answer();
      send({ status: 200, text: '', contentType: 'application/json' });
      return;
    case 'wrong-content-type': {
      const reply = answer();
      send({ ...raw(reply), text: bodyOf(reply), contentType: 'text/html; charset=utf-8' });
      return;
    }
    case 'truncated': {
      const body = bodyOf(answer());
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) + 100 });
      response.write(body.slice(0, Math.ceil(body.length / 2)), () => cut());
      return;
    }
    case 'drip': {
      const reply = answer();
      response.writeHead(reply.status, { 'content-type': 'application/json' });
      response.flushHeaders();
      for (const byte of Buffer.from(bodyOf(reply))) {
        if (response.destroyed) return;
        response.write(Buffer.of(byte));
        await delay(rule.dripMs ?? 20);
      }
      response.end();
      return;
    }
    case 'endless': {
      answer();
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('[');
      const filler = `${JSON.stringify({ filler: 'x'.repeat(16_000) })},`;
      // One listener for all rounds: waiting for either event anew each time would pile listeners up.
      let goOn: () => void = () => undefined;
      response.on('drain', () => goOn()).on('close', () => goOn());
      while (!response.destroyed) {
        if (!response.write(filler)) await new Promise<void>((resolve) => (goOn = resolve));
      }
      return;
    }
  }
}

function raw(reply: Reply): Reply {
  return { status: reply.status === 204 ? 200 : reply.status, ...(reply.headers && { headers: reply.headers }) };
}
