import { Catalogue } from './catalogue-state.ts';
import type { CustomerMail } from './order-state.ts';
import { OrderBook } from './order-state.ts';
import { Quota } from './quota.ts';
import type { Plan } from './quota.ts';

/** A store-level API account. */
export interface ApiAccount {
  token: string;
  clientId: string;
  scopes: Set<string>;
}

export interface ShippingMethod {
  id: number;
  name: string;
  type: string;
  enabled: boolean;
  settings: Record<string, unknown>;
}

export interface ShippingZone {
  id: number;
  name: string;
  type: 'country' | 'global';
  countries: string[];
  freeShipping: boolean;
  methods: ShippingMethod[];
}

export interface Hook {
  id: number;
  clientId: string;
  scope: string;
  destination: string;
  headers: Record<string, string> | null;
  isActive: boolean;
  created: number;
  updated: number;
}

/** The scopes that the merchant's guide asks for, at modify. */
export const guideScopes: readonly string[] = [
  'store_v2_content',
  'store_v2_orders',
  'store_v2_transactions',
  'store_v2_products',
];

/** The guide's scopes and the recommended ones. */
export const recommendedScopes: readonly string[] = [
  ...guideScopes,
  'store_v2_information',
  'store_inventory',
  'store_locations',
];

/** One stand-in store. */
export class StoreState {
  readonly hash: string;
  /** The numeric id that webhooks carry. */
  readonly storeId: number;
  readonly name: string;
  readonly accounts = new Map<string, ApiAccount>();
  readonly catalogue = new Catalogue();
  readonly book = new OrderBook();
  readonly quota: Quota;
  readonly hooks = new Map<number, Hook>();
  readonly mails: CustomerMail[] = [];
  zones: ShippingZone[] = [];
  #lastHook = 0;

  constructor(identity: { hash: string; storeId: number; name: string; plan: Plan; now: () => number }) {
    this.hash = identity.hash;
    this.storeId = identity.storeId;
    this.name = identity.name;
    this.quota = new Quota(identity.plan, identity.now);
  }

  nextHookId = (): number => ++this.#lastHook;
}
