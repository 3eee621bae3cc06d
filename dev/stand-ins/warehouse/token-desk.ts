import { randomBytes } from 'node:crypto';

export const knownScopes: readonly string[] = [
  'read:order',
  'write:order',
  'read:product',
  'write:product',
  'read:webhook',
  'write:webhook',
  'read:metadata',
  'write:metadata',
];

export interface Grant {
  merchantId: string;
  scopes: readonly string[];
  expires: number;
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Access tokens that look like JWTs, and refresh tokens that work once. */
export class TokenDesk {
  readonly #access = new Map<string, Grant>();
  readonly #refresh = new Map<string, Grant>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  issue(
    merchantId: string,
    scopes: readonly string[],
    seconds: { access: number; refresh: number },
  ): { access: string; refresh: string } {
    const now = this.#now();
    const expires = now + seconds.access * 1000;
    const claims = {
      sub: merchantId,
      scope: scopes.join(' '),
      iat: Math.floor(now / 1000),
      exp: Math.floor(expires / 1000),
    };
    const access = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}.${randomBytes(32).toString('base64url')}`;
    const refresh = randomBytes(32).toString('base64url');
    this.#access.set(access, { merchantId, scopes, expires });
    this.#refresh.set(refresh, { merchantId, scopes, expires: now + seconds.refresh * 1000 });
    return { access, refresh };
  }

  /** The grant behind an access token that is still valid. */
  find(access: string): Grant | undefined {
    const grant = this.#access.get(access);
    if (!grant) return undefined;
    if (grant.expires <= this.#now()) {
      this.#access.delete(access);
      return undefined;
    }
    return grant;
  }

  /** Uses a refresh token up. */
  redeem(refresh: string): Grant | undefined {
    const grant = this.#refresh.get(refresh);
    this.#refresh.delete(refresh);
    return grant && grant.expires > this.#now() ? grant : undefined;
  }

  clear(): void {
    this.#access.clear();
    this.#refresh.clear();
  }

  /** Ends every token of a merchant. */
  revoke(merchantId: string): void {
    for (const tokens of [this.#access, this.#refresh])
      for (const [token, grant] of tokens) if (grant.merchantId === merchantId) tokens.delete(token);
  }
}
