import { smallestText } from '../../../shared/currency.ts';

/** What an order says of payment at the door. Absent where it is paid otherwise. */
export interface CashRead {
  /** `paid`: it was to be paid at the door, and the money is there: its places owe 0. */
  readonly by: 'door' | 'paid' | 'undecided';
  /** The payment method, in the merchant's words. */
  readonly method: string;
  /** The myOGO codes that collect, where the merchant named them. */
  readonly codes?: readonly string[];
}

/** What is owed for a place, or was asked for with an order. */
export interface Cash {
  /** In the currency's smallest unit; 0 where nothing is owed any more. */
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
}

/** `118.00 EUR` */
export function cashWords({ amount, currency }: Cash): string {
  return `${smallestText(amount, currency)} ${currency}`;
}
