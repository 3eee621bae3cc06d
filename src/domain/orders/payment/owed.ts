import { toSmallest, unitsOf } from '../../shared/currency.ts';

/** Amounts are decimal texts of one currency, as the store writes them; absent where it does not say. */
export interface OwedOrder {
  readonly currency: string;
  readonly total: string | undefined;
  readonly storeCredit: string | undefined;
  readonly giftCertificate: string | undefined;
  readonly refunded: string | undefined;
  readonly addresses: readonly OwedAddress[];
  /** Lines that go to no address: they are paid with the rest. */
  readonly otherLines: readonly OwedLine[];
  /** Lines that the merchant ships from elsewhere: whoever brings them collects for them. */
  readonly linesElsewhere?: readonly OwedLine[];
}

export interface OwedAddress {
  readonly addressId: number;
  readonly lines: readonly OwedLine[];
  /** The merchant brings goods there himself: what the address costs beside ours is his to collect. */
  readonly servedElsewhere?: boolean;
  /** Postage and handling. */
  readonly costs: readonly (string | undefined)[];
}

export interface OwedLine {
  /** Where what falls on it is asked for. */
  readonly id?: number;
  readonly quantity: number;
  readonly refunded: number;
  /** For all its pieces, discounts taken off. */
  readonly paid: string | undefined;
  /** Of one piece. */
  readonly price: string | undefined;
}

/** What an address owes, in the currency's smallest unit. */
export interface OwedThere {
  readonly amount: number;
  /** What of it falls on each line, by its id; the rest is postage. */
  readonly lines: ReadonlyMap<number, number>;
}

/**
 * What each address of an order still owes, in the currency's smallest unit: the order's total less gift certificates, store
 * credit and refunds, split by what each address costs, so that the parts are the whole to the last cent. Nobody comes to an address
 * that has no goods any more: what its postage costs is collected where some still go.
 *
 * `total_inc_tax` is taken to hold gift certificates and store credit, as its page shows them below the grand total
 * (UNCONFIRMED); `refunded_amount` stays 0 for refunds of pieces, which are counted by the lines.
 * @returns `undefined` where the order does not say what it costs
 */
export function owedByAddress(order: OwedOrder): ReadonlyMap<number, OwedThere> | undefined {
  const { currency, addresses, otherLines, linesElsewhere = [] } = order;
  const total = unitsOf(order.total);
  if (total === undefined || !/^[A-Z]{3}$/.test(currency)) return undefined;
  const off = (amount: string | undefined) => unitsOf(amount) ?? 0n;
  const lines = [...addresses.flatMap((address) => address.lines), ...otherLines, ...linesElsewhere];
  const refunds = lines.reduce((sum, line) => sum + refundOf(line), 0n);
  const refunded = refunds > off(order.refunded) ? refunds : off(order.refunded);
  const owed = total - off(order.storeCredit) - off(order.giftCertificate) - refunded;
  const whole = owed > 0n ? toSmallest(owed, currency) : 0n;
  const elsewhere = linesElsewhere.length === 0 ? [] : [{ addressId: 0, lines: linesElsewhere, costs: [] }];
  const all: readonly OwedAddress[] = [...addresses, ...elsewhere];
  const served = all.some(isServed) ? all.filter(isServed) : all;
  const parts = split(whole, served.map(costOf));
  const shares = new Map(served.map((address, at) => [address, parts[at] ?? 0n]));
  return new Map(addresses.map((address) => [address.addressId, owedThere(address, shares.get(address) ?? 0n)]));
}

/** Somebody brings goods there. */
function isServed({ lines, servedElsewhere = false }: OwedAddress): boolean {
  return servedElsewhere || lines.some(({ quantity, refunded }) => refunded < quantity);
}

function owedThere({ lines, costs }: OwedAddress, amount: bigint): OwedThere {
  const parts = split(amount, [
    ...lines.map((line) => costOf({ lines: [line], costs: [] })),
    costOf({ lines: [], costs }),
  ]);
  const ofLines = lines.flatMap(({ id }, at) => (id === undefined ? [] : [[id, Number(parts[at] ?? 0n)] as const]));
  return { amount: Number(amount), lines: new Map(ofLines) };
}

function paidFor({ paid, price, quantity }: OwedLine): bigint {
  return unitsOf(paid) ?? (unitsOf(price) ?? 0n) * BigInt(quantity);
}

function refundOf(line: OwedLine): bigint {
  const pieces = Math.min(line.refunded, line.quantity);
  return line.quantity === 0 ? 0n : (paidFor(line) * BigInt(pieces)) / BigInt(line.quantity);
}

function costOf({ lines, costs }: Pick<OwedAddress, 'lines' | 'costs'>): bigint {
  const goods = lines.reduce((sum, line) => sum + paidFor(line) - refundOf(line), 0n);
  return costs.reduce((sum, cost) => sum + (unitsOf(cost) ?? 0n), goods);
}

/** Splits an amount by weights: what is left over goes to the largest remainders, of equals to the first. */
function split(amount: bigint, weights: readonly bigint[]): readonly bigint[] {
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  const by = sum > 0n ? weights : weights.map(() => 1n);
  const all = sum > 0n ? sum : BigInt(weights.length);
  if (all === 0n) return [];
  const shares = by.map((weight) => (amount * weight) / all);
  let left = amount - shares.reduce((total, share) => total + share, 0n);
  const order = by
    .map((weight, at) => ({ at, rest: (amount * weight) % all }))
    .sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1));
  for (const { at } of order) {
    if (left <= 0n) break;
    shares[at] = (shares[at] ?? 0n) + 1n;
    left -= 1n;
  }
  return shares;
}
