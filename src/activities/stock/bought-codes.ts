import type { Bought } from '../../domain/products/warehouse-code.ts';
import { codesOfBought } from '../products/bought-codes.ts';
import type { OddRow } from '../../http/rows.ts';
import type { OddRows } from './odd-rows.ts';
import type { StockContext } from './write-levels.ts';

/** Codes of what was bought by another SKU than its row has now, each asked for once in a run. Costs nothing where there is none. */
export class BoughtCodes {
  readonly #context: StockContext;
  readonly #codes = new Map<string, string | undefined>();
  readonly #unclear = new Set<string>();

  readonly #hears: (bought: Bought, odd: OddRow) => void;

  /** @param odd hears of rows that cannot be read */
  constructor(context: StockContext, odd: OddRows) {
    this.#context = context;
    this.#hears = (bought, row) => {
      this.#unclear.add(keyOf(bought));
      odd({ unreadable: [row], leftOut: [] });
    };
  }

  async find(bought: readonly Bought[]): Promise<void> {
    const open = [...new Map(bought.map((one) => [keyOf(one), one]))].filter(([key]) => !this.#codes.has(key));
    if (open.length === 0) return;
    const { deps, open: connection, ask } = this.#context;
    const asked = open.map(([, one]) => one);
    const codes = await codesOfBought(deps, connection, asked, { ask, mayBeOld: true, unread: this.#hears });
    open.forEach(([key], at) => this.#codes.set(key, codes[at]));
  }

  /** `undefined` where it is in the warehouse under no code that could be told. */
  of(bought: Bought): string | undefined {
    return this.#codes.get(keyOf(bought));
  }

  /** True where its variant cannot be read in the store: it may be any row's that it was bought from. */
  isUnclear(bought: Bought): boolean {
    return this.#unclear.has(keyOf(bought));
  }

  /** All codes that were found. */
  found(): readonly string[] {
    return [...this.#codes.values()].flatMap((code) => code ?? []);
  }
}

function keyOf({ sku, variantId }: Bought): string {
  return `${variantId} ${sku}`;
}
