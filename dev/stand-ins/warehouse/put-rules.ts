import type { MerchantState } from './merchant-state.ts';

/** How PUT on an order behaves otherwise than the switches say: all of it UNCONFIRMED, and seen with other warehouses. */
export interface PutRule {
  /** Absent: every reference. */
  reference?: string;
  /** `ignore`: 200, and nothing changes. `refuse`: 400. Absent: it is done. */
  answer?: 'ignore' | 'refuse';
  /** What a 200 that changed nothing (yet) shows. Default: the order as it is. */
  says?: 'current' | 'asked';
  /** Which of several orders of the reference it changes, from 0, negative from the end. Default: the newest. */
  occurrence?: number;
  /** Fields that stay as they are although all others change, e.g. `customer`, `orderLines`, `status`. */
  keeps?: string[];
  /** The change lands so many real milliseconds after the answer. */
  lateMs?: number;
  /** Ends after so many requests. Default: never. */
  times?: number;
}

/** The first rule that fits a request; it is used up by one. */
export function takePutRule(merchant: MerchantState, reference: string): PutRule | undefined {
  const rule = merchant.putRules.find((each) => each.reference === undefined || each.reference === reference);
  if (rule?.times === undefined) return rule;
  rule.times--;
  if (rule.times <= 0) merchant.putRules = merchant.putRules.filter((each) => each !== rule);
  return rule;
}
