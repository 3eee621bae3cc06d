import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { KeptAwaited } from '../../contract/goods.ts';
import { goodsInMessages } from '../../contract/messages.ts';
import type { Dependencies } from '../runtime/dependencies.ts';

/** So many runs in a row may have been ended before they knew what the one before them kept. */
const MOST = 20;

export function createTakeOverActivities({ temporal }: Pick<Dependencies, 'temporal'>) {
  return {
    /** What a run kept that was ended from outside: it answers still, from its history. The oldest one comes first. */
    async keptByEnded({ id, after }: { readonly id: string; readonly after: string }): Promise<readonly unknown[]> {
      const found: unknown[] = [];
      for (let runId: string | undefined = after; runId !== undefined && found.length < MOST;) {
        try {
          const { kept, after: before }: KeptAwaited<unknown> = await temporal.workflow
            .getHandle(id, runId)
            .query(goodsInMessages.kept);
          found.unshift(kept);
          runId = before;
        } catch (error) {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
          Context.current().log.warn('a run that awaited goods was deleted: what it kept is not known', { id, runId });
          return found;
        }
      }
      return found;
    },
  };
}
