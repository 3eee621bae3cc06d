import type { HoldReason } from '../../contract/hold-reasons.ts';

/**
 * What a refused order is held for. ApiV1 answers with words and no code (its `ApiError`), so the words tell: a wrong
 * guess changes only the remedy that is shown, never what is done.
 */
export function refusedOrderReason(words: string): HoldReason {
  if (/pick-?\s?up ?point/i.test(words)) return 'pickup-point-missing';
  if (/shipping|delivery ?(type|method)/i.test(words)) return 'shipping-code-refused';
  if (/product|order ?lines?\b|\bsku\b/i.test(words)) return 'rejected-by-myogo';
  // Which methods need a phone is known to the warehouse alone (its options "allow missing phone" and the like).
  if (/phone|postal|postcode|\bzip\b|\bcity\b|address|country|customer/i.test(words)) return 'address-incomplete';
  return 'rejected-by-myogo';
}
