import { WorkflowIdReusePolicy } from '@temporalio/client';
import { openOrderRuns, orderIdOf } from '../../../contract/runs/order-run.ts';
import { workflowId } from '../../../contract/ids.ts';
import { owedMessages } from '../../../contract/messages.ts';
import { owedShardOf, type OwedLedgerInput, type OwedReport, type ReportOwed } from '../../../contract/stock.ts';
import { WorkflowType } from '../../../contract/temporal.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { tellOrBegin } from '../../runtime/if-open.ts';
import { heartbeating } from '../../runtime/heartbeats.ts';
import { askOpenRun } from '../../runtime/query-open-run.ts';
import { Batches } from '../writers/batches.ts';
import { staysNowhere } from '../awaited/awaiting-runs.ts';
import { alertOfLoss, isListedNow, ledgerStart, listPart, type OwedPart } from './owed-parts.ts';

/** Reports of one message. */
const MOST = 500;

type Asking = Pick<Dependencies, 'temporal' | 'connections'>;

/** Activities around the ledger of orders whose unreserved pieces the store's statuses do not tell. */
export function createOwedActivities(deps: Asking) {
  const batches = new Batches<OwedReport>(MOST, (key, reports) => {
    const { storeHash, shard } = JSON.parse(key) as OwedLedgerInput; // made right below
    return tellLedger(deps, { storeHash, shard }, reports);
  });
  return {
    /**
     * Tells the store's ledger how an order's unreserved pieces differ from the estimate, `{}` where they do not any
     * more. It returns when Temporal has the report; a repeated or an older one changes nothing. What many orders report
     * within a moment goes in one message.
     */
    reportOwed({ storeHash, ...report }: ReportOwed): Promise<void> {
      return batches.add(JSON.stringify({ storeHash, shard: owedShardOf(report.orderId) }), report);
    },

    /**
     * Asks the store's open orders of a lost part of the ledger what they would report, and tells the part. The list that
     * finds them lags, so the part asks again a little later.
     * @returns how many orders were asked
     */
    rebuildOwed({ storeHash, shard }: OwedLedgerInput): Promise<number> {
      return heartbeating(async () => {
        const query = openOrderRuns(storeHash);
        let asked = 0;
        let found: OwedReport[] = [];
        let unanswered: Error | undefined;
        for await (const { workflowId: id } of deps.temporal.workflow.list({ query })) {
          if (owedShardOf(orderIdOf(id)) !== shard) continue;
          asked += 1;
          const report = await askOpenRun(deps.temporal, 'fulfils an order', (runs) =>
            runs.getHandle(id).query(owedMessages.ofOrder),
          ).catch((error: unknown) => {
            unanswered ??= error as Error; // an activity failure: what the others answer is told all the same
            return undefined;
          });
          if (report !== undefined && Object.keys(report.owed).length > 0) found.push(report);
          if (found.length < MOST) continue;
          await tellLedger(deps, { storeHash, shard }, found);
          found = [];
        }
        if (found.length > 0) await tellLedger(deps, { storeHash, shard }, found);
        if (unanswered !== undefined) throw unanswered;
        return asked;
      });
    },
  };
}

/** Tells a part of the ledger, and begins it where none is open: one that was lost is rebuilt before it counts. */
function tellLedger(deps: Asking, part: OwedPart, reports: readonly OwedReport[]): Promise<void> {
  const { temporal } = deps;
  const id = workflowId.owed(part.storeHash, part.shard);
  return tellOrBegin({ temporal }, id, {
    which: 'keeps what is owed',
    tell: () => temporal.workflow.getHandle(id).signal(owedMessages.report, reports),
    begin: async (last) => {
      const isDeleted = last === undefined && (await isListedNow(deps, part)) && (await staysNowhere(deps, id));
      const isLost = isDeleted || (last !== undefined && last.status.name !== 'COMPLETED');
      await listPart(deps, part);
      await temporal.workflow.signalWithStart<(input: OwedLedgerInput) => Promise<unknown>, [readonly OwedReport[]]>(
        WorkflowType.owedLedger,
        {
          ...ledgerStart(isLost ? { ...part, rebuild: true } : part),
          ...{ signal: owedMessages.report, signalArgs: [reports] },
          ...(last === undefined ? { workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE } : {}),
        },
      );
      if (isDeleted) alertOfLoss(part);
    },
  });
}
