import { defined } from '../../contract/defined.ts';
import type { DisconnectReport, OpenOrder } from '../../contract/integration.ts';
import type { IntegrationState } from '../../domain/integration/integration-state.ts';

/** What is left of an integration. */
export function disconnectReport(
  state: IntegrationState,
  { openOrders, orders }: { readonly openOrders: number; readonly orders: readonly OpenOrder[] },
  webhooksLeft: readonly string[] = [],
): DisconnectReport {
  const leaves = state.leaves();
  return {
    storeHash: state.storeHash,
    openOrders,
    orders,
    advice:
      'Delete the API account in BigCommerce: that alone revokes its token. Open orders wait as “integration-gone”.',
    ...defined({ leaves, webhooksLeft: webhooksLeft.length === 0 ? undefined : webhooksLeft }),
  };
}
