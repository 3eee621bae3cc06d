import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { defined } from '../contract/defined.ts';
import { FailureType } from '../contract/failures.ts';
import { expectSuccess } from '../http/classify.ts';
import { HttpFailure, type Call } from '../http/failure.ts';
import { decodeJson } from '../http/json.ts';
import { misfit, readNumber } from '../http/row-fields.ts';
import type { Transport } from '../http/transport.ts';

/** Who asks for a token. */
export interface MerchantCredentials {
  readonly merchantId: string;
  readonly secretToken: string;
  /** Goes into the detail of a refusal. */
  readonly credentialsVersion?: number;
}

/** Access tokens of all merchants that this process works for. */
export interface TokenCache {
  /**
   * A token that is good for now. However many ask at once, one grant is made; a signal cancels only its own wait.
   * @throws HttpFailure `CredentialsRejected` when the merchant's id or secret is refused
   */
  get(credentials: MerchantCredentials, signal?: AbortSignal): Promise<string>;
  /** A token other than the one that was refused: the one another caller has renewed since, or a new one. */
  renew(credentials: MerchantCredentials, refused: string, signal?: AbortSignal): Promise<string>;
}

/** What a token cache is made of. */
export interface TokenCacheOptions {
  /** For example `https://my.ogoship.com/OAuth/Token`. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly transport: Transport;
  /** Epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number;
  /** Default 10,000; the merchant asked for longest ago is forgotten first, which costs one grant more. */
  readonly maxMerchants?: number;
}

const SCOPE =
  'read:order write:order read:product write:product read:webhook write:webhook read:metadata write:metadata';

/** Used where the answer names no life time that can be meant; the documented one is 90 minutes. */
const SHORT_LIFE_S = 300;

/** No token lives longer than that: what says so is broken, and the token would be kept until the API refuses it. */
const LONGEST_LIFE_S = 86_400;

// What no header may carry would fail every request as if the other side were away.
const tokenSchema = z.object({
  access_token: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]+$/),
  expires_in: z.unknown().optional(),
});

/** A life that cannot be meant says nothing of the token. */
function lifeOf(expires_in: unknown): number {
  const seconds = readNumber(expires_in);
  return seconds !== misfit && seconds > 0 && seconds <= LONGEST_LIFE_S ? seconds : SHORT_LIFE_S;
}

interface Token {
  readonly value: string;
  /** Epoch milliseconds after which it is not used any more. */
  readonly until: number;
}

/**
 * Tokens by the password grant, kept until shortly before they expire. Refresh tokens are never used: they are single-use, and
 * two workers with one would lock each other out.
 */
export function createTokenCache(options: TokenCacheOptions): TokenCache {
  const now = options.now ?? Date.now;
  const tokens = new LRUCache<string, Token>({ max: options.maxMerchants ?? 10_000 });
  const granting = new Map<string, Promise<Token>>();
  const { origin, pathname, search } = new URL(options.tokenUrl);

  async function grant(credentials: MerchantCredentials): Promise<Token> {
    const call: Call = {
      side: 'myogo',
      operation: 'POST /OAuth/Token',
      // A token that nobody gets to use changes nothing: there is no outcome to be unsure of.
      writes: false,
      personal: [credentials.secretToken, options.clientSecret],
    };
    const form = new URLSearchParams({
      grant_type: 'password',
      client_id: options.clientId,
      client_secret: options.clientSecret,
      username: credentials.merchantId,
      password: credentials.secretToken,
      scope: SCOPE,
    });
    // No caller's signal: others may wait for the same grant. The transport's own total time-out bounds it.
    const answer = await options.transport.send({
      call,
      method: 'POST',
      origin,
      path: pathname + search,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
    });
    const { access_token, expires_in } = decodeJson(expectSuccess(answer, call, now()), tokenSchema, call);
    const lifeMs = lifeOf(expires_in) * 1000;
    return { value: access_token, until: now() + lifeMs - Math.min(60_000, lifeMs / 10) };
  }

  function grantOnce(key: string, credentials: MerchantCredentials): Promise<Token> {
    const running = granting.get(key);
    if (running !== undefined) return running;
    const started = grant(credentials)
      .then((token) => {
        tokens.set(key, token);
        return token;
      })
      .finally(() => granting.delete(key));
    // All who wait may have given up; their grant's failure is then nobody's.
    started.catch(() => undefined);
    granting.set(key, started);
    return started;
  }

  async function get(credentials: MerchantCredentials, signal?: AbortSignal): Promise<string> {
    signal?.throwIfAborted();
    const key = keyOf(credentials);
    const known = tokens.get(key);
    if (known !== undefined && now() < known.until) return known.value;
    try {
      return (await orAborted(grantOnce(key, credentials), signal)).value;
    } catch (error) {
      throw asOwn(error, credentials);
    }
  }

  return {
    get,
    async renew(credentials, refused, signal) {
      const key = keyOf(credentials);
      if (tokens.peek(key)?.value === refused) tokens.delete(key);
      return get(credentials, signal);
    },
  };
}

const REFUSALS: readonly FailureType[] = [FailureType.credentialsRejected, FailureType.scopeMissing];

/** Several stores of a merchant wait for one grant, each with a version of its own: a refusal is of the one who hears of it. */
function asOwn(error: unknown, { credentialsVersion }: MerchantCredentials): unknown {
  if (!(error instanceof HttpFailure) || !REFUSALS.includes(error.type)) return error;
  return new HttpFailure(error.type, error.message, { ...error.detail, ...defined({ credentialsVersion }) });
}

/** The secret itself is no key of a map: a dump of the map's keys must not show it. */
function keyOf({ merchantId, secretToken }: MerchantCredentials): string {
  return `${merchantId}\n${createHash('sha256').update(secretToken).digest('base64url')}`;
}

/** Waits for a shared promise as long as the waiter's own signal lets it. */
async function orAborted<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return shared;
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    // A signal's reason is whatever its owner chose; it is passed on as it is.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([shared, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
