import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLong } from '../../support/sample.ts';
import { scrubText } from '../../../src/observability/scrub.ts';

describe('a secret by its field', () => {
  it.each([
    ['token: "abc def" was refused', 'token: "[hidden]" was refused'],
    ['token: “abc def” was refused', 'token: “[hidden]” was refused'],
    ['“token”: “abc, def”, “status”: 401', '“token”: “[hidden]”, “status”: 401'],
    ["password='it’s mine' and more", "password='[hidden]' and more"],
    ['the token "abc def" is refused', 'the token "[hidden]" is refused'],
    ['the client secret is „abc def“ now', 'the client secret is „[hidden]“ now'],
    ['{"accessToken":"abc, def","status":401}', '{"accessToken":"[hidden]","status":401}'],
    [String.raw`{\"token\":\"abc def\",\"status\":401}`, String.raw`{\"token\":\"[hidden]\",\"status\":401}`],
    [String.raw`{\\\"token\\\":\\\"abc def\\\"}`, String.raw`{\\\"token\\\":\\\"[hidden]\\\"}`],
    [String.raw`{"token":"abc\" def","status":401}`, '{"token":"[hidden]","status":401}'],
    ['token&quot;:&quot;abc def&quot;, then', 'token&quot;:&quot;[hidden]&quot;, then'],
    ['X-Auth-Token: abc def', 'X-Auth-Token: [hidden] def'],
    ['token: "abc def', 'token: "[hidden]'],
    ['token=abc&status=401', 'token=[hidden]&status=401'],
    ['3 tokens: 5 of them, tokenVersion: 2', '3 tokens: 5 of them, tokenVersion: 2'],
    ['the token expired, and the password is wrong', 'the token expired, and the password is wrong'],
  ])('%s', (text, clean) => {
    expect(scrubText(text)).toBe(clean);
  });

  const secret = 'Xq7Zk';
  const part = fc.constantFrom(' ', ', ', '’', "'", ': ', ')', '}', '&', ';', '\\', '"', 'a', '\n', '');
  const value = fc
    .array(part, { maxLength: 4 })
    .map((parts) => `${secret}${parts.map((one) => one + secret).join('')}`);
  const field = fc.constantFrom(
    ...['token', 'apiToken', 'access_token', 'X-Auth-Token', 'secretToken', 'client_secret', 'password', 'apiKey'],
  );
  const numRuns = isLong ? 100_000 : 3_000;

  it('no part of it is left in JSON, however often that is a text in JSON', () => {
    fc.assert(
      fc.property(field, value, fc.integer({ min: 1, max: 3 }), fc.boolean(), (name, words, depth, isCut) => {
        let text = JSON.stringify({ before: 'b', [name]: words, after: 1 });
        for (let at = 1; at < depth; at += 1) text = JSON.stringify({ message: text });
        expect(scrubText(isCut ? text.slice(0, text.lastIndexOf(secret) + secret.length) : text)).not.toContain(secret);
      }),
      { numRuns },
    );
  });

  it('no part of it is left in any marks that do not stand in it', () => {
    const marks = ['"', "'", '`', '“”', '”', '„“', '‚‘', '‘’', '«»', '»«', '‹›', '「」', '＂'];
    const separator = fc.constantFrom(':', ': ', '=', ' = ', ' ', ' is ');
    fc.assert(
      fc.property(field, separator, fc.constantFrom(...marks), value, fc.boolean(), (name, is, pair, words, isOpen) => {
        const inner = words.replace(/["'’]/g, '');
        const [open = '', close = open] = pair;
        expect(scrubText(`it says ${name}${is}${open}${inner}${isOpen ? '' : `${close}, and more`}`)).not.toContain(
          secret,
        );
      }),
      { numRuns },
    );
  });
});
