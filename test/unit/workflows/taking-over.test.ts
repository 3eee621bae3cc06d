import { beforeEach, expect, it, vi } from 'vitest';
import { TakingOver } from '../../../src/workflows/stock/taking-over.ts';

const handlers = vi.hoisted(() => new Map<string, () => unknown>());
const keptByEnded = vi.hoisted(() => vi.fn<() => Promise<readonly (readonly string[])[]>>());
vi.mock('@temporalio/workflow', async (original) => ({
  ...(await original<object>()),
  proxyActivities: () => ({ keptByEnded }),
  setHandler: ({ name }: { name: string }, answer: () => unknown) => void handlers.set(name, answer),
}));

beforeEach(() => {
  handlers.clear();
  keptByEnded.mockReset();
});

/** A run that keeps SKUs, and may follow one that was ended. */
function run(after?: string) {
  const skus = new Set<string>();
  const before = new TakingOver<readonly string[]>(after, () => [...skus].sort());
  return {
    skus,
    kept: () => handlers.get('keptAwaited')?.(),
    answers: () => before.answer(() => [...skus].sort()),
    awaits: (sku: string) => before.take(() => void skus.add(sku)),
    came: (sku: string) => before.take(() => void skus.delete(sku)),
    takesOver: () => before.run('goods-in:abc123', (kept) => kept.forEach((sku) => skus.add(sku))),
  };
}

it('a run that is ended before it knows of the one before it still has what it was told itself', () => {
  const second = run('first');
  second.awaits('B');
  expect(second.kept()).toEqual({ kept: ['B'], after: 'first' });
  expect(() => second.answers()).toThrow('not known yet');
});

it('what a run was told while it did not know of the one before it counts after that one', async () => {
  const second = run('first');
  second.awaits('B');
  second.came('A');
  keptByEnded.mockResolvedValue([['A', 'C']]);
  await second.takesOver();
  expect([second.answers(), second.kept()]).toEqual([['B', 'C'], { kept: ['B', 'C'] }]);
  second.came('C');
  expect(second.answers()).toEqual(['B']);
});

it('a run that follows none asks nobody', async () => {
  const only = run();
  only.awaits('A');
  await only.takesOver();
  expect([only.answers(), keptByEnded.mock.calls]).toEqual([['A'], []]);
});
