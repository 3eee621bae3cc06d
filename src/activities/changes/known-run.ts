import type { StoreHash } from '../../contract/ids.ts';
import { orderVersion } from '../../domain/changes/row-versions.ts';
import type { OrderFacts } from '../../domain/orders/facts/facts.ts';
import { findRun } from '../orders/order-runs.ts';
import { changeIn, explainsListed, outcomeOf, type Asking, type Intake, type ListedOrder } from './intake.ts';

/** What the merchant keeps elsewhere now: what was kept there and is not any more changes no row. */
export interface ElsewhereNow {
  readonly entries: readonly string[];
  /** False where only the setting itself is known, and not what its categories have. */
  readonly complete: boolean;
}

/**
 * For the comparison: tells the order's open run, or starts one that follows an ended run whose account does not explain
 * the row. An ended run that does explain it had the order, whatever became of it.
 * @returns `untaken` where the order never had a run that is still known: whether it is taken is the caller's; `unjudged` where it
 * is explained, unless goods of it that were kept elsewhere are kept here now
 */
export function passOnToKnownRun(...of: Passing): Promise<Passed> {
  return passOnUnlessKnown(of, { rowIsPassedOn: false });
}

type Passing = [deps: Asking, storeHash: StoreHash, order: ListedOrder, now: ElsewhereNow];
type Passed = 'signalled' | 'started' | 'explained' | 'unjudged' | 'untaken';

/** @param how.rowIsPassedOn the row itself begins no run any more: only goods that are kept here now do */
async function passOnUnlessKnown(
  [deps, storeHash, order, { entries, complete }]: Passing,
  { rowIsPassedOn }: { readonly rowIsPassedOn: boolean },
): Promise<Passed> {
  const byRow = explainsListed(order);
  const byGoods = explainsListed(order, entries);
  const seen = { unjudged: false };
  const explains = (facts: OrderFacts): boolean => {
    const isKnown = byRow(facts);
    seen.unjudged = isKnown && !complete && !byGoods(facts);
    return isKnown ? seen.unjudged || byGoods(facts) : rowIsPassedOn;
  };
  const passed = await outcomeOf(deps, storeHash, order.id, { update: changeIn(order), takes: () => false, explains });
  if (passed === 'none') return 'untaken';
  return passed === 'explained' && seen.unjudged ? 'unjudged' : passed;
}

/**
 * The same of an order in a status that comes after the hand-over, whose row was passed on or is explained: an open run has it, and one
 * that has ended does not know that its goods are kept here now.
 */
export async function followIfKeptHere(...of: Passing): Promise<'started' | 'unjudged' | 'known'> {
  const [deps, storeHash, { id }] = of;
  if ((await findRun(deps, storeHash, id)).kind !== 'closed') return 'known';
  const passed = await passOnUnlessKnown(of, { rowIsPassedOn: true });
  return passed === 'started' || passed === 'unjudged' ? passed : 'known';
}

/** Starts the run of a listed order that nobody took. One that has had a run since is passed on to that. */
export async function takeOrder(deps: Intake, storeHash: StoreHash, order: ListedOrder): Promise<void> {
  const passing = { update: changeIn(order), takes: () => true, explains: explainsListed(order) };
  await outcomeOf(deps, storeHash, order.id, passing);
  deps.changes.remember('store-order', storeHash, order.id, orderVersion(order));
}
