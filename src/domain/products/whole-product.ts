import { pageAlone } from './product-page.ts';

/** The fields of a product that myOGO takes, beside its code. */
const fields = [
  'name',
  'description',
  'languageCode',
  'supplier',
  'supplierCode',
  'group',
  'eanCode',
  'supplyPrice',
  'salesPrice',
  'currencyCode',
  'infoUrl',
  'pictureUrl',
  'countryOfOrigin',
  'customsDescription',
  'hsCode',
] as const;

type Field = (typeof fields)[number];
type Fields<V> = { readonly [F in Field]?: V };
type Held = Fields<string | number | null | undefined>;

/** All that myOGO holds of a product and takes back: what is empty there is left out. */
export function wholeProduct<P extends Held>(held: P): { readonly [F in Field]?: NonNullable<P[F]> } {
  const kept = fields.filter((field) => !isEmpty(held[field])).map((field) => [field, held[field]]);
  return Object.fromEntries(kept) as { readonly [F in Field]?: NonNullable<P[F]> }; // of the same fields, none empty
}

/**
 * The fields of what was sent that an answer does not have. Their words may differ (a warehouse may cut or tidy texts),
 * an EAN that is there stays; but what was sent with a value has one, and the page names the same variant.
 */
export function lostFields(sent: Held, answer: Held): readonly Field[] {
  return fields.filter((field) => {
    if (isEmpty(sent[field])) return false;
    if (field === 'infoUrl') return pageAlone(String(sent.infoUrl)) !== pageAlone(String(answer.infoUrl ?? ''));
    return isEmpty(answer[field]);
  });
}

const isEmpty = (value: string | number | null | undefined) => value === undefined || value === null || value === '';
