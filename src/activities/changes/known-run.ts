import { LRUCache } from 'lru-cache';
import type { StoreHash } from '../../contract/ids.ts';
import type { Connection } from '../../contract/integration.ts';
import { orderVersion } from '../../domain/changes/row-versions.ts';
import type { OrderFacts } from '../../domain/orders/facts/facts.ts';
import { categoriesIn } from '../../domain/shared/not-at-warehouse.ts';
import { isKeptHereNow } from '../../domain/orders/views/explained.ts';
import { accountOfOpen } from '../orders/explain/earlier-account.ts';
import { findRun, tellRun } from '../orders/order-runs.ts';
import { changeIn, explainsListed, outcomeOf, type Asking, type Intake, type ListedOrder } from './intake.ts';

/** What the merchant keeps elsewhere now: what was kept there and is not any more changes no row. */
export interface ElsewhereNow {
  readonly entries: readonly string[];
  /** False where only the setting itself is known, and not what its categories have. */
  readonly complete: boolean;
  /** Whether an open run may have read its order when more was kept elsewhere: then it is asked. */
  readonly mayHaveLess: boolean;
}

/** Comparisons under unchanged settings after which no open run has read its order by others. */
const ENOUGH_COMPARISONS = 2;

/** How often this process has compared a store to the end, by the version of its settings. One that knows nothing asks. */
export class ElsewhereBefore {
  readonly #times = new LRUCache<string, number>({ max: 20_000 });

  /** What a category has changes without the settings. Where none is named, the comparisons before have told every open run. */
  mayHaveLess({ storeHash, settingsVersion }: OfSettings, entries: readonly string[]): boolean {
    const times = this.#times.get(`${storeHash}:${settingsVersion}`) ?? 0;
    return categoriesIn(entries).length > 0 || times < ENOUGH_COMPARISONS;
  }

  compared({ storeHash, settingsVersion }: OfSettings): void {
    const key = `${storeHash}:${settingsVersion}`;
    this.#times.set(key, (this.#times.get(key) ?? 0) + 1);
  }
}

type OfSettings = Pick<Connection, 'storeHash' | 'settingsVersion'>;

/**
 * For the comparison: tells the order's open run, or starts one that follows an ended run whose account does not explain
 * the row. An ended run that does explain it had the order, whatever became of it.
 * @returns `untaken` where the order never had a run that is still known: whether it is taken is the caller's; `unjudged` where it
 * is explained, unless goods of it that were kept elsewhere are kept here now
 */
export async function passOnToKnownRun(...of: Passing): Promise<Passed> {
  const passed = await passOnUnlessKnown(of, { rowIsPassedOn: false });
  if (passed !== 'signalled') return passed;
  const told = await tellOpenRun(of);
  // One that ends at this moment is passed on once more, now as one that has ended.
  return told === 'ended' ? passOnUnlessKnown(of, { rowIsPassedOn: false }) : (told ?? passed);
}

type Passing = [deps: Asking, storeHash: StoreHash, order: ListedOrder, now: ElsewhereNow];
type Passed = 'signalled' | 'started' | 'explained' | 'unjudged' | 'untaken';

/** @param how.rowIsPassedOn the row itself begins no run any more: only goods that are kept here now do */
async function passOnUnlessKnown(
  [deps, storeHash, order, { entries, complete }]: Passing,
  { rowIsPassedOn }: { readonly rowIsPassedOn: boolean },
): Promise<Passed> {
  const explainsRow = rowIsPassedOn ? () => true : explainsListed(order);
  const seen = { unjudged: false };
  const explains = (facts: OrderFacts): boolean => {
    if (!explainsRow(facts)) return false;
    const isHere = !order.isDeleted && isKeptHereNow(facts, entries);
    seen.unjudged = isHere && !complete;
    return !isHere || seen.unjudged;
  };
  const passed = await outcomeOf(deps, storeHash, order.id, { update: changeIn(order), takes: () => false, explains });
  if (passed === 'none') return 'untaken';
  return passed === 'explained' && seen.unjudged ? 'unjudged' : passed;
}

/**
 * The same of an order in a status that comes after the hand-over, whose row was passed on or is explained: a run that has ended does not
 * know that its goods are kept here now, and an open one reads its order again only when something moves. A row that was told just
 * now moves nothing where its run knows it: it is news to a process that has not passed it on before.
 */
export async function followIfKeptHere(
  row: 'signalled' | 'dropped',
  ...of: Passing
): Promise<'started' | 'unjudged' | 'known'> {
  const [deps, storeHash, { id }] = of;
  const kind = row === 'signalled' ? 'open' : (await findRun(deps, storeHash, id)).kind;
  if (kind === 'none') return 'known';
  const told = kind === 'open' ? await tellOpenRun(of) : 'ended';
  if (told !== 'ended') return told ?? 'known';
  const passed = await passOnUnlessKnown(of, { rowIsPassedOn: true });
  return passed === 'started' || passed === 'unjudged' ? passed : 'known';
}

/** An open run that read its order before its goods came to be kept here is told to look; nothing where there is nothing to tell it. */
async function tellOpenRun([deps, storeHash, { id }, now]: Passing): Promise<'unjudged' | 'ended' | undefined> {
  if (!now.mayHaveLess) return undefined;
  const facts = await accountOfOpen(deps, storeHash, id);
  // One that does not say what it read looks for itself.
  if (facts !== undefined && !isKeptHereNow(facts, now.entries)) return undefined;
  if (!now.complete) return 'unjudged';
  return (await tellRun(deps, storeHash, id, { side: 'look' })) ? undefined : 'ended';
}

/** Starts the run of a listed order that nobody took. One that has had a run since is passed on to that. */
export async function takeOrder(deps: Intake, storeHash: StoreHash, order: ListedOrder): Promise<void> {
  const passing = { update: changeIn(order), takes: () => true, explains: explainsListed(order) };
  await outcomeOf(deps, storeHash, order.id, passing);
  deps.changes.remember('store-order', storeHash, order.id, orderVersion(order));
}
