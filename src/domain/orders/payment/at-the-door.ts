import type { CashOnDelivery, Settings } from '../../../contract/settings.ts';
import { matches } from '../../shared/wildcard.ts';

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

/**
 * Words for payment at the door in the languages of the warehouses' customers. A name that has none of them is taken for one that
 * is paid in the store, as before.
 */
const doorWords = new RegExp(
  [
    String.raw`\bc\.?o\.?d\b`,
    '(cash|payment|pay|collect)( |-)?(on|at|upon)( |-)(the )?(delivery|door)',
    'postiennakko|j[äa]lkivaatimus|maksu toimituk',
    'postf[öo]rskott|efterkrav|[oe]ppkrav|oppkrav',
    'lunamaks|p[ēe]cmaks|apmok[ėe]jimas (atsi|pristat)|atsi[ie]mant',
    'nachnahme|rembours|contrassegno|contra ?re+mbolso',
    'pobrani|dob[íi]rk|dobierk|ut[áa]nv[ée]t|ramburs|nalo[žz]en|наложен',
  ].join('|'),
  'iu',
);

/** How an order is paid, by the merchant's word, else by the look of its method. */
export function paidBy(setting: CashOnDelivery | null | undefined, { paymentMethod, paymentStatus }: Payment): PaidBy {
  if (paid.includes(paymentStatus.trim().toLowerCase())) return 'otherwise';
  if (setting === null || setting === undefined) return doorWords.test(paymentMethod) ? 'undecided' : 'otherwise';
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
