import type { ProductState } from '../../contract/products.ts';
import { isNotAtWarehouse } from '../shared/not-at-warehouse.ts';
import { skuProblem } from './sku.ts';

/** A product of the store, as far as a row of the catalogue needs it. */
export interface ProductFacts {
  readonly id: number;
  readonly name: string;
  /** `physical`, or something that no warehouse ships. */
  readonly type: string;
  /** `none`, `product` or `variant`: where the stock is kept. */
  readonly inventoryTracking: string;
  readonly inventoryLevel: number | undefined;
}

/** A variant of the store: what can be bought, one row each. A product without options has one base variant. */
export interface VariantFacts {
  readonly id: number;
  readonly productId: number;
  readonly sku: string;
  readonly inventoryLevel: number | undefined;
  readonly purchasingDisabled?: boolean | undefined;
  /** Empty for the base variant of a product without options. */
  readonly options: readonly { readonly value: string }[];
}

/** What the store alone says of a row; `sellable` ones are then compared with myOGO. */
export type StoreRowState = Extract<
  ProductState,
  'digital' | 'not-at-warehouse' | 'not-for-sale' | 'no-sku' | 'unusable-sku' | 'duplicate-sku'
>;

/** Judges one row by itself; whether its SKU is there twice is known only when the whole catalogue was read. */
export function judgeRow(
  product: ProductFacts,
  variant: VariantFacts,
  /** SKUs that the merchant keeps elsewhere. */
  notAtWarehouse: readonly string[] | undefined,
): StoreRowState | 'sellable' {
  if (product.type !== 'physical') return 'digital';
  if (isNotAtWarehouse(notAtWarehouse, variant.sku)) return 'not-at-warehouse';
  if (variant.purchasingDisabled === true) return 'not-for-sale';
  return skuProblem(variant.sku)?.state ?? 'sellable';
}

/** What the store shows as its stock of a row; `null` where it does not track it. */
export function storeStock(
  product: Pick<ProductFacts, 'inventoryTracking' | 'inventoryLevel'>,
  variant: Pick<VariantFacts, 'inventoryLevel'>,
): number | null {
  if (product.inventoryTracking === 'none') return null;
  if (product.inventoryTracking === 'product') return product.inventoryLevel ?? null;
  return variant.inventoryLevel ?? null;
}

/** What myOGO says of a row: how many products carry its code, whose they are, and whether one of our fields differs. */
export interface WarehouseView {
  readonly found: 'none' | 'one' | 'several';
  readonly differs: boolean;
  /** The code under which myOGO holds this very variant, where that is another one. */
  readonly formerCode?: string;
  /** Other stores that sell that former code too. */
  readonly soldBy?: readonly string[];
  /** Another variant of the store, still there, for which myOGO holds this code. */
  readonly otherVariant?: number;
  /** A code that differs from the SKU in nothing that a person sees. */
  readonly twin?: string;
}

/** The state of a sellable row beside myOGO. Whatever cannot be told is a state of its own, and nothing is sent for it. */
export function compareRow(view: WarehouseView): ProductState {
  if (view.found === 'several') return 'ambiguous';
  if (view.formerCode !== undefined) return 'renamed';
  if (view.otherVariant !== undefined) return 'other-product';
  if (view.found === 'one') return view.differs ? 'differs' : 'in-myogo';
  return view.twin === undefined ? 'not-created' : 'twin-code';
}

/** Why a row in this state is not created, and what to do; `undefined` for the states that need nothing of a person. */
export function refusalOf(
  state: ProductState,
  sku: string,
  more: Partial<Pick<WarehouseView, 'formerCode' | 'soldBy' | 'otherVariant' | 'twin'>> = {},
): string | undefined {
  switch (state) {
    case 'not-created':
    case 'in-myogo':
    case 'differs':
      return undefined;
    case 'digital':
      return 'It is not a physical product: the warehouse has nothing to ship.';
    case 'not-at-warehouse':
      return 'You keep it elsewhere: take it out of the setting notAtWarehouse if the warehouse should have it.';
    case 'not-for-sale':
      return 'Its purchase is disabled in the store: allow it there if it should be shipped.';
    case 'no-sku':
    case 'unusable-sku':
      return skuProblem(sku)?.message ?? 'The SKU cannot be used: change it in the store.';
    case 'duplicate-sku':
      return 'Several rows of the store carry this SKU (case and surrounding space do not count): make them different.';
    case 'ambiguous':
      return 'Several products in myOGO carry this code: have them merged there.';
    case 'renamed':
      return renamed(more);
    case 'other-product':
      return (
        `myOGO holds this code for another product of the store (variant ${more.otherVariant ?? 'unknown'}): its SKU was ` +
        'given to this one. Change it back, or, if the goods in the warehouse are this product now, clear the info page ' +
        'of the code in myOGO.'
      );
    case 'twin-code':
      return (
        `myOGO holds “${more.twin ?? ''}”, which differs only in case or in how its letters are encoded. Write the SKU ` +
        'in the store exactly so, or have the code changed in myOGO; no second product is created.'
      );
  }
}

function renamed({ formerCode = '', soldBy = [] }: Partial<WarehouseView>): string {
  const said = `myOGO holds this variant as “${formerCode}”: the SKU was changed in the store. `;
  const other =
    'If the new SKU is another product, clear the info page of the old code in myOGO. No second product is created.';
  if (soldBy.length > 0) {
    return (
      `${said}Change it back: ${soldBy.map((store) => `store ${store}`).join(', ')} sells “${formerCode}” too, so its ` +
      `code must stay. ${other}`
    );
  }
  return `${said}Change it back, or have the code changed in myOGO if no other store of yours sells “${formerCode}”. ${other}`;
}
