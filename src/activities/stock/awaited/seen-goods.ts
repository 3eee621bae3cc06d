import type { OpenConnection } from '../../runtime/connections.ts';
import type { Dependencies } from '../../runtime/dependencies.ts';
import type { StoreAwaits } from './awaited.ts';
import { goodsHaveCome, tellCame } from './goods-have-come.ts';
import { awaitedVariants, runsOfStore, type AwaitedRow } from './awaited-variants.ts';

/** Goods that one run of stock sees: whoever awaits them is told, for ever, also where they are sold out again. */
export class SeenGoods {
  readonly #deps: Pick<Dependencies, 'temporal' | 'connections'>;
  readonly #open: OpenConnection;
  /** Codes that myOGO has goods of. */
  readonly #inStock: ReadonlySet<string>;
  #awaits: StoreAwaits = { here: false, inParts: false };

  constructor(
    deps: Pick<Dependencies, 'temporal' | 'connections'>,
    open: OpenConnection,
    inStock: ReadonlySet<string>,
  ) {
    this.#deps = deps;
    this.#open = open;
    this.#inStock = inStock;
  }

  /** Tells of all codes, before any level is written. */
  async tellCodes(): Promise<void> {
    this.#awaits = await goodsHaveCome(this.#deps, this.#open, [...this.#inStock]);
  }

  /**
   * Tells of rows of the store that were read: goods of a code are those of the variant that has it today, and this may be
   * awaited by a former SKU. Costs nothing where the store awaits nothing.
   */
  async tell(rows: readonly AwaitedRow[]): Promise<void> {
    const { here, inParts } = this.#awaits;
    const seen = here ? rows.filter(({ sku }) => this.#inStock.has(sku)) : [];
    if (seen.length === 0) return;
    const { storeHash } = this.#open.connection;
    try {
      for (const run of runsOfStore(storeHash, inParts)) {
        await tellCame(this.#deps, run, Object.keys(await awaitedVariants(this.#deps, [run], seen)));
      }
    } catch {
      // Who awaits them does not answer: no zero is written for them, and they are told with the next level.
    }
  }
}
