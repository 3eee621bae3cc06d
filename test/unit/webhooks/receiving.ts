import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach } from 'vitest';
import { HOOK_HEADER, type Hint } from '../../../src/contract/integration/hooks.ts';
import type { StoreHash } from '../../../src/contract/ids.ts';
import { createHookKeys } from '../../../src/security/hook-keys.ts';
import { parseKeyRing } from '../../../src/security/seal.ts';
import { Counters } from '../../../src/webhooks/counters.ts';
import { Hints, type SendHint } from '../../../src/webhooks/sender.ts';
import { createReceiver, type ReceiverOptions } from '../../../src/webhooks/server.ts';
import { everySecret } from '../../support/every-secret.ts';

export const hash = 'abc123' as StoreHash; // as parseStoreHash would give it
export const keys = createHookKeys(parseKeyRing(`new:${randomBytes(32).toString('base64')}`));

export interface Receiving {
  readonly app: FastifyInstance;
  readonly url: string;
  readonly port: number;
  readonly counters: Counters;
  /** What Temporal was given, in its order. */
  readonly sent: readonly Hint[];
  close(): Promise<void>;
}

/** A receiver that listens, before a Temporal that accepts all or does as `send` says. */
export async function receiving(
  options: Partial<ReceiverOptions> & { readonly send?: SendHint; readonly withinMs?: number } = {},
  listen: { readonly host: string; readonly port: number } = { host: '127.0.0.1', port: 0 },
): Promise<Receiving> {
  const { send, withinMs = 3_000, ...others } = options;
  const sent: Hint[] = [];
  const counters = new Counters();
  const hints = new Hints(
    async (storeHash, hint) => {
      sent.push(hint);
      await send?.(storeHash, hint);
    },
    { withinMs },
  );
  const app = createReceiver({
    keys,
    hints,
    accepted: everySecret,
    counters,
    ...others,
  });
  const url = await app.listen(listen);
  return { app, url, port: Number(new URL(url).port), counters, sent, close: () => app.close() };
}

/** Begins receivers that are closed after each test of the file. */
export function receivers(): typeof receiving {
  const open: Receiving[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((at) => at.close()));
  });
  return async (...how) => {
    const at = await receiving(...how);
    open.push(at);
    return at;
  };
}

export const addressOf = (topic = 'orders', storeHash = hash) =>
  `/bigcommerce/${keys.pathOf('bigcommerce', storeHash)}/${topic}/1`;
export const secretOf = (storeHash = hash) => keys.secretOf('bigcommerce', storeHash, 1);
export const orderEvent = (id: unknown) => JSON.stringify({ data: { type: 'order', id } });

/** One POST, right in every way but what is said. */
export async function deliver(
  url: string,
  {
    path = addressOf(),
    secret = secretOf(),
    body = orderEvent(7),
  }: { path?: string; secret?: string; body?: string } = {},
): Promise<number> {
  const { status } = await fetch(url + path, { method: 'POST', headers: { [HOOK_HEADER]: secret }, body });
  return status;
}

/** A request as it goes over the wire, which no client library would send. */
export interface Wire {
  readonly method?: string;
  readonly path?: string;
  readonly version?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

export function wire({ method = 'POST', path = addressOf(), version = '1.1', headers = [], body = '' }: Wire): string {
  return [`${method} ${path} HTTP/${version}`, 'host: hooks', ...headers, '', body].join('\r\n');
}

export interface Heard {
  /** All that came until the connection was closed. */
  readonly text: string;
  /** The statuses of the answers, in their order. */
  readonly statuses: readonly number[];
  /** Nobody closed it but we. */
  readonly byUs: boolean;
}

/** Writes to a connection and hears what comes until it is closed, by the other side or after `patienceMs` by us. */
export function talk(port: number, written: string | Buffer, patienceMs = 20_000): Promise<Heard> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    let byUs = false;
    const patience = setTimeout(() => {
      byUs = true;
      socket.destroy();
    }, patienceMs);
    socket.on('data', (part) => (text += part.toString('latin1')));
    socket.on('error', () => undefined); // a reset closes it as well
    socket.on('close', () => {
      clearTimeout(patience);
      const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
      resolve({ text, statuses, byUs });
    });
    socket.write(written);
  });
}
