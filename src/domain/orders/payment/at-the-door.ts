import type { CashOnDelivery, Settings } from '../../../contract/settings.ts';
import { matches } from '../../shared/wildcard.ts';
import { looksLikeDoor } from './door-words.ts';

/** How an order is paid, as far as it says so. */
export interface Payment {
  /** The method's name, as the merchant calls it. */
  readonly paymentMethod: string;
  /** "" for what is paid at the door, and for orders made by hand. */
  readonly paymentStatus: string;
}

/** `door`: the warehouse collects what is owed. `undecided`: it looks so, and nobody has said. */
export type PaidBy = 'door' | 'undecided' | 'otherwise';

/** The money is there, or on its way. The words are those of the store's contract. */
const paid = ['captured', 'capture pending', 'paid', 'authorized', 'partially refunded', 'refunded'];

/** How an order is paid, by the merchant's word, else by the look of its method. */
export function paidBy(setting: CashOnDelivery | null | undefined, { paymentMethod, paymentStatus }: Payment): PaidBy {
  if (paid.includes(paymentStatus.trim().toLowerCase())) return 'otherwise';
  if (setting === null || setting === undefined) return looksLikeDoor(paymentMethod) ? 'undecided' : 'otherwise';
  return setting.paymentMethods.some((pattern) => matches(pattern, paymentMethod)) ? 'door' : 'otherwise';
}

/**
 * The statuses from which an order is handed over: those of the merchant, and for one that is paid at the door those that the
 * setting names. Such an order of a storefront never becomes paid by itself.
 */
export function importStatusesOf(
  { importStatuses, cashOnDelivery }: Pick<Settings, 'importStatuses' | 'cashOnDelivery'>,
  payment: Partial<Payment>,
): readonly number[] {
  const { paymentMethod, paymentStatus = '' } = payment;
  if (paymentMethod === undefined || cashOnDelivery === null) return importStatuses;
  if (paidBy(cashOnDelivery, { paymentMethod, paymentStatus }) !== 'door') return importStatuses;
  return [...new Set([...importStatuses, ...cashOnDelivery.statuses])];
}
