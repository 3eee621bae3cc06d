import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { createReconcileActivities, type OfStore } from '../../../../src/activities/changes/reconcile.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import type { OpenFor } from '../../../../src/activities/runtime/may-flow.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';

// Settings are changed, and the comparison is asked for at once: what this process knew of them some seconds ago is of before.

const storeHash = 'abc123' as StoreHash; // it has the form of one

test.each(['reconcileStock', 'reconcileStoreOrders', 'reconcileMyogoOrders', 'reconcileProducts'] as const)(
  '%s goes by what the integration says now, whatever was known of it a moment ago',
  async (part) => {
    const asked: OpenFor[] = [];
    const open = (_hash: StoreHash, _priority: string, how: OpenFor) => {
      asked.push(how);
      return Promise.reject(new Error('so far and no further'));
    };
    const deps = { connections: { open } } as unknown as Dependencies; // the only part of them that is reached
    const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR', () => undefined) });
    const parts = createReconcileActivities(deps);
    const compare = (of: OfStore): Promise<unknown> => parts[part](of);
    await expect(environment.run(compare, { storeHash })).rejects.toThrow('so far');
    expect(asked).toMatchObject([{ fresh: 'now' }]);
  },
);
