import type { Plan } from '../store/quota.ts';
import { isPlan } from '../store/quota.ts';
import type { StoreState } from '../store/store-state.ts';
import type { MerchantState } from '../warehouse/merchant-state.ts';
import type { StoreCredentials, World } from '../world.ts';
import { ControlError } from './control-error.ts';

export interface AccessChange {
  /** Default: the first store. */
  storeHash?: string;
  merchantId?: string;
  /** Replaces the store's API account: the old token answers 401 from now on. `true` makes a new token. */
  token?: string | true;
  /** The token's scopes. */
  scopes?: readonly string[];
  /** A plan, or requests per 30 s. */
  quota?: Plan | number;
  /** Requests per window that other apps eat. */
  thirdPartyUse?: number;
  /** Replaces the merchant's secret token. `true` makes a new one. */
  secretToken?: string | true;
  /** Ends all access and refresh tokens of the merchant. */
  revokeTokens?: boolean;
  /** The merchant's enabled shipping codes. */
  shippingCodes?: string[];
}

/** Changes credentials, scopes and quota; answers with the ones that hold now. */
export function changeAccess(
  world: World,
  store: StoreState,
  merchant: MerchantState,
  change: AccessChange,
): StoreCredentials {
  let account = [...store.accounts.values()].at(-1);
  if (!account) throw new ControlError(409, 'The store has no API account.');
  if (change.token !== undefined) {
    store.accounts.delete(account.token);
    const token = change.token === true ? world.random.text(31) : change.token;
    account = { token, clientId: world.random.text(31), scopes: account.scopes };
    store.accounts.set(token, account);
    // Hooks are visible to their own account alone and die with it.
    store.hooks.clear();
    world.secrets.add(token);
  }
  if (change.scopes) account.scopes = new Set(change.scopes);
  if (change.quota !== undefined) {
    if (typeof change.quota !== 'number' && !isPlan(change.quota))
      throw new ControlError(400, 'quota is standard, pro, unlimited or a number.');
    store.quota.set(change.quota);
  }
  if (change.thirdPartyUse !== undefined) store.quota.thirdPartyUse = change.thirdPartyUse;
  if (change.secretToken !== undefined) {
    merchant.secretToken = change.secretToken === true ? world.random.text(40) : change.secretToken;
    world.secrets.add(merchant.secretToken);
  }
  if (change.revokeTokens) world.tokens.revoke(merchant.merchantId);
  if (change.shippingCodes) merchant.shippingCodes = [...change.shippingCodes];
  return {
    storeHash: store.hash,
    apiToken: account.token,
    merchantId: merchant.merchantId,
    secretToken: merchant.secretToken,
  };
}
