import { acrossBorder } from '../../../domain/shipping/customs/customs-border.ts';
import { lackingForCustoms, paidForOne } from '../../../domain/shipping/customs/customs-data.ts';
import type { SentLine } from '../../../domain/orders/facts/facts.ts';
import type { Person, WarehouseCustomer } from '../../../domain/orders/facts/address.ts';
import { productsByCode } from '../../products/warehouse-index.ts';
import type { OpenConnection } from '../../runtime/connections.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import { Held } from './held.ts';
import { neededParts, type Ways } from './asking-links.ts';

/** What is sent, and to whom. */
interface Sent {
  readonly order: Ways;
  readonly consignment: {
    readonly addressId: number;
    readonly person: Pick<Person, 'countryIso2' | 'zip' | 'city'>;
    readonly lines: readonly {
      readonly id: number;
      readonly quantity: number;
      readonly paidIncTax: string | undefined;
    }[];
  };
  readonly code: string;
  readonly lines: readonly SentLine[];
  /** The customer that the warehouse has already: what crosses a border to them was judged when it was sent. */
  readonly before?: Pick<WarehouseCustomer, 'countryCode' | 'zip' | 'city'> | undefined;
}

/** Goods that are named in one message. */
const MOST_NAMED = 20;

/**
 * What was paid for one piece, by line, where the goods cross a customs border or the method needs customs data; the other data
 * stand at the warehouse's products, which are asked for: one request a SKU, for such orders alone.
 * @returns `undefined` where none of it is needed
 * @throws Held where something is missing, by SKU and name
 */
export async function customsPrices(
  deps: Dependencies,
  open: OpenConnection,
  { order, consignment, code, lines, before }: Sent,
): Promise<ReadonlyMap<number, string> | undefined> {
  const { warehouseCountry } = open.connection.settings;
  const { addressId, person } = consignment;
  const to = acrossBorder(warehouseCountry, { country: person.countryIso2, postcode: person.zip, city: person.city });
  if (to === undefined && !neededParts(open.connection, order, addressId, code).includes('customs-data'))
    return undefined;
  const isJudged =
    before !== undefined &&
    acrossBorder(warehouseCountry, { country: before.countryCode, postcode: before.zip ?? '', city: before.city }) ===
      to;
  const prices = new Map<number, string>();
  const lacking: { readonly sku: string; readonly what: readonly string[] }[] = [];
  for (const sku of new Set(lines.map((line) => line.code))) {
    const own = lines.filter((line) => line.code === sku);
    const value = paidForOne(
      own.map(({ line, quantity }) => {
        const bought = consignment.lines.find(({ id }) => id === line);
        return { ordered: bought?.quantity ?? 0, paid: bought?.paidIncTax, sent: quantity };
      }),
    );
    if (value !== undefined) for (const { line } of own) prices.set(line, value);
    if (isJudged) continue;
    const [product = {}] = await productsByCode(deps, open, sku);
    const what = lackingForCustoms(product, value);
    if (what.length > 0) lacking.push({ sku, what });
  }
  if (lacking.length === 0) return prices;
  const why = to === undefined ? `${code} needs customs data` : `To ${to}, goods need customs data`;
  const named = lacking.slice(0, MOST_NAMED).map(({ sku, what }) => `${sku} (${what.join(', ')})`);
  const skus = lacking.map(({ sku }) => sku);
  throw new Held('address-incomplete', `${why}, and some of it is missing: ${named.join('; ')}.`, 'customs-data', skus);
}
