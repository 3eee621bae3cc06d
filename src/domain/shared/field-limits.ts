/**
 * How long a text may be, field by field, with where that comes from: the one place that says so. `certain`: a contract of that
 * side says it. `unconfirmed`: nobody has published it.
 */
export interface FieldLimit {
  readonly side: 'BigCommerce' | 'myOGO';
  /** As the side's contract calls it. */
  readonly field: string;
  /** Characters. */
  readonly most: number;
  readonly certainty: 'certain' | 'unconfirmed';
  readonly source: string;
  /** What becomes of a text that is longer. */
  readonly beyond: string;
}

const ORDERS_V2 = 'BigCommerce, Orders V2';
const OURS = 'ours: far above all that was seen';

export const fieldLimits = {
  trackingNumber: {
    ...{ side: 'BigCommerce', field: 'shipment tracking_number', most: 50, certainty: 'certain', source: ORDERS_V2 },
    beyond: 'stands whole in the shipment’s comment, and the shipment goes without a number',
  },
  trackingLink: {
    ...{ side: 'BigCommerce', field: 'shipment tracking_link', most: 500, certainty: 'certain', source: ORDERS_V2 },
    beyond: 'is left out, which `explain` says; the number goes',
  },
  staffNotes: {
    ...{ side: 'BigCommerce', field: 'order staff_notes', most: 65_535, certainty: 'certain', source: ORDERS_V2 },
    beyond: 'our oldest notes go first, the merchant’s words stay whole; what then does not fit is refused and held',
  },
  metafieldName: {
    ...{ side: 'BigCommerce', field: 'metafield namespace, key', most: 64, certainty: 'certain' },
    ...{ source: 'BigCommerce, order metafields V3', beyond: 'a link that names it is refused' },
  },
  sku: {
    ...{ side: 'BigCommerce', field: 'variant sku', most: 255, certainty: 'certain' },
    ...{ source: 'BigCommerce, product variants V3', beyond: 'the product is listed as unusable-sku' },
  },
  productName: {
    ...{ side: 'myOGO', field: 'product name', most: 250, certainty: 'unconfirmed', source: OURS },
    beyond: 'is shortened: the values of its options stay whole',
  },
  productDescription: {
    ...{ side: 'myOGO', field: 'product description', most: 4_000, certainty: 'unconfirmed', source: OURS },
    beyond: 'is shortened',
  },
  supplierCode: {
    ...{ side: 'myOGO', field: 'product supplierCode', most: 100, certainty: 'unconfirmed', source: OURS },
    beyond: 'is shortened',
  },
  customsDescription: {
    ...{ side: 'myOGO', field: 'product customsDescription', most: 50, certainty: 'unconfirmed' },
    ...{ source: 'OGOship’s own client, for goods in', beyond: 'is shortened' },
  },
  pickUpPoint: {
    ...{ side: 'myOGO', field: 'order pickUpPointCode', most: 64, certainty: 'unconfirmed', source: OURS },
    beyond: 'is no code: the order is held as `pickup-point-missing`',
  },
} as const satisfies Record<string, FieldLimit>;
