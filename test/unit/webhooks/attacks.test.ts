import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOOK_HEADER } from '../../../src/contract/integration/hooks.ts';
import { addressOf, hash, keys, orderEvent, receiving, secretOf, talk, wire, type Receiving } from './receiving.ts';

let at: Receiving;
beforeEach(async () => {
  at = await receiving({ slowestMs: 400 });
});
afterEach(() => at.close());

const secret = `${HOOK_HEADER}: ${secretOf()}`;
const closing = 'connection: close';
const body = orderEvent(7);
const lengthOf = (text: string | Buffer) => `content-length: ${Buffer.byteLength(text)}`;
const named = { source: 'storeOrders', ids: [7] };
const unnamed = { source: 'storeOrders' };

describe('a delivery is taken whatever form it comes in', () => {
  test.each([
    ['no content type', []],
    ['one that is none', ['content-type: garbage']],
    ['an empty one', ['content-type: ']],
    ['one of signs', ['content-type: ;;;,,']],
    ['of a form', ['content-type: multipart/form-data']],
    ['of text in another alphabet', ['content-type: text/plain; charset=utf-16']],
    ['two of them', ['content-type: application/json', 'content-type: text/xml']],
    ['an odd length of header', [`content-type: application/${'x'.repeat(4_000)}`]],
  ])('with %s', async (_, headers) => {
    const { statuses } = await talk(at.port, wire({ headers: [secret, closing, lengthOf(body), ...headers], body }));
    expect([statuses, at.sent]).toEqual([[200], [named]]);
  });

  test.each<[string, string | Buffer, object]>([
    ['nothing', '', unnamed],
    ['a gzipped one', Buffer.from('1f8b0800000000000003ab56ca', 'hex'), unnamed],
    [
      'invalid UTF-8',
      Buffer.concat([
        Buffer.from('{"data":{"type":"order","id":7,"note":"'),
        Buffer.from([0xff, 0xfe]),
        Buffer.from('"}}'),
      ]),
      named,
    ],
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(body)]), unnamed],
    ['a key twice: the last one counts, as everywhere', '{"data":{"type":"order","id":6,"id":7}}', named],
    ['an array', `[${body}]`, unnamed],
    ['a number', '7', unnamed],
    ['null', 'null', unnamed],
    ['a text', '"order 7"', unnamed],
    ['64 KiB of nesting', '['.repeat(65_536), unnamed],
    ['nested objects', `{"data":${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}}`, unnamed],
    ['a prototype', '{"__proto__":{"data":{"type":"order","id":7}}}', unnamed],
    ['an id that is negative', orderEvent(-7), unnamed],
    ['an id of zero', orderEvent(0), unnamed],
    ['a fraction', orderEvent(7.5), unnamed],
    ['a text as an id', orderEvent('7'), unnamed],
    ['an id that no order has', orderEvent(2_147_483_648), unnamed],
    ['the largest whole number as an id', orderEvent(Number.MAX_SAFE_INTEGER), unnamed],
    ['an id beyond whole numbers', '{"data":{"type":"order","id":9007199254740993}}', unnamed],
    ['an id beyond all numbers', '{"data":{"type":"order","id":1e999}}', unnamed],
    ['an object as an id', orderEvent({ id: 7 }), unnamed],
    ['a list as an id', orderEvent([7]), unnamed],
    ['a channel’s form', '{"data":{"order_id":7}}', named],
    ['a shipment’s form', '{"data":{"type":"shipment","id":1,"orderId":7}}', named],
  ])('whose body is %s', async (_, given, hint) => {
    const bytes = Buffer.from(given);
    const head = wire({ headers: [secret, closing, 'content-type: application/json', lengthOf(bytes)] });
    const { statuses } = await talk(at.port, Buffer.concat([Buffer.from(head), bytes]));
    expect([statuses, at.sent]).toEqual([[200], [hint]]);
  });

  test.each([
    [
      'in parts without a length',
      wire({
        headers: [secret, closing, 'transfer-encoding: chunked'],
        body: `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
      }),
      [200],
    ],
    ['by HTTP/1.0', wire({ version: '1.0', headers: [secret, lengthOf(body)], body }), [200]],
    [
      'after asking whether it may come',
      wire({ headers: [secret, closing, 'expect: 100-continue', lengthOf(body)], body }),
      [100, 200],
    ],
    [
      'with a query, which is not looked at',
      wire({ path: `${addressOf()}?a=b`, headers: [secret, closing, lengthOf(body)], body }),
      [200],
    ],
    [
      'with its whole address in the first line',
      wire({ path: `http://hooks${addressOf()}`, headers: [secret, closing, lengthOf(body)], body }),
      [200],
    ],
    [
      'with an escaped address',
      wire({ path: addressOf().replace('abc', '%61bc'), headers: [secret, closing, lengthOf(body)], body }),
      [200],
    ],
  ])('%s', async (_, written, answers) => {
    expect([(await talk(at.port, written)).statuses, at.sent]).toEqual([answers, [named]]);
  });

  test('two in one packet are both answered, in their order', async () => {
    const next = orderEvent(8);
    const two =
      wire({ headers: [secret, lengthOf(body)], body }) +
      wire({ headers: [secret, closing, lengthOf(next)], body: next });
    expect((await talk(at.port, two)).statuses).toEqual([200, 200]);
    expect(at.sent).toEqual([named, { source: 'storeOrders', ids: [8] }]);
  });
});

