import { describe, expect, it } from 'vitest';
import type { Calls } from '../../../src/client/calls/calls.ts';
import { Unavailable } from '../../../src/client/errors.ts';
import { firstGoodsLost } from '../../../src/client/integration/first-goods.ts';
import type { StoreHash } from '../../../src/contract/ids.ts';
import type { DueReason } from '../../../src/contract/stock.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one
const OWN = 'goods-in:abc123';
const DIRECTORY = 'goods-of:m';

/** What runs answer, by id; one that is not named is not there. @param isKnown the server knows an ended run of the store */
function lost(answers: Readonly<Record<string, unknown>>, due: readonly DueReason[] = [], isKnown = false) {
  const query = (id: string, _: unknown, gone: () => Error): Promise<unknown> => {
    if (!(id in answers)) return Promise.reject(gone());
    const answer = answers[id];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const rows = due.map((reason) => ({ sku: 'A', reason, level: 5, wanted: 0, since: '2026-01-01T00:00:00Z' }));
  const describe = (id: string) => () => Promise.resolve({ runId: id });
  const client = { workflow: { getHandle: (id: string) => ({ describe: describe(id) }) } };
  const ask = (gone: () => Error, call: () => Promise<unknown>) => (isKnown ? call() : Promise.reject(gone()));
  const calls = { query, ask, client } as unknown as Calls; // what it asks of them
  return firstGoodsLost(calls, { storeHash, merchantId: 'm' }, () => Promise.resolve({ count: rows.length, rows }));
}
const listed = { [DIRECTORY]: [{ storeHash, inParts: false }] };

describe('status says that a run which kept what awaits first goods was lost', () => {
  it.each<[string, Parameters<typeof lost>[0], readonly DueReason[], string]>([
    ['it is deleted, and the merchant’s run lists it', listed, [], 'ogoship abc123 reconcile'],
    ['both are deleted, and a zero is kept back for it', {}, ['untracked', 'awaited'], 'ogoship abc123 reconcile'],
    ['it was begun anew, and looks', { [OWN]: { kept: { lost: true } } }, [], 'lookNow'],
  ])('where %s', async (_, answers, due, way) => {
    const said = await lost(answers, due);
    expect(said?.state).toBe('lost');
    expect(said?.summary).toContain(way);
    expect(said?.summary).toMatch(/deleted in Temporal|gone from Temporal/);
    expect(said?.summary).toContain('zero');
  });

  it('and how much was found again', async () => {
    const said = await lost({ [OWN]: { kept: { foundAgain: 12 } } });
    expect(said).toMatchObject({ state: 'found-again', found: 12 });
    expect(said?.summary).toContain('12 SKUs');
  });
});

it.each<[string, Parameters<typeof lost>[0], readonly DueReason[]]>([
  ['the run is there and lost nothing', { [OWN]: { kept: {} } }, ['awaited']],
  ['it has ended in order', { [DIRECTORY]: [] }, []],
  [
    'the zero that is kept back is a sibling’s',
    { [DIRECTORY]: [{ storeHash: 'other1', inParts: false }] },
    ['awaited'],
  ],
  ['nothing was ever awaited', {}, ['asked']],
  ['nobody answers', { [OWN]: new Unavailable('away', { expected: 'a worker' }) }, ['awaited']],
])('status says nothing of first goods where %s', async (_, answers, due) => {
  expect(await lost(answers, due)).toBeUndefined();
});

it.each<[string, Parameters<typeof lost>[0]]>([
  ['in order a moment ago', {}],
  ['by a person', listed],
])('status says nothing of first goods where the run was ended %s', async (_, answers) => {
  expect(await lost(answers, ['awaited'], true)).toBeUndefined();
});
