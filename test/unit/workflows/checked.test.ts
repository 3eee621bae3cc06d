import { beforeEach, expect, test, vi } from 'vitest';
import { goodsInMessages } from '../../../src/contract/messages.ts';
import { awaitGoods } from '../../../src/contract/schemas/products.ts';
import { onSignal } from '../../../src/workflows/shared/checked.ts';

const sandbox = vi.hoisted(() => ({ handler: (_given?: unknown): unknown => undefined, warned: [] as unknown[][] }));
vi.mock('@temporalio/workflow', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  setHandler: (_definition: unknown, handler: (given?: unknown) => unknown) => {
    sandbox.handler = handler;
  },
  log: { warn: (...said: unknown[]) => sandbox.warned.push(said) },
}));

beforeEach(() => {
  sandbox.warned = [];
});

test('a signal that cannot be meant is logged by field, without its value, and not taken', () => {
  const taken: unknown[] = [];
  onSignal(goodsInMessages.awaitGoods, awaitGoods, (goods) => void taken.push(goods));
  sandbox.handler({ awaited: ['MUG', 'tok-3f9a\n'], received: false });
  sandbox.handler();
  sandbox.handler({ awaited: ['MUG'], received: false });
  expect(taken).toEqual([{ awaited: ['MUG'], received: false }]);
  expect(sandbox.warned).toEqual([
    [
      'a signal that cannot be meant was ignored',
      { signal: 'awaitGoods', field: 'awaited.1', expected: expect.any(String) },
    ],
    [
      'a signal that cannot be meant was ignored',
      { signal: 'awaitGoods', field: 'awaitGoods', expected: expect.any(String) },
    ],
  ]);
});