describe('nothing is taken, and nothing said, of', () => {
  const right = [secret, closing, lengthOf(body)];
  test.each([
    ['an escape that is none', `${addressOf()}%zz`],
    ['another one', '/%zz'],
    ['a long part', `/bigcommerce/${'a'.repeat(300)}/orders/1`],
    ['an address with a slash behind it', `${addressOf()}/`],
    ['two slashes', `/${addressOf()}`],
    ['a parameter', `${addressOf()};a=1`],
    ['a null byte', `${addressOf()}%00`],
    ['an escaped slash', addressOf().replace('/orders', '%2Forders')],
    ['a way up', `/bigcommerce/../${addressOf()}`],
    ['capital letters', addressOf().replace('abc123', 'ABC123')],
    ['another store’s hash', addressOf().replace('abc123', 'abc124')],
    ['a part too many', `${addressOf()}/1`],
    ['a version that is none', `${addressOf()}e5`],
  ])('%s: 404', async (_, path) => {
    const { statuses, text } = await talk(at.port, wire({ path, headers: right, body }));
    expect([statuses, at.sent]).toEqual([[404], []]);
    expect(text).toMatch(/\r\n\r\n$/); // no body: an address is a secret
  });

  test.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND'])('a %s: 404', async (method) => {
    expect([(await talk(at.port, wire({ method, headers: [secret, closing] }))).statuses, at.sent]).toEqual([
      [404],
      [],
    ]);
  });

  test.each([
    ['the secret twice', [secret, secret]],
    ['the secret and another', [secret, `${HOOK_HEADER}: no`]],
    ['a secret with something behind it', [`${secret}x`]],
    ['a secret that is cut short', [secret.slice(0, -1)]],
    ['bytes that are no text', [`${HOOK_HEADER}: ${'\u00ff'.repeat(32)}`]],
    ['a secret of the other side', [`${HOOK_HEADER}: ${keys.secretOf('myogo', hash, 1)}`]],
    ['a signature of the other side', ['x-ogoship-hmac-sha256: AAAA']],
  ])('%s: 401', async (_, headers) => {
    const { statuses } = await talk(at.port, wire({ headers: [...headers, closing, lengthOf(body)], body }));
    expect([statuses, at.sent]).toEqual([[401], []]);
  });

  test('a secret in the query: 401', async () => {
    const path = `${addressOf()}?${HOOK_HEADER}=${secretOf()}`;
    const { statuses } = await talk(at.port, wire({ path, headers: [closing, lengthOf(body)], body }));
    expect([statuses, at.sent]).toEqual([[401], []]);
  });

  test.each([
    ['a length and parts at once', [secret, 'transfer-encoding: chunked', lengthOf(body)], body],
    ['two lengths', [secret, lengthOf(body), 'content-length: 1'], body],
    ['parts that are none', [secret, 'transfer-encoding: chunked'], `zz\r\n${body}`],
    ['a folded header', [secret, 'x: a\r\n  b\u0000'], ''],
  ])('%s: 400', async (_, headers, text) => {
    expect([(await talk(at.port, wire({ headers, body: text }))).statuses, at.sent]).toEqual([[400], []]);
  });

  test.each([
    ['64 KiB and one byte', ['content-length: 65537'], 'x'.repeat(65_537)],
    ['the same in parts', ['transfer-encoding: chunked'], `10001\r\n${'x'.repeat(65_537)}\r\n0\r\n\r\n`],
    ['what only says that it is so long', ['content-length: 999999999999'], ''],
  ])('%s: 413', async (_, headers, text) => {
    expect([(await talk(at.port, wire({ headers: [secret, ...headers], body: text }))).statuses, at.sent]).toEqual([
      [413],
      [],
    ]);
  });

  test('64 KiB are taken', async () => {
    const most = body.padEnd(65_536);
    expect((await talk(at.port, wire({ headers: [secret, closing, lengthOf(most)], body: most }))).statuses).toEqual([
      200,
    ]);
    expect(at.sent).toEqual([named]);
  });
});

describe('whoever is slow', () => {
  test.each([
    ['says nothing', ''],
    ['does not end its first line', 'POST / HT'],
    ['does not end its headers', `POST ${addressOf()} HTTP/1.1\r\nhost: x\r\n`],
    ['does not send its body', wire({ headers: [secret, 'content-length: 10'] })],
    ['does not end its parts', wire({ headers: [secret, 'transfer-encoding: chunked'], body: '3\r\nabc\r\n' })],
  ])('and %s is let go', async (_, written) => {
    const { statuses, byUs } = await talk(at.port, written);
    expect(statuses).toEqual([408]);
    expect(byUs).toBe(false); // but by the receiver
  });

  test.each([
    ['unknown', '/nobody', [], 404],
    ['without a secret', addressOf(), [], 401],
  ])('and %s is answered before a body that never comes', async (_, path, headers, status) => {
    const { statuses } = await talk(at.port, wire({ path, headers: [...headers, 'content-length: 65537'], body: 'x' }));
    expect(statuses[0]).toBe(status);
  });
});
