import type { PlannedAddress } from '../contract/orders.ts';
import { changedFields } from '../domain/order-plan.ts';
import { judgeAnew } from './order-news.ts';
import { isDone, type AddressRun, type OrderHead } from './order-run.ts';

/**
 * Takes what the store's order says of an address now.
 * @param comparable false where the digests of the two plans are of different keys
 * @returns the fields that changed after hand-over and that a person must settle
 */
export function takePlan(
  run: AddressRun,
  plan: PlannedAddress,
  head: OrderHead | undefined,
  comparable: boolean,
): readonly string[] {
  const before = run.plan;
  if (isDone(run)) {
    run.plan = plan;
    // What this run shipped cannot be taken back: somebody must be told that the cancellation came too late.
    if (head?.meaning === 'stopped' && run.stage === 'shipped' && run.handedOver && run.cancelBy === undefined) {
      run.cancelBy = 'store';
      judgeAnew(run);
    }
    return [];
  }
  if (!run.handedOver) {
    run.plan = plan;
    judgeAnew(run);
    return [];
  }
  if (head?.meaning === 'stopped' || plan.lines.length === 0) {
    run.plan = plan;
    run.cancelBy ??= 'store';
    judgeAnew(run);
    return [];
  }
  // The store thought better of a cancellation that has not happened yet.
  if (run.cancelBy === 'store') delete run.cancelBy;
  // Nothing of it is in the warehouse's hands: what is handed over again is what the store wants now.
  if (run.warehouse[run.reference]?.status === 'CANCELLED') {
    run.plan = plan;
    judgeAnew(run);
    return [];
  }
  const changed = changedFields(comparable ? before : { ...before, digests: plan.digests ?? {} }, plan);
  if (changed.length === 0) {
    run.plan = plan;
    delete run.changedPlan;
    if (run.hold !== undefined) judgeAnew(run);
    return [];
  }
  run.changedPlan = plan;
  if (!mayBeEdited(run, plan, head)) return changed;
  judgeAnew(run);
  return [];
}

/** myOGO takes edits of what nobody has begun to pick, where the merchant says so; another method needs another code. */
function mayBeEdited(run: AddressRun, plan: PlannedAddress, head: OrderHead | undefined): boolean {
  if (head?.settings.ordersEditable !== true) return false;
  const status = run.warehouse[run.reference]?.status;
  const editable = status === 'NEW' || status === 'DRAFT';
  return editable && run.plan.method === plan.method && run.plan.country === plan.country;
}
