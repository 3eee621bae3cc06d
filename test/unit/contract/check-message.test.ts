import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkMessage } from '../../../src/contract/schemas/check-message.ts';
import * as orders from '../../../src/contract/schemas/orders.ts';

const storeHash = 'abc123';
const sent = {
  fulfilOrderInput: [
    { storeHash, orderId: 1042 },
    { storeHash, orderId: 1042, byHand: true, historyLimit: 50 },
  ],
  storeOrderChanged: [{ statusId: 11, dateModified: 'Mon, 02 Nov 2026 10:00:00 +0000' }],
  myOgoOrderChanged: [
    { reference: 'abc123-1042', status: 'SHIPPED', editTime: '2026-11-02T10:00:00Z' },
    { reference: 'abc123-1042', status: 'UNKNOWN', editTime: '', lines: [{ code: 'A', quantity: 2 }] },
  ],
  heldFilter: [{}, { reason: undefined }, { reason: 'sku-missing', limit: 5 }],
  retryFilter: [{}, { reason: 'sku-missing' }],
  retryOrder: [{}, { byHand: true }],
  releaseDecision: [
    { kind: 'use-code', code: 'DHL' },
    { kind: 'hand-over-again', addressId: 7 },
    { kind: 'treat-as-done' },
    { kind: 'cancel' },
  ],
} satisfies { [Name in keyof typeof orders]: readonly object[] };

describe('a message is read by its schema', () => {
  const names = Object.keys(sent) as (keyof typeof sent)[];

  test.each(names.flatMap((name) => sent[name].map((said) => [name, said] as const)))(
    '%s takes %j as it is',
    (name, said) => {
      expect(checkMessage<unknown>(orders[name], said)).toEqual({ ok: true, value: said });
    },
  );

  test('what other runs send may have more than this worker knows; the rest is read', () => {
    const said = { statusId: 11, dateModified: '2026-11-02T10:00:00Z' };
    expect(checkMessage(orders.storeOrderChanged, { ...said, later: 1 })).toEqual({ ok: true, value: said });
  });

  test.each([
    ['fulfilOrderInput', undefined, 'input', 'an object with storeHash and orderId'],
    [
      'fulfilOrderInput',
      { storeHash, orderId: '1042' },
      'orderId',
      'the number of an order in the store, for example 1042',
    ],
    ['fulfilOrderInput', { storeHash: 'ABC123', orderId: 1 }, 'storeHash', /the store hash/],
    ['fulfilOrderInput', { storeHash, orderId: 2 ** 60 }, 'orderId', /the number of an order/],
    ['storeOrderChanged', null, 'input', 'an object with statusId and dateModified'],
    ['storeOrderChanged', { statusId: 11, dateModified: 'yesterday' }, 'dateModified', /ISO time/],
    ['myOgoOrderChanged', { reference: 'x', status: 'SENT', editTime: '' }, 'status', /"SHIPPED"/],
    [
      'myOgoOrderChanged',
      { reference: 'x', status: 'NEW', editTime: '', lines: [{ code: 'A', quantity: 1 }, { code: 5 }] },
      'lines.1.code',
      'a product code',
    ],
    ...(
      [
        [null, 'lines', /list of codes/],
        [{}, 'lines', /list of codes/],
        ['A', 'lines', /list of codes/],
        [[null], 'lines.0', /code and quantity/],
        [[[]], 'lines.0', /code and quantity/],
        [[{ quantity: 1 }], 'lines.0.code', /product code/],
        [[{ code: '', quantity: 1 }], 'lines.0.code', /product code/],
        [[{ code: 'A' }], 'lines.0.quantity', /number of pieces/],
        ...['2', -1, 1.5, NaN, Infinity, 2 ** 53, null].map(
          (quantity) => [[{ code: 'A', quantity }], 'lines.0.quantity', /number of pieces/] as const,
        ),
      ] as const
    ).map(([lines, field, expected]) => {
      const said = { reference: 'x', status: 'NEW', editTime: '', lines };
      return ['myOgoOrderChanged', said, field, expected] as const;
    }),
    ['myOgoOrderChanged', { status: 'NEW', editTime: '' }, 'reference', /the reference/],
    ['myOgoOrderChanged', { reference: 'x', status: 'NEW', editTime: '', id: 5 }, 'id', /the id of the order/],
    ['storeOrderChanged', { dateModified: '2026-11-02T10:00:00Z' }, 'statusId', /a store status id/],
    ['storeOrderChanged', { statusId: 5.5, dateModified: '2026-11-02T10:00:00Z' }, 'statusId', /a store status id/],
    ['releaseDecision', { kind: 'cancel', addressId: '7' }, 'addressId', /id of an address/],
    ['releaseDecision', { kind: 'treat-as-done', finding: 7 }, 'finding', /the finding that was shown/],
    ['releaseDecision', 100, 'input', /use-code, use-pickup-point, forward-words, drop-words, hand-over-again/],
    [
      'releaseDecision',
      { kind: 'do-it' },
      'kind',
      /use-code, use-pickup-point, forward-words, drop-words, hand-over-again/,
    ],
    ['releaseDecision', { kind: 'use-code' }, 'code', 'a myOGO shipping code'],
    ['releaseDecision', { kind: 'cancel', adressId: 7 }, 'adressId', /with addressId/],
  ] as const)('%s: %j is refused by its field %s', (name, said, field, expected) => {
    const result = checkMessage<unknown>(orders[name], said);
    if (result.ok) throw new Error('It was taken.');
    expect(result.problem.field).toBe(field);
    expect(result.problem.expected).toMatch(expected);
  });

  test('a wrong value is never repeated: it may be a secret pasted into the wrong field', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.anything(), (name, rubbish) => {
        const secret = 'tok-3f9a';
        const result = checkMessage<unknown>(orders[name], { kind: secret, storeHash: secret, rubbish });
        expect(JSON.stringify(result)).not.toContain(secret);
      }),
    );
  });

  test('no rubbish makes the check itself fail', () => {
    const throwing = Object.defineProperty({}, 'kind', {
      enumerable: true,
      get: () => {
        throw new TypeError('no');
      },
    });
    const anything = fc.oneof(
      fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true, withMap: true, withTypedArray: true }),
      fc.constant(throwing),
    );
    fc.assert(
      fc.property(fc.constantFrom(...names), anything, (name, rubbish) => {
        const result = checkMessage<unknown>(orders[name], rubbish);
        if (result.ok) return;
        expect(result.problem.field).not.toBe('');
        expect(result.problem.message).toMatch(/\.$/);
        expect(result.problem.expected).not.toMatch(/^(Invalid|undefined)/);
      }),
      { numRuns: 2_000 },
    );
  });
});
