import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import type * as Workflow from '@temporalio/workflow';
import { expect, it, vi } from 'vitest';
import { STOCK_NOTE } from '../../../src/contract/changes.ts';
import { workflowId, type StoreHash } from '../../../src/contract/ids.ts';

const storeHash = 'abc123' as StoreHash; // it has the form of one

/** What a comparison's activities answer, by name. */
let answers: Readonly<Record<string, unknown>>;
const called: string[] = [];
vi.mock('@temporalio/workflow', async (original) => ({
  ...(await original<typeof Workflow>()),
  isCancellation: () => false,
  setHandler: () => undefined,
  workflowInfo: () => ({ workflowId: workflowId.reconcile(storeHash), startTime: new Date(0) }),
  proxyActivities: () =>
    new Proxy({}, { get: (_, name: string) => () => (called.push(name), Promise.resolve(answers[name])) }),
}));
const { reconcile } = await import('../../../src/workflows/changes/reconcile.ts');

const orders = { compared: 0, started: 0, left: 0 };
const none = { count: 0, rows: [] };
const good = {
  reconcileStoreOrders: orders,
  reconcileMyogoOrders: orders,
  reconcileStock: { compared: 7, changed: { count: 2, rows: [] }, due: none, left: 1 },
  reconcileProducts: { compared: 3, differing: 0, missingInStore: { count: 0, codes: [] }, renamed: [] },
};
function failing(): Promise<never> {
  const cause = ApplicationFailure.create({ type: 'Rejected', message: 'no' });
  const failure = new ActivityFailure('failed', 'leaveLocation', 'a', 'NON_RETRYABLE_FAILURE', 'x', cause);
  const failed = Promise.reject(failure);
  failed.catch(() => undefined);
  return failed;
}
const compare = (of: object) => {
  answers = { ...good, ...of };
  called.length = 0;
  return reconcile({ storeHash, leftLocations: [1, 2] });
};

it('levels that cannot be taken away at the place before do not cost the count of those that were written', async () => {
  const { stock, notes, failures } = await compare({ leaveLocation: failing() });
  expect(stock).toEqual({ compared: 7, repaired: 2, left: 1 });
  const [message = ''] = notes;
  expect(failures).toEqual([{ type: 'Rejected', message }]);
  // By that note a run of latest changes knows that the present place was not written.
  expect(message.startsWith(STOCK_NOTE)).toBe(false);
  expect(called.at(-1)).toBe('reconcileProducts');
});

it('nothing is taken away where the present place was not written', async () => {
  const { notes } = await compare({ reconcileStock: failing() });
  expect(notes).toEqual([`${STOCK_NOTE}no`]);
  expect(called).not.toContain('leaveLocation');
});

it('what could not be judged is a failure of the comparison, although its part was done', async () => {
  const why = { type: 'Rejected', message: 'no' };
  const {
    notes,
    failures,
    orders: found,
  } = await compare({
    reconcileStoreOrders: { compared: 4, started: 1, left: 0, elsewhereUnknown: { orders: 2, ...why } },
    reconcileProducts: { ...good.reconcileProducts, awaitedUnknown: why },
  });
  expect(found).toEqual({ compared: 4, started: 1, left: 0 });
  expect(notes.map((note) => note.split(':')[0])).toEqual(['The store’s orders', 'Products']);
  expect(failures?.map(({ message }) => message)).toEqual(notes);
});
