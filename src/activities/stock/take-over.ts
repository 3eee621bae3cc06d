import { Context } from '@temporalio/activity';
import { ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { awaitingRunOf, type KeptAwaited } from '../../contract/goods.ts';
import { goodsInMessages } from '../../contract/messages.ts';
import { WorkflowType } from '../../contract/temporal.ts';
import { leftAtTheEnd, type GoodsInSnapshot } from '../../domain/stock/goods-in-snapshot.ts';
import { isStoresOwn } from './awaited/awaiting-runs.ts';
import { tellOfLoss } from './awaited/lost-part.ts';
import type { Dependencies } from '../runtime/dependencies.ts';

/** So many runs in a row may have been ended before they knew what the one before them kept. */
const MOST = 20;

/** What a store's own run hands on where what it kept is lost: the next one finds it again on both sides. */
const LOST = {
  ...{ awaited: '', received: 0, gateOpened: false, cursor: null, fullLookAt: 0, every: '' },
  lost: true,
} satisfies GoodsInSnapshot;

export function createTakeOverActivities({ temporal }: Pick<Dependencies, 'temporal'>) {
  return {
    /** What a run kept that has ended: it answers still, from its history. The oldest one comes first. */
    async keptByEnded({ id, after }: { readonly id: string; readonly after: string }): Promise<readonly unknown[]> {
      const found: unknown[] = [];
      for (let runId: string | undefined = after; runId !== undefined && found.length < MOST;) {
        try {
          const { kept, after: before } = await keptBy({ temporal }, { id, runId });
          found.unshift(kept);
          runId = before;
        } catch (error) {
          if (!(error instanceof WorkflowNotFoundError || wasNeverBegun(error))) throw error;
          Context.current().log.warn('a run that awaited goods cannot be asked: what it kept is not known', {
            id,
            runId,
          });
          const { type, storeHash } = awaitingRunOf(id) ?? {};
          if (type === WorkflowType.goodsIn) return [LOST, ...found];
          if (type === WorkflowType.awaitedPart && storeHash !== undefined) await tellOfLoss({ temporal }, storeHash);
          return found;
        }
      }
      return found;
    },
  };
}

async function keptBy(
  { temporal }: Pick<Dependencies, 'temporal'>,
  { id, runId }: { readonly id: string; readonly runId: string },
): Promise<KeptAwaited<unknown>> {
  const run = temporal.workflow.getHandle(id, runId);
  const found: KeptAwaited<unknown> = await run.query(goodsInMessages.kept);
  if (!isStoresOwn(id) || (await run.describe()).status.name !== 'COMPLETED') return found;
  return { ...found, kept: leftAtTheEnd(found.kept as GoodsInSnapshot) }; // a run of that type answered
}

/** The server has nothing to answer from for a run that was ended before its first task: FAILED_PRECONDITION, for ever. */
function wasNeverBegun(error: unknown): boolean {
  return error instanceof ServiceError && /before WorkflowTaskStarted/i.test(String(error.cause));
}
