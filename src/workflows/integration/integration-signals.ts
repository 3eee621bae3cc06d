import { setHandler } from '@temporalio/workflow';
import type { GoodsArrived } from '../../contract/integration.ts';
import { integrationMessages } from '../../contract/messages.ts';
import * as hooks from '../../contract/schemas/hooks.ts';
import * as said from '../../contract/schemas/integration.ts';
import * as stock from '../../contract/schemas/stock.ts';
import type { IntegrationState } from '../../domain/integration/integration-state.ts';
import { integrationDescriptions as text } from '../shared/message-descriptions.ts';
import { onSignal } from '../shared/checked.ts';
import { describedSignal } from '../shared/report-descriptions.ts';

/** What may be read of an integration, and what other runs report to it. */
export function handleIntegrationSignals(state: IntegrationState): void {
  setHandler(integrationMessages.status, () => state.status, { description: text.status });
  setHandler(integrationMessages.connection, () => state.connection);
  setHandler(integrationMessages.questions, () => state.snapshot.questions);
  setHandler(integrationMessages.zerosFalling, () => state.zerosFalling);
  setHandler(integrationMessages.kept, () => state.leaves());
  setHandler(
    integrationMessages.goodsArrived,
    (goods) => state.goodsHaveArrived(whoseGoods(goods)),
    describedSignal('goodsArrived'),
  );
  onSignal(integrationMessages.accessRefused, said.accessReport, (report) => state.takeAccessReport(report));
  onSignal(integrationMessages.reportDue, said.dueReport, (report) => state.reportDue(report));
  onSignal(integrationMessages.scheduleSeen, said.scheduleSeen, (seen) => state.scheduleSeen(seen));
  onSignal(integrationMessages.legsSeen, said.legsSeen, (seen) => state.legsSeen(seen));
  onSignal(integrationMessages.hooksSeen, hooks.hooksSeen, (seen) => state.hooksSeen(seen));
  onSignal(integrationMessages.pollFound, hooks.pollFound, (found) => state.pollFound(found));
  onSignal(integrationMessages.owedKept, stock.owedKept, (part) => state.owedKept(part));
  setHandler(
    integrationMessages.testNow,
    () => {
      state.testNow = true;
    },
    describedSignal('testNow'),
  );
}

/** A person's signal in Temporal names no merchant: then they are ours. */
function whoseGoods(goods: unknown): string | undefined {
  const { merchantId } = (goods ?? {}) as Partial<GoodsArrived>; // read as rubbish
  return typeof merchantId === 'string' ? merchantId : undefined;
}
