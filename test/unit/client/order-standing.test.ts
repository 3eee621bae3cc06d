import { expect, it } from 'vitest';
import type { Calls } from '../../../src/client/calls/calls.ts';
import { NotFound, Refused, Unavailable, UnknownIntegration } from '../../../src/client/errors.ts';
import { readWithoutRun, standingOf, withStanding, type Standing } from '../../../src/client/orders/order-standing.ts';
import type { StoreHash } from '../../../src/contract/ids.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one
const at = '2026-11-26T00:00:00.000Z';

/** A store whose integration answers so, or not at all. */
function calls(status: object | Error, closeTime?: Date): Calls {
  const query = (_id: string, _query: unknown, gone: () => Error) =>
    status instanceof NotFound
      ? Promise.reject(gone())
      : status instanceof Error
        ? Promise.reject(status)
        : Promise.resolve(status);
  const ask = (_gone: unknown, call: () => Promise<unknown>) => call();
  const describe = () =>
    closeTime === undefined ? Promise.reject(new NotFound('no run')) : Promise.resolve({ closeTime });
  return { query, ask, client: { workflow: { getHandle: () => ({ describe }) } } } as unknown as Calls; // all that is used here
}

it.each([
  ['live', { stage: 'live' }, undefined],
  [
    'paused',
    { stage: 'paused', since: at, paused: { reason: 'counting', by: 'ann', at } },
    { kind: 'paused', since: at, words: /paused by ann \(counting\), since 2026.*resume\(\)/ },
  ],
  [
    'refused',
    { stage: 'needs-credentials', since: at, summary: 'Needs new credentials.' },
    { kind: 'needs-credentials', since: at, words: /^Needs new/ },
  ],
  ['silent', new Unavailable('No answer.', {}), undefined],
])('what keeps all orders of a store that is %s', async (_what, status, expected) => {
  const found = await standingOf(calls(status), storeHash);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject({ ...expected, words: expect.stringMatching(expected.words) as string });
});

it.each([
  [new Date(at), { since: at }],
  [undefined, {}],
])('a store that is gone names connect, and since when where that is known (%s)', async (closed, expected) => {
  expect(await standingOf(calls(new NotFound('no run'), closed), storeHash)).toEqual({
    kind: 'gone',
    words: 'Store abc123 is not connected: `connect` connects it again, and its open orders go on by themselves.',
    ...expected,
  });
});

it('a refusal names what keeps every order; another failure stays what it is', async () => {
  const keeps: Standing = { kind: 'paused', words: 'It is paused.' };
  const refused = new Refused('Nothing is held.', { field: 'kind' });
  const act = () => Promise.reject(refused);
  await expect(withStanding(() => Promise.resolve(keeps), act)).rejects.toMatchObject({
    message: 'Nothing is held. It is paused.',
    type: 'Refused',
    field: 'kind',
  });
  await expect(withStanding(() => Promise.resolve(undefined), act)).rejects.toBe(refused);
  const gone = new NotFound('The run has ended.');
  await expect(
    withStanding(
      () => Promise.resolve(keeps),
      () => Promise.reject(gone),
    ),
  ).rejects.toBe(gone);
});

it('an order without a run in a store that is not connected: no side can be asked, since when, and what helps', async () => {
  const words = 'Store abc123 is not connected: `connect` connects it again, and its open orders go on by themselves.';
  const standing = () => Promise.resolve({ kind: 'gone', since: '2026-11-24T09:12:04.000Z', words } as const);
  const gone = new UnknownIntegration('Store abc123 is not connected.', { field: 'storeHash', expected: 'another' });
  await expect(readWithoutRun(1042, standing, () => Promise.reject(gone))).rejects.toMatchObject({
    name: 'UnknownIntegration',
    message:
      'Nothing is known of order 1042 now: no run of it is there, or none any more, and neither side can be asked, since 2026-11-24T09:12:04.000Z. ' +
      words,
    detail: { field: 'storeHash' },
  });
  // Another hash is mistyped: nobody knows such a store.
  const never = () => Promise.resolve({ kind: 'gone', words } as const);
  await expect(readWithoutRun(1042, never, () => Promise.reject(gone))).rejects.toBe(gone);
  const other = new NotFound('Nothing.');
  await expect(readWithoutRun(1042, standing, () => Promise.reject(other))).rejects.toBe(other);
});
