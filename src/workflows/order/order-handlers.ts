import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import { orderMessages, owedMessages } from '../../contract/messages.ts';
import type { OrderStory, ReleaseDecision } from '../../contract/orders.ts';
import { myOgoOrderChanged, releaseDecision, retryOrder, storeOrderChanged } from '../../contract/schemas/orders.ts';
import { cancelOrder, cancelRefusal, decide, refusalOf } from '../../domain/orders/decisions/decisions.ts';
import type { Refusal } from '../../domain/orders/decisions/refusal.ts';
import { storeChanged, takeByHand, tellsOfNews, tryAgain } from '../../domain/orders/learn/store-news.ts';
import { lookAgain, takeNews } from '../../domain/orders/learn/learn-warehouse.ts';
import { explainsWarehouseRow } from '../../domain/orders/views/explained.ts';
import { orderDescriptions } from '../shared/message-descriptions.ts';
import { checked, onSignal } from '../shared/checked.ts';
import type { Knowledge } from './knowledge.ts';
import type { OrderRun } from './order-run.ts';

/**
 * What an order's run can be told and asked. Malformed messages change nothing.
 * @param taken is called after each message that was taken
 */
export function handleMessages(known: Knowledge, run: OrderRun, taken: () => void): void {
  onSignal(orderMessages.storeOrderChanged, storeOrderChanged, ({ statusId, dateModified }) => {
    const change = { status: statusId, version: dateModified };
    // A list that repeats a write of ours tells of nothing that came from outside.
    if (tellsOfNews(known.facts, change)) run.heard();
    known.learnOfStore((facts) => storeChanged(facts, change));
    taken();
  });
  onSignal(orderMessages.myOgoOrderChanged, myOgoOrderChanged, (row) => {
    if (!explainsWarehouseRow(known.facts, row)) run.heard();
    known.learn((facts, now) => takeNews(facts, { ...row, merchantId: row.merchantId ?? facts.merchantId ?? '' }, now));
    taken();
  });
  const retry = ({ byHand, look }: { readonly byHand?: boolean; readonly look?: boolean }): void => {
    run.heard();
    known.learnNow(tryAgain);
    if (byHand === true) known.learnNow(takeByHand);
    if (look === true) known.learnNow(lookAgain);
    taken();
  };
  onSignal(orderMessages.retry, retryOrder, retry, { empty: {}, description: orderDescriptions.retry });
  setHandler(orderMessages.status, () => run.story(), { description: orderDescriptions.status });
  setHandler(orderMessages.account, () => known.account);
  setHandler(owedMessages.ofOrder, () => run.owed.now());

  const settled = async (): Promise<OrderStory> => {
    await run.rest('Until the decision has taken effect');
    return run.story();
  };
  const refusal = (decision: ReleaseDecision) => refusalOf(known.facts, decision, Date.now());

  // Both are updates and not signals: the person who decides must hear whether it was possible.
  setHandler(
    orderMessages.release,
    async (given) => {
      const decision = checked(releaseDecision, given, 'decision');
      // What is being judged anew may hold again in a moment: the decision waits for the outcome.
      if (refusal(decision) !== undefined) await run.rest('Until what is being judged is known');
      throwIf(refusal(decision));
      run.heard();
      known.learnNow((facts, now) => decide(facts, decision, now));
      taken();
      return settled();
    },
    {
      description: orderDescriptions.release,
      validator: (given: ReleaseDecision) => {
        const decision = checked(releaseDecision, given, 'decision');
        if (known.begun && run.atRest) throwIf(refusal(decision));
      },
    },
  );
  setHandler(
    orderMessages.cancel,
    async () => {
      if (!known.begun) await run.rest('Until the order was read');
      throwIf(cancelRefusal(known.facts));
      run.heard();
      known.learnNow((facts, now) => cancelOrder(facts, now));
      taken();
      return settled();
    },
    {
      description: orderDescriptions.cancel,
      validator: () => {
        if (known.begun) throwIf(cancelRefusal(known.facts));
      },
    },
  );
}

function throwIf(refusal: Refusal | undefined): void {
  if (refusal === undefined) return;
  const { type, message, detail } = refusal;
  throw ApplicationFailure.create({ type, message, nonRetryable: true, details: [detail] });
}
