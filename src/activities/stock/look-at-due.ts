import type { Settings } from '../../contract/settings.ts';
import type { DueReason } from '../../contract/stock.ts';
import { OpenOrders } from '../../domain/stock/open-orders.ts';
import { divide } from '../../domain/integration/questions.ts';
import { HttpFailure } from '../../http/failure.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { readOpenOrders } from './open-orders.ts';
import { waitingForQuota } from '../runtime/retry-in-place.ts';
import { keptQuestions } from './stock-brake.ts';
import { stillAwaited } from './awaited/awaited.ts';

/** What a run of latest changes has in mind of levels. */
export interface DueInMind {
  /** Zeros that wait for first goods. */
  readonly awaited: readonly string[];
  /** Zeros that wait for a person, or that one has refused. */
  readonly asked: readonly { readonly sku: string; readonly reason: DueReason }[];
  /** What the open orders were when levels were computed; absent where none were open. */
  readonly estimate?: string;
}

/** What has become due without a change that a poll shows. */
export interface FoundDue {
  readonly skus: readonly string[];
  /** An order has left the list: archived, deleted, or lost a line. */
  readonly ordersMoved: boolean;
}

/** Looks at what only an answer, or an order's silent end, makes due. Costs nothing where nothing is in mind. */
export async function lookAtDue(
  deps: Pick<Dependencies, 'temporal'>,
  open: OpenConnection,
  { awaited, asked, estimate }: DueInMind,
  overlapMs: number,
): Promise<FoundDue> {
  const [goods, answered, ordersMoved] = await Promise.all([
    noLongerAwaited(deps, open, awaited),
    answeredOf(deps, open, asked),
    estimate !== undefined && isOtherwise(open, open.connection.settings, estimate, overlapMs),
  ]);
  return { skus: [...new Set([...goods, ...answered])], ordersMoved };
}

async function noLongerAwaited(
  deps: Pick<Dependencies, 'temporal'>,
  { connection }: OpenConnection,
  skus: readonly string[],
): Promise<readonly string[]> {
  try {
    const awaited = await stillAwaited(deps, connection, skus, { before: skus });
    return skus.filter((sku) => !awaited.has(sku));
  } catch {
    return []; // who awaits them does not answer: they stay due
  }
}

async function answeredOf(
  deps: Pick<Dependencies, 'temporal'>,
  { connection }: OpenConnection,
  asked: DueInMind['asked'],
): Promise<readonly string[]> {
  if (asked.length === 0) return [];
  try {
    const kept = await keptQuestions(deps, connection.storeHash);
    const skus = asked.map(({ sku }) => sku);
    const { refused, open } = divide(kept, 'stock-brake', skus, { all: false });
    const isRefused = new Set(refused);
    const stays = new Set(open);
    return asked.flatMap(({ sku, reason }) =>
      reason === 'asked' ? (stays.has(sku) ? [] : [sku]) : isRefused.has(sku) ? [] : [sku],
    );
  } catch {
    return [];
  }
}

async function isOtherwise(
  { store }: Pick<OpenConnection, 'store'>,
  settings: Settings,
  estimate: string,
  overlapMs: number,
): Promise<boolean> {
  const orders = new OpenOrders();
  try {
    await readOpenOrders({ store, settings, open: orders, overlapMs, ask: waitingForQuota });
  } catch (error) {
    if (error instanceof HttpFailure) return false; // the source itself reports it; a later run looks again
    throw error;
  }
  return orders.estimate !== estimate;
}
