import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { FulfilOrderInput, OrderStory } from '../../contract/orders.ts';
import { fulfilOrderInput } from '../../contract/schemas/orders.ts';
import type { OrderFacts } from '../../domain/orders/facts/facts.ts';
import { startedWith } from '../shared/checked.ts';
import { Knowledge } from './knowledge.ts';
import { handleMessages } from './order-handlers.ts';
import { OrderRun } from './order-run.ts';

/** How an order ended, and all that is known of it: what a run that follows begins with. */
export type FulfilOrderResult = OrderStory & { readonly account: OrderFacts };

/**
 * One store order, all its places, until it is shipped or cancelled on both sides: however long that takes.
 *
 * learn → what is next? → do → learn. The facts are kept; everything else is derived from them anew.
 */
export async function fulfilOrder(input: FulfilOrderInput, carried?: OrderFacts): Promise<FulfilOrderResult> {
  const order = startedWith(fulfilOrderInput, input, carried);
  const known = new Knowledge(order, carried);
  const run = new OrderRun(known);

  const mustRenew = () =>
    // Before the first reading, the earlier run's account and what came early are not among the facts that are carried.
    known.begun &&
    (workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > (order.historyLimit ?? Infinity));
  handleMessages(known, run, () => {
    // What changes nothing makes the history longer all the same.
    if (mustRenew() && run.atRest) known.wake();
  });

  for (;;) {
    // Whatever is learnt from here on, also while something below is awaited, begins another round.
    const seen = known.revision;
    run.anew();
    // By what is recorded alone: see `anew`.
    const renews = mustRenew();
    const changed = () =>
      known.revision !== seen ||
      run.broken !== undefined ||
      (run.atRest && (renews || (run.done && allHandlersFinished())));
    run.start(run.steps());
    run.throwIfBroken();
    if (run.atRest) {
      run.show();
      run.owed.start();
      if (run.done && allHandlersFinished()) break;
      if (renews && isAtRest(run)) {
        // A handler may wait for what it has just set off: then that is done first, by this run.
        await condition(() => allHandlersFinished() || !run.atRest);
        if (!isAtRest(run)) continue;
        await continueAsNew<typeof fulfilOrder>(input, known.account);
      }
    }
    // Not awaited in vain: each promise of a run costs the worker a stack trace.
    if (changed()) continue;
    if (!run.atRest) run.showDetails();
    const wakeAt = run.wakeAt();
    if (wakeAt === undefined) await condition(changed);
    else await condition(changed, Math.max(1, wakeAt - Date.now()), { summary: 'Until the next step is due' });
  }
  return { ...run.story(), account: known.account };
}

/** Asked anew after each wait: something may have come meanwhile, which the compiler does not know of. */
function isAtRest(run: OrderRun): boolean {
  return run.atRest;
}
