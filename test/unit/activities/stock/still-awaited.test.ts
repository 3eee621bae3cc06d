import { describe, expect, it } from 'vitest';
import { whoAwaits } from '../../../../src/activities/stock/awaited/who-awaits.ts';

const SKU = 'FIRST';

/** Runs of which one holds the code, and a move right before the nth question; asking who there is counts as one. */
function runs(who: string[], at: string, moveAt: number, move: { readonly who: string[]; readonly at: string }) {
  let [listed, place] = [who, at];
  const asked: string[] = [];
  const question = (of: string) => {
    if (asked.push(of) === moveAt) [listed, place] = [move.who, move.at];
  };
  const holdersOf = (codes: readonly string[]) => {
    question('who');
    return Promise.resolve({ named: listed.length > 0, runs: listed.map((run) => [run, codes] as const) });
  };
  const ask = (run: string, codes: readonly string[]) => {
    question(run);
    return Promise.resolve(run === place ? codes : []);
  };
  return {
    asked,
    among: async (skus: readonly string[]) => new Set([...(await whoAwaits(skus, { holdersOf, ask })).values()].flat()),
  };
}

describe('a code that moves while it is asked about', () => {
  it.each([1, 2, 3, 4, 5, 6])('is awaited, from a store to its sibling before question %d', async (moveAt) => {
    const { among } = runs(['b', 'a'], 'a', moveAt, { who: ['b', 'a'], at: 'b' });
    expect([...(await among([SKU]))]).toEqual([SKU]);
  });

  it.each([1, 2, 3, 4, 5])('is awaited, from a store’s run to its first part before question %d', async (moveAt) => {
    const { among } = runs(['b'], 'b', moveAt, { who: ['b', 'b:0'], at: 'b:0' });
    expect([...(await among([SKU]))]).toEqual([SKU]);
  });
});

it('what is found is not asked about again', async () => {
  const { among, asked } = runs(['b'], 'b', 0, { who: [], at: '' });
  expect([...(await among([SKU]))]).toEqual([SKU]);
  expect(asked).toEqual(['who', 'b']);
});

it('where nobody awaits anything, nothing is asked twice', async () => {
  const { among, asked } = runs([], '', 0, { who: [], at: '' });
  expect((await among([SKU])).size).toBe(0);
  expect(asked).toEqual(['who']);
});
