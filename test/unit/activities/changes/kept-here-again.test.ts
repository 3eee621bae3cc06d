import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, test } from 'vitest';
import {
  ElsewhereBefore,
  followIfKeptHere,
  passOnToKnownRun,
  type ElsewhereNow,
} from '../../../../src/activities/changes/known-run.ts';
import { orderMessages } from '../../../../src/contract/messages.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { Story } from '../../domain/orders/story.ts';

// What the merchant kept elsewhere comes to be kept at the warehouse: no row of the store moves, so the comparison tells the order's run.

const storeHash = 'abc123' as StoreHash; // it has the form of one

interface Run {
  readonly state: 'open' | 'ended' | 'ends when it is told';
  /** What was kept elsewhere when the order was read. */
  readonly openElsewhere: readonly string[];
  /** The row is not explained by the account: it was read in the second of its version, or has moved. */
  readonly moved?: boolean;
}

function worldOf({ state, openElsewhere, moved = false }: Run) {
  const { facts } = new Story().plain().again();
  const { order } = facts;
  if (order === undefined) throw new Error('it was read');
  const account = { ...facts, order: { ...order, skipped: { ...order.skipped, elsewhere: 1, openElsewhere } } };
  const told: unknown[][] = [];
  let isOpen = state !== 'ended';
  const query = (message: { readonly name: string }) =>
    message.name === orderMessages.account.name ? Promise.resolve(account) : Promise.reject(new Error('not asked'));
  const signal = (...of: unknown[]) => {
    const looks = JSON.stringify(of[1]).includes('look');
    if (state === 'ends when it is told' && looks) isOpen = false;
    if (!isOpen) return Promise.reject(new WorkflowNotFoundError('gone', 'order', undefined));
    told.push(of);
    return Promise.resolve();
  };
  const describe = () =>
    Promise.resolve({ status: { name: isOpen ? 'RUNNING' : 'COMPLETED' }, runId: 'r', closeTime: new Date() });
  const started: unknown[] = [];
  const start = (_: string, of: { readonly workflowIdReusePolicy: unknown; readonly args: unknown }) => {
    if (isOpen) return Promise.reject(new WorkflowExecutionAlreadyStartedError('there', 'order', 'fulfilOrder'));
    started.push(of.args);
    return Promise.resolve();
  };
  const handle = { query, signal, describe, result: () => Promise.resolve({ account }) };
  const temporal = { workflow: { getHandle: () => handle, start, options: {} } };
  const row = {
    ...{ id: 1, statusId: order.status, dateCreated: order.version, isDeleted: false },
    dateModified: moved ? '2099-01-01T00:00:00.000Z' : order.version,
  };
  const looks = () => told.filter((of) => JSON.stringify(of) === JSON.stringify(['retry', { look: true }])).length;
  const deps = { temporal } as unknown as Parameters<typeof followIfKeptHere>[1]; // only what is asked
  const now = (entries: readonly string[], more: Partial<ElsewhereNow> = {}): ElsewhereNow => ({
    ...{ entries, complete: true, mayHaveLess: true },
    ...more,
  });
  return {
    follow: (entries: readonly string[], more?: Partial<ElsewhereNow>) =>
      followIfKeptHere('dropped', deps, storeHash, row, now(entries, more)),
    passOn: (entries: readonly string[], more?: Partial<ElsewhereNow>) =>
      passOnToKnownRun(deps, storeHash, row, now(entries, more)),
    looks,
    started: () => started.length,
  };
}

const sofa = { openElsewhere: ['SOFA-1'] };

describe('a comparison', () => {
  test('tells an open run that its goods are kept here now, whatever status the order is listed at', async () => {
    const one = worldOf({ ...sofa, state: 'open' });
    expect([await one.follow([]), one.looks()]).toEqual(['known', 1]);
    expect([await one.passOn(['LAMP*']), one.looks()]).toEqual(['signalled', 2]);
  });

  test('tells an open run nothing where they are still elsewhere, or nothing was', async () => {
    const still = worldOf({ ...sofa, state: 'open' });
    expect([await still.follow(['SOFA*']), await still.passOn(['SOFA*']), still.looks()]).toEqual([
      ...['known', 'signalled'],
      0,
    ]);
    const nothing = worldOf({ openElsewhere: [], state: 'open' });
    expect([await nothing.follow([]), nothing.looks()]).toEqual(['known', 0]);
  });

  test('does not ask open runs where nothing can have changed', async () => {
    const one = worldOf({ ...sofa, state: 'open' });
    expect([await one.follow([], { mayHaveLess: false }), one.looks()]).toEqual(['known', 0]);
  });

  test('says of an open run that it could not be judged where the categories are not known', async () => {
    const one = worldOf({ ...sofa, state: 'open' });
    expect([await one.follow([], { complete: false }), one.looks()]).toEqual(['unjudged', 0]);
  });

  test.each([false, true])('begins the run that follows an ended one (its row has moved: %s)', async (moved) => {
    // What moved was passed on before, as far as that process knows: the goods count all the same.
    const one = worldOf({ ...sofa, state: 'ended', moved });
    expect([await one.follow([]), one.started()]).toEqual(['started', 1]);
    const still = worldOf({ ...sofa, state: 'ended', moved });
    expect([await still.follow(['SOFA*']), still.started()]).toEqual(['known', 0]);
    const unjudged = worldOf({ ...sofa, state: 'ended', moved });
    expect([await unjudged.follow([], { complete: false }), unjudged.started()]).toEqual(['unjudged', 0]);
  });

  test('begins one where the open one ends at the moment in which it is told', async () => {
    const followed = worldOf({ ...sofa, state: 'ends when it is told' });
    expect([await followed.follow([]), followed.started()]).toEqual(['started', 1]);
    const taken = worldOf({ ...sofa, state: 'ends when it is told' });
    expect([await taken.passOn([]), taken.started()]).toEqual(['started', 1]);
  });
});

test.each([[[]], [['SOFA*', 'LAMP']]])(
  'open runs are asked until two whole comparisons went by the present settings (kept elsewhere: %j)',
  (entries) => {
    const before = new ElsewhereBefore();
    const by = (settingsVersion: number) => ({ storeHash, settingsVersion });
    const asked = () => before.mayHaveLess(by(2), entries);
    const seen = [asked()];
    for (let times = 0; times < 3; times += 1) {
      before.compared(by(2));
      seen.push(asked());
    }
    expect(seen).toEqual([true, true, false, false]);
    // Other settings; and a category, which may have less without them.
    expect([before.mayHaveLess(by(3), entries), before.mayHaveLess(by(2), [...entries, 'category:24'])]).toEqual([
      true,
      true,
    ]);
  },
);
