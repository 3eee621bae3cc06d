import {
  codeWithoutPresent,
  holdingOf,
  warehouseCode,
  type Bought,
  type Holding,
} from '../../domain/products/warehouse-code.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import { oddRowFailure } from '../../http/json.ts';
import type { OddRow } from '../../http/rows.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import type { Asking } from '../runtime/retry-in-place.ts';
import { skusToday } from './skus-today.ts';
import { knownCodes, variantNamedBy, type CodeKnowledge } from './warehouse-index.ts';

export interface CodeQuestion {
  readonly ask?: Asking;
  /** Ask myOGO also for codes that were known a moment ago. */
  readonly anew?: boolean;
  /**
   * True where the SKU may be another by now although the warehouse has one of its name that is nobody's: the store is asked.
   * It costs a request, and an order that goes out as it comes in needs none.
   */
  readonly mayBeOld: boolean;
  /**
   * Hears of what was bought whose variant cannot be read in the store: its code cannot be told. Absent: that is thrown,
   * so that an order is held.
   */
  readonly unread?: (bought: Bought, odd: OddRow) => void;
}

/**
 * Under which code the warehouse has what was bought (`warehouseCode`), by the lines' place in the list. One request for the
 * SKUs of today, where what was bought is not plainly in the warehouse under its own.
 */
export async function codesOfBought(
  deps: Dependencies,
  open: OpenConnection,
  bought: readonly Bought[],
  { ask = (request) => request(), anew = false, mayBeOld, unread = cannotTell }: CodeQuestion,
): Promise<readonly (string | undefined)[]> {
  const known = new Map<string, CodeKnowledge>();
  const learn = async (codes: readonly string[]): Promise<void> => {
    const others = codes.filter((code) => !known.has(code));
    for (const [code, is] of await ask(() => knownCodes(deps, open, others, { anew }))) known.set(code, is);
  };
  const holding = ({ variantId }: Bought, code: string): Holding => {
    const is = known.get(code);
    const found = is === 'known' ? 'one' : is === 'ambiguous' ? 'several' : 'none';
    return holdingOf(found, variantNamedBy(deps, open, code), variantId);
  };
  await learn(bought.map(({ sku }) => sku));
  const isOpen = bought.map((one) => {
    const held = holding(one, one.sku);
    return codeWithoutPresent(one, held) === undefined && (mayBeOld || held !== 'unnamed');
  });
  const today = await skusToday(
    open.store,
    bought.filter((_, at) => isOpen[at]),
    ask,
  );
  await learn(bought.flatMap(({ variantId }) => today.of.get(variantId) ?? []));
  return bought.map((one, at) => {
    if (isOpen[at] !== true) return one.sku;
    const odd = today.unread(one.variantId);
    if (odd === undefined) return warehouseCode(one, today.of.get(one.variantId), (code) => holding(one, code));
    unread(one, odd);
    return undefined;
  });
}

function cannotTell(_: Bought, odd: OddRow): never {
  throw oddRowFailure('bigcommerce', odd);
}
