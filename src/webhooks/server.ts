import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { HOOK_HEADER, sourceOf, type HookTopic } from '../contract/integration/hooks.ts';
import type { ChangeSource } from '../contract/changes.ts';
import type { Side } from '../contract/failures.ts';
import type { StoreHash } from '../contract/ids.ts';
import type { HookKeys } from '../security/hook-keys.ts';
import type { AcceptedVersions, Judged } from './accepted-versions.ts';
import type { Counters, Outcome } from './counters.ts';
import { hintOf, isSignedByBigCommerce, isSignedByMyogo } from './delivery.ts';
import { InHand, type Room } from './in-hand.ts';
import type { Hints } from './sender.ts';

/** Both sides' deliveries are small. */
const LARGEST_BODY = 64 * 1_024;
/** A delivery that is not here by then is given up: BigCommerce itself waits about ten seconds. */
const SLOWEST_MS = 10_000;
const FLOODED_AGAIN_AFTER_S = 5;
const NOT_ACCEPTED_AGAIN_AFTER_S = 30;

export interface ReceiverOptions extends Room {
  readonly keys: HookKeys;
  readonly hints: Hints;
  readonly accepted: Pick<AcceptedVersions, 'judge' | 'whetherBack'>;
  readonly counters: Counters;
  /** Of the app by which all stores are connected, where there is one. */
  readonly clientSecret?: string | undefined;
  /** Hears why a hint was not accepted. */
  readonly onLost?: (storeHash: StoreHash, error: unknown) => void;
  readonly slowestMs?: number;
}

/** Whose delivery it is, by its address and secret alone. */
interface Known {
  readonly side: Side;
  readonly storeHash: StoreHash;
  readonly source: ChangeSource;
  readonly version: number;
  /** False where only the body's signature can prove it. */
  readonly proven: boolean;
  /** `disconnected`: what it tells of is nobody's business any more. */
  readonly judged: 'current' | 'disconnected';
}

type Delivery = FastifyRequest<{ Params: { side: string; store: string; topic: string; version: string } }>;

/** The server of both sides' deliveries, not listening yet. It answers 200 once the hint is safe in Temporal. */
export function createReceiver(options: ReceiverOptions): FastifyInstance {
  const { hints, counters, slowestMs = SLOWEST_MS } = options;
  const known = new WeakMap<FastifyRequest, Known>();
  const inHand = new InHand(options);
  let ending = false;

  const refuse = (reply: FastifyReply, status: number, side: string, outcome: Outcome, retryAfter?: number) => {
    counters.count(side, outcome);
    if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
    return reply.code(status).send();
  };

  const app = Fastify({
    bodyLimit: LARGEST_BODY,
    requestTimeout: slowestMs,
    keepAliveTimeout: 72_000,
    return503OnClosing: false,
    // Its own lines would hold addresses, which are secret.
    logger: false,
    http: { headersTimeout: slowestMs, connectionsCheckingInterval: Math.min(1_000, slowestMs), maxHeaderSize: 8_192 },
    routerOptions: { maxParamLength: 100 },
    // An address that cannot be read is none of ours, and is not repeated.
    frameworkErrors: (_error, _request, reply) => void refuse(reply, 404, 'unknown', 'unknown-path'),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  // Before the body: whoever is unknown sends none.
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404) return void refuse(reply, 404, 'unknown', 'unknown-path');
    done();
  });
  app.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    return refuse(reply, status, 'unknown', status === 413 ? 'too-large' : 'unreadable');
  });
  app.addHook('preClose', (done) => {
    ending = true;
    done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    // Without it the end waits until the sender lets its connection go.
    if (ending) reply.header('connection', 'close');
    done(null, payload);
  });
  app.addHook('onResponse', (_request, reply, done) => {
    counters.answered(reply.elapsedTime);
    done();
  });

  app.route({
    method: 'POST',
    url: '/:side/:store/:topic/:version',
    onRequest: (request: Delivery, reply, done) => {
      const who = ofAddress(options.keys, request);
      if (who === undefined) return void refuse(reply, 404, 'unknown', 'unknown-path');
      const { side, storeHash, version } = who;
      const secret = request.headers[HOOK_HEADER];
      const proven = typeof secret === 'string' && options.keys.isSecret(side, storeHash, version, secret);
      const maySign = secret === undefined && side === 'myogo' && signatureOf(request) !== undefined;
      const judged = proven || maySign ? options.accepted.judge(who) : 'outdated';
      if (judged === 'outdated') return void refuse(reply, 401, side, 'wrong-secret');
      const leave = inHand.enter(storeHash);
      if (leave === undefined) return void refuse(reply, 429, side, 'flooded', FLOODED_AGAIN_AFTER_S);
      // Answered, or gone without waiting for it.
      reply.raw.once('close', leave);
      known.set(request, { ...who, proven, judged });
      // What its content calls itself is no reason to refuse it: nothing of it is believed.
      delete request.raw.headers['content-type'];
      done();
    },
    handler: async (request: Delivery, reply) => {
      const who = known.get(request);
      if (who === undefined) return refuse(reply, 404, 'unknown', 'unknown-path');
      const { side, storeHash, source, judged } = who;
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (!isRightlySigned(options, who, request, body)) return refuse(reply, 401, side, 'wrong-secret');
      const hint = hintOf(storeHash, source, body);
      let now: Judged;
      try {
        now = judged === 'disconnected' ? await options.accepted.whetherBack(who) : judged;
        if (now === 'current') counters.count(side, hint === undefined ? 'foreign' : await hints.take(storeHash, hint));
      } catch (error) {
        options.onLost?.(storeHash, error);
        return refuse(reply, 503, side, 'not-accepted', NOT_ACCEPTED_AGAIN_AFTER_S);
      }
      if (now === 'outdated') return refuse(reply, 401, side, 'wrong-secret');
      if (now === 'disconnected') counters.count(side, now);
      return reply.code(200).send();
    },
  });
  return app;
}

function ofAddress(keys: HookKeys, { params }: Delivery): Omit<Known, 'proven' | 'judged'> | undefined {
  const { side, topic } = params;
  if (side !== 'bigcommerce' && side !== 'myogo') return undefined;
  if (topic !== 'orders' && topic !== 'products' && topic !== 'stock') return undefined;
  const source = sourceOf(side, topic satisfies HookTopic);
  const storeHash = keys.storeOf(side, params.store);
  const version = /^[1-9]\d{0,8}$/.test(params.version) ? Number(params.version) : undefined;
  if (source === undefined || storeHash === undefined || version === undefined) return undefined;
  return { side, storeHash, source, version };
}

function signatureOf({ headers }: FastifyRequest): string | undefined {
  const signature = headers['x-ogoship-hmac-sha256'];
  return typeof signature === 'string' ? signature : undefined;
}

/** A signature that is there must be right, whatever else proves the delivery. */
function isRightlySigned(options: ReceiverOptions, who: Known, request: FastifyRequest, body: Buffer): boolean {
  const { side, storeHash, version, proven } = who;
  if (side === 'myogo') {
    const signature = signatureOf(request);
    if (signature === undefined) return proven;
    const secrets = options.keys.secretsOf('myogo', storeHash, version);
    return secrets.some((secret) => isSignedByMyogo(body, secret, signature));
  }
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = request.headers;
  if (options.clientSecret === undefined || signatures === undefined) return proven;
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return false;
  return proven && isSignedByBigCommerce(body, options.clientSecret, { id, timestamp, signatures });
}
