import type { HoldReason } from '../../contract/hold-reasons.ts';
import type { Settings } from '../../contract/settings.ts';

// Which holds end with which change of an integration: their runs look again.

/** Holds that end when the integration itself is well again. */
export const accessHolds: readonly HoldReason[] = ['integration-paused', 'integration-gone', 'scope-missing'];
/** Holds that end when a store is connected to another merchant: the one that has the goods may be asked now. */
export const merchantHolds: readonly HoldReason[] = ['other-merchant'];
export const linkHolds: readonly HoldReason[] = [
  'shipping-method-not-linked',
  'ambiguous-link',
  'shipping-code-refused',
  'pickup-point-missing',
  'address-incomplete',
];
/** Holds that another value of a setting may end. */
export const settingHolds: { readonly [K in keyof Settings]?: readonly HoldReason[] } = {
  cashOnDelivery: ['cash-on-delivery-undecided', 'cash-on-delivery-impossible', 'status-forbids-sending'],
  // What came after hand-over waits for the same word.
  customerMessage: ['comment-undecided', 'changed-after-hand-over'],
  giftWords: ['comment-undecided', 'changed-after-hand-over'],
  lineOptions: ['comment-undecided', 'changed-after-hand-over'],
  warehouseCountry: ['address-incomplete'],
  methodNeeds: ['address-incomplete'],
  // Orders under way look again as well: `releaseHeld` asks them where `sku-missing` is among the reasons.
  notAtWarehouse: ['product-not-in-myogo', 'sku-missing'],
  createMissingProducts: ['product-not-in-myogo'],
  ordersEditable: ['changed-after-hand-over'],
  // What waits for a status is judged by these.
  importStatuses: ['status-forbids-sending'],
  waitingStatuses: ['status-forbids-sending'],
  statusAfterHandOver: ['status-forbids-sending'],
};
