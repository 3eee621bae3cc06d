import { defined } from '../../contract/defined.ts';
import type { Connection } from '../../contract/integration.ts';
import type { TakingRules } from '../orders/eligibility.ts';

/** What takes an order here and now: the merchant's settings, and what waits for an answer. */
export function takingRules({ settings, importWaitsBefore }: Connection): TakingRules {
  const { importStatuses, waitingStatuses, ordersFrom } = settings;
  return { importStatuses, waitingStatuses, ordersFrom, ...defined({ importWaitsBefore }) };
}
