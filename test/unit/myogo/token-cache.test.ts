import { describe, expect, it } from 'vitest';
import type { HttpFailure } from '../../../src/http/failure.ts';
import { createTransport } from '../../../src/http/transport.ts';
import { createTokenCache } from '../../../src/myogo/token-cache.ts';
import { json, serve } from '../http/loopback.ts';
import { answering, fixedTransport } from '../http/fixed-transport.ts';
import { merchantAnswering, orderRow } from './merchant.ts';
import type { Answer } from '../../../src/http/headers.ts';

const credentials = { merchantId: 'm-1', secretToken: 'merchant-secret', credentialsVersion: 3 };
const client = { tokenUrl: 'https://my.example.test/OAuth/Token', clientId: 'client', clientSecret: 'client-secret' };

/** A token endpoint whose answers wait until they are let go. */
function held() {
  const answers: ((answer: Answer) => void)[] = [];
  const tokens = createTokenCache({
    ...client,
    transport: {
      send: () => new Promise<Answer>((resolve) => answers.push(resolve)),
      close: () => Promise.resolve(),
    },
  });
  return { tokens, answers };
}

describe('a token', () => {
  it('is granted by form, over the wire, and kept until shortly before it ends', async () => {
    let now = 1_000_000;
    let grants = 0;
    const { url, seen } = await serve((_seen, response) => {
      grants += 1;
      json(response, 200, { access_token: `t${grants}`, token_type: 'bearer', expires_in: 5400, refresh_token: 'r' });
    });
    const transport = createTransport({ userAgent: 'test/1' });
    const tokens = createTokenCache({ ...client, tokenUrl: `${url}/OAuth/Token`, transport, now: () => now });
    expect(await tokens.get(credentials)).toBe('t1');
    now += 5_330_000;
    expect(await tokens.get(credentials)).toBe('t1');
    now += 20_000;
    expect(await tokens.get(credentials)).toBe('t2');
    await transport.close();
    expect(seen[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toMatchObject({
      grant_type: 'password',
      client_id: 'client',
      client_secret: 'client-secret',
      username: 'm-1',
      password: 'merchant-secret',
    });
    expect(seen[1]?.body).not.toContain('refresh');
  });

  it('is granted once for a hundred that ask at once', async () => {
    const { tokens, answers } = held();
    const asking = Array.from({ length: 100 }, () => tokens.get(credentials));
    expect(answers).toHaveLength(1);
    answers[0]?.(answering(200, { access_token: 't' }));
    expect(new Set(await Promise.all(asking))).toEqual(new Set(['t']));
  });

  it('that is refused to two stores of a merchant at once says to each which credentials of its own were refused', async () => {
    const { tokens, answers } = held();
    const versions = [3, 1];
    const asking = versions.map((credentialsVersion) =>
      tokens.get({ merchantId: 'm-1', secretToken: 's', credentialsVersion }),
    );
    expect(answers).toHaveLength(1);
    answers[0]?.(answering(400, { error: 'invalid_grant' }));
    const refusals = await Promise.allSettled(asking);
    expect(refusals.map((each) => each.status === 'rejected' && (each.reason as HttpFailure))).toMatchObject(
      versions.map((credentialsVersion) => ({
        name: 'HttpFailure',
        type: 'CredentialsRejected',
        detail: { side: 'myogo', credentialsVersion },
      })),
    );
  });

  it('goes on being granted when one of those who wait gives up', async () => {
    const { tokens, answers } = held();
    const cancel = new AbortController();
    const reason = new Error('gone');
    const leaving = tokens.get(credentials, cancel.signal);
    const staying = tokens.get(credentials);
    cancel.abort(reason);
    await expect(leaving).rejects.toBe(reason);
    answers[0]?.(answering(200, { access_token: 't' }));
    expect(await staying).toBe('t');
    await expect(tokens.get(credentials, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('that all have given up may fail without anybody', async () => {
    const { tokens, answers } = held();
    const cancel = new AbortController();
    const leaving = tokens.get(credentials, cancel.signal);
    cancel.abort(new Error('gone'));
    await expect(leaving).rejects.toThrow('gone');
    answers[0]?.(answering(500));
    const again = tokens.get(credentials);
    await expect(again).rejects.toMatchObject({ type: 'Unavailable' });
  });

  it('is had without the space around it', async () => {
    const transport = fixedTransport(() => answering(200, { access_token: ' t1\r\n' }));
    expect(await createTokenCache({ ...client, transport }).get(credentials)).toBe('t1');
  });

  it('is of a merchant and its secret, and of no other', async () => {
    let grants = 0;
    const transport = fixedTransport(() => answering(200, { access_token: `t${(grants += 1)}` }));
    const tokens = createTokenCache({ ...client, transport });
    expect(await tokens.get(credentials)).toBe('t1');
    expect(await tokens.get({ ...credentials, secretToken: 'rotated' })).toBe('t2');
    expect(await tokens.get({ ...credentials, merchantId: 'm-2' })).toBe('t3');
    expect(await tokens.get({ ...credentials, credentialsVersion: 9 })).toBe('t1');
  });

  it.each([null, 'soon', '', true, {}, 0, -5, '0', 1e15, '1e3', 86_400_001])(
    'whose life cannot be meant (%j) is used, kept a while, and asked for anew',
    async (expires_in) => {
      let now = 1_000_000;
      let grants = 0;
      const transport = fixedTransport(() => answering(200, { access_token: `t${(grants += 1)}`, expires_in }));
      const tokens = createTokenCache({ ...client, transport, now: () => now });
      expect(await tokens.get(credentials)).toBe('t1');
      now += 60_000;
      expect(await tokens.get(credentials)).toBe('t1');
      now += 600_000;
      expect(await tokens.get(credentials)).toBe('t2');
    },
  );

  it.each([
    ['a refused secret', answering(400, { error: 'invalid_grant' }), 'CredentialsRejected'],
    ['a plain 401', answering(401), 'CredentialsRejected'],
    ['the worker’s own client refused', answering(401, { error: 'invalid_client' }), 'Unavailable'],
    ['a broken server', answering(500), 'Unavailable'],
    ['a throttle', answering(429, undefined, { 'retry-after': '2' }), 'Throttled'],
    ['no token', answering(200, { token_type: 'bearer' }), 'UnexpectedResponse'],
    ['a token that no header may carry', answering(200, { access_token: 'a\nb' }), 'UnexpectedResponse'],
    ['an empty token', answering(200, { access_token: ' ' }), 'UnexpectedResponse'],
    ['no answer worth the name', { status: 200, headers: {}, text: 'OK merchant-secret' }, 'UnexpectedResponse'],
  ])('is not had with %s', async (_name, answer, type) => {
    const transport = fixedTransport(() => answer);
    const tokens = createTokenCache({ ...client, transport });
    const error: unknown = await tokens.get(credentials).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ type });
    expect(String(error)).not.toContain('secret');
    // A failure is not kept.
    await tokens.get(credentials).catch(() => undefined);
    expect(transport.sent).toHaveLength(2);
  });
});

describe('a 401 of the API', () => {
  it('means one new token and the same request once more', async () => {
    const { merchant, sent, grants } = merchantAnswering((_method, _path, _query, request) =>
      request.headers?.['authorization'] === 'Bearer token-1' ? answering(401) : answering(200, [orderRow('r')]),
    );
    expect(await merchant.orders.byReference('r')).toHaveLength(1);
    expect(grants).toHaveLength(2);
    expect(sent).toHaveLength(2);
    await merchant.orders.byReference('r');
    expect(grants).toHaveLength(2);
  });

  it('with the new token, too, is the credentials’', async () => {
    const { merchant, sent, grants } = merchantAnswering(() => answering(401, { message: 'token-2 is bad' }));
    await expect(merchant.orders.byReference('r')).rejects.toMatchObject({
      type: 'CredentialsRejected',
      detail: { credentialsVersion: 3 },
    });
    expect([grants.length, sent.length]).toEqual([2, 2]);
  });

  it('of many requests at once renews the token once', async () => {
    const { merchant, grants } = merchantAnswering((_method, _path, _query, request) =>
      request.headers?.['authorization'] === 'Bearer token-1' ? answering(401) : answering(200, []),
    );
    await Promise.all(Array.from({ length: 50 }, () => merchant.orders.byReference('r')));
    expect(grants).toHaveLength(2);
  });
});
