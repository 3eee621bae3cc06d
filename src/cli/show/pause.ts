import type { PauseReport, ResumeReport } from '../../client/index.ts';
import { inFlightWords, type InFlightKind } from '../../contract/integration.ts';
import { many } from '../../contract/runs/many.ts';
import type { Output } from '../output.ts';

const names: Record<InFlightKind, string> = {
  createProducts: 'creating products',
  latestChanges: 'latest changes',
  reconcile: 'comparison',
  orders: 'orders',
};

/** What was under way at a pause, and what becomes of it. */
export function showInFlight(out: Output, { inFlight, earlier }: PauseReport): void {
  out.line();
  if (earlier !== undefined) {
    out.line(`It was paused already, since ${earlier.at}. \`resume\` ends all of it.`);
    out.line();
  }
  if (inFlight === undefined) {
    out.line('What was in flight could not be found out; nothing more is written all the same.');
  } else if (inFlight.length === 0) {
    out.line('Nothing was in flight.');
  } else {
    out.table(
      ['was in flight', 'runs', 'what becomes of it'],
      inFlight.map(({ what, runs }) => [names[what], runs, inFlightWords[what]]),
    );
  }
  out.line('Every worker heeds the pause by now. A request that had left is let end.');
}

/** What follows the end of a pause. */
export function showCatchUp(out: Output, { stage, catchesUp, latestChanges }: ResumeReport): void {
  if (catchesUp === undefined || stage === 'paused') return;
  const { since, heldOrders } = catchesUp;
  out.line();
  if (since === undefined) out.line('It was not paused.');
  if (since === undefined && heldOrders === 0) return;
  out.line(
    heldOrders === 0
      ? 'No order was held by the pause.'
      : `${many(heldOrders, 'order that was held by the pause goes', 'orders that were held by the pause go')} on now.`,
  );
  if (since === undefined) return;
  out.line(
    latestChanges.allowed
      ? `The next run of latest changes asks both sides for all that changed since the last one before the pause of ${since}: stock, orders, shipments and products.`
      : `Latest changes do not run (${latestChanges.why ?? 'not enabled'}): what changed since the last one before the pause of ${since} is read once they do.`,
  );
}
