import type { FailureType } from '../../contract/failures.ts';
import type { OrderStage, ReleaseDecision } from '../../contract/orders.ts';
import { decisionsFor, mayAnswer } from '../../contract/runs/decisions-about.ts';
import { releaseDecision } from '../../contract/schemas/orders.ts';
import type { Calls } from '../calls/calls.ts';
import { checked } from '../calls/checked.ts';
import { isStillReason } from '../calls/still-runs.ts';
import { WORKER_EXPECTED } from '../calls/temporal-failures.ts';
import { stillRuns } from '../../contract/runs/open-runs.ts';
import { InvalidInput, OgoshipError, Unavailable, WorkerUnavailable } from '../errors.ts';
import type { Effect } from '../calls/effect.ts';
import { many } from '../../contract/runs/many.ts';
import { Orders } from '../orders/orders.ts';
import type { HeldAnywhere } from './attention.ts';
import type { Page } from './run-pages.ts';

/** One decision for all that is held alike, without address and finding: each hold has its own. */
export type BulkDecision = ReleaseDecision;

/** What came of the decision for one row of what was held. */
export interface Released extends Pick<HeldAnywhere, 'storeHash' | 'orderId' | 'addressId' | 'reason'> {
  readonly done: boolean;
  /** Where the order stands after it. */
  readonly stage?: OrderStage;
  /** Why it was not done: the class of failure, and a sentence. */
  readonly type?: FailureType;
  readonly why?: string;
}

/** Orders that are released at once: each makes its requests to both sides. */
const ORDERS_AT_ONCE = 10;

/**
 * What the decision would do, before it is done: by what was read, without asking anybody.
 * @throws InvalidInput for a decision that none of it takes
 */
export function bulkEffect(decision: BulkDecision, held: readonly HeldAnywhere[]): Effect {
  const { kind } = checkedDecision(decision);
  const answered = held.filter(({ notAsked }) => notAsked === undefined);
  const fit = answered.filter(({ reason }) => !isStillReason(reason) && mayAnswer(reason, kind));
  if (fit.length === 0 && answered.length > 0) throw notTaken(answered, kind);
  const [silent] = held.flatMap(({ notAsked = [] }) => notAsked);
  if (fit.length === 0 && silent !== undefined) throw new WorkerUnavailable(silent, { expected: WORKER_EXPECTED });
  const orders = new Set(fit.map(orderOf)).size;
  const stores = new Set(fit.map(({ storeHash }) => storeHash)).size;
  const byReason = new Map<string, number>();
  for (const { reason } of fit) byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
  const reasons = [...byReason].map(([reason, count]) => `${count} × ${reason}`).join(', ');
  const oldest = fit.map(({ since }) => since).sort()[0];
  const age = oldest === undefined ? '' : `, the oldest held since ${oldest}`;
  const left = held.length - fit.length;
  return {
    sentence:
      fit.length === 0
        ? 'Nothing of it is held: nothing would be released.'
        : `Would release ${many(fit.length, 'hold')} of ${many(orders, 'order')} in ${many(stores, 'store')} with ${kind}: ${reasons}${age}.` +
          (left === 0 ? '' : ` ${left} more cannot be released so, and would be left.`),
    confirm: orders > 1,
    numbers: { holds: fit.length, orders, stores, left },
  };
}

/**
 * Releases what is held, row by row as it was shown: what has changed since is refused by its order, and answered as not
 * done. What was done is no longer held, so that asking again for what is held goes on after whatever ended it.
 * @throws InvalidInput for a decision that cannot be
 * @throws Unavailable where Temporal or the worker does not answer: the rest is not asked
 */
export async function* bulkRelease(
  calls: Calls,
  decision: BulkDecision,
  held: readonly HeldAnywhere[],
): AsyncGenerator<Page<Released>> {
  const decided = checkedDecision(decision);
  const byOrder = new Map<string, HeldAnywhere[]>();
  for (const row of held) byOrder.set(orderOf(row), [...(byOrder.get(orderOf(row)) ?? []), row]);
  const orders = [...byOrder.values()];
  for (let at = 0; at < orders.length; at += ORDERS_AT_ONCE) {
    const some = orders.slice(at, at + ORDERS_AT_ONCE);
    const answers = await Promise.all(some.map((rows) => releasedOf(calls, decided, rows)));
    const rows = answers.flatMap(({ released }) => released);
    const lost = answers.find(({ error }) => error !== undefined)?.error;
    yield { rows, ...(lost === undefined && at + ORDERS_AT_ONCE < orders.length ? { next: '' } : {}) };
    if (lost !== undefined) throw lost;
  }
}

/** The rows of one order, one after the other. @returns the error after which nobody is asked any more, too */
async function releasedOf(
  calls: Calls,
  decision: ReleaseDecision,
  rows: readonly HeldAnywhere[],
): Promise<{ readonly released: readonly Released[]; readonly error?: OgoshipError }> {
  const released: Released[] = [];
  for (const { storeHash, orderId, addressId, reason, finding, notAsked } of rows) {
    const row = { storeHash, orderId, addressId, reason };
    try {
      // What it is held for now nobody has read.
      if (notAsked !== undefined) throw new WorkerUnavailable(notAsked);
      if (isStillReason(reason) || !mayAnswer(reason, decision.kind)) throw notTaken([{ reason }], decision.kind);
      const { stage } = await new Orders(calls, storeHash).release(orderId, {
        ...decision,
        ...(addressId === 0 ? {} : { addressId }),
        ...(finding === undefined ? {} : { finding }),
      });
      released.push({ ...row, done: true, stage });
    } catch (error) {
      if (!(error instanceof OgoshipError)) throw error;
      released.push({ ...row, done: false, type: error.type, why: error.message });
      if (error instanceof Unavailable) return { released, error };
    }
  }
  return { released };
}

/** @throws InvalidInput */
function checkedDecision(decision: BulkDecision): ReleaseDecision {
  const decided = checked(releaseDecision, decision, 'decision');
  if (decided.kind === 'use-pickup-point') {
    throw new InvalidInput('A pick-up point is one shopper’s choice.', {
      field: 'kind',
      expected: 'use-pickup-point for one order, with its own point',
    });
  }
  if (decided.addressId === undefined && decided.finding === undefined) return decided;
  throw new InvalidInput('One decision for many names no address and no finding.', {
    field: decided.addressId === undefined ? 'finding' : 'addressId',
    expected: 'neither: each hold has its own',
  });
}

function notTaken(held: readonly Pick<HeldAnywhere, 'reason'>[], kind: ReleaseDecision['kind']): InvalidInput {
  const reasons = [...new Set(held.map(({ reason }) => reason))];
  const taken = reasons.map((reason) =>
    isStillReason(reason) ? stillRuns[reason].remedy : `${(decisionsFor(reason) ?? []).join(', ')} for ${reason}`,
  );
  return new InvalidInput(`What is held as ${reasons.join(', ')} is not released with ${kind}.`, {
    field: 'kind',
    expected: taken.join('; '),
  });
}

function orderOf({ storeHash, orderId }: Pick<HeldAnywhere, 'storeHash' | 'orderId'>): string {
  return `${storeHash}-${orderId}`;
}
