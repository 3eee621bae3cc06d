import { HOOK_HEADER, type HookPlan, type PlacedHook } from '../../contract/integration/hooks.ts';
import { FailureType, type Side } from '../../contract/failures.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { OddRow } from '../../http/rows.ts';
import { HttpFailure } from '../../http/failure.ts';
import { createHookKeys } from '../../security/hook-keys.ts';
import type { OpenApis } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';

export type Webhooks = NonNullable<Dependencies['webhooks']>;

/** A hook as one side lists it. */
export interface Listed {
  readonly id: NonNullable<PlacedHook['id']>;
  /** BigCommerce's scope. Absent: its address alone says what it is for, as myOGO may write its types otherwise than it reads them. */
  readonly of?: string;
  readonly address: string;
  readonly active: boolean;
}

/** What one side lists. */
export interface ListedHooks {
  readonly hooks: readonly Listed[];
  /** Hooks that are there and cannot be read: any of them may be ours. */
  readonly unread: readonly OddRow[];
}

/** What one side's hooks are kept by. */
export interface Desk {
  readonly list: () => Promise<ListedHooks>;
  /** @returns the hook as the side says it is now */
  readonly create: (plan: HookPlan) => Promise<Pick<Listed, 'id' | 'active'>>;
  readonly update: (id: Listed['id'], plan: HookPlan) => Promise<Pick<Listed, 'id' | 'active'>>;
  /** One that is gone already is fine. */
  readonly remove: (id: Listed['id']) => Promise<void>;
  readonly addressOf: (plan: HookPlan) => string;
}

/** Reads and takes away what one side has; nothing is made by it. */
export type ClosingDesk = Pick<Desk, 'list' | 'remove'>;

/** Ours is what stands under one of the store's addresses, whatever the base address or the key was before. */
export function isOurs({ address }: Listed, side: Side, storeHash: StoreHash, { keys }: Webhooks): boolean {
  const [, path = ''] = new RegExp(`/${side}/([^/]+)/(?:orders|products|stock)/\\d+$`).exec(address) ?? [];
  return createHookKeys(keys).storeOf(side, path) === storeHash;
}

/** Whether one of ours is what the plan wants. */
export function isFor({ of, address }: Listed, plan: HookPlan): boolean {
  return (of === undefined || of === plan.of) && address.split('/').at(-2) === plan.topic;
}

export function closingDesk(side: Side, { store: { hooks }, merchant: { webhooks } }: OpenApis): ClosingDesk {
  if (side === 'bigcommerce') {
    return {
      list: async () => {
        const { rows, unreadable: unread } = await hooks.list();
        const listed = rows.map(({ id, scope, destination, isActive }) => ({
          ...{ id, of: scope, address: destination, active: isActive },
        }));
        return { hooks: listed, unread };
      },
      remove: (id) => unlessGone(() => hooks.remove(Number(id))),
    };
  }
  return {
    list: async () => {
      const { rows, unreadable: unread } = await webhooks.list();
      return { hooks: rows.map(({ id, url }) => ({ id, address: url, active: true })), unread };
    },
    remove: (id) => unlessGone(() => webhooks.remove(String(id))),
  };
}

interface Placing {
  readonly storeHash: StoreHash;
  readonly webhooks: Webhooks;
  /** Of the credentials: another secret after each rotation. */
  readonly version: number;
}

export function deskOf(side: Side, apis: OpenApis, { storeHash, webhooks, version }: Placing): Desk {
  const { publicUrl, keys } = webhooks;
  const derive = createHookKeys(keys);
  const secret = derive.secretOf(side, storeHash, version);
  const headers = { [HOOK_HEADER]: secret };
  const addressOf = ({ topic }: HookPlan) =>
    `${publicUrl}/${side}/${derive.pathOf(side, storeHash)}/${topic}/${version}`;
  const closing = closingDesk(side, apis);
  if (side === 'bigcommerce') {
    const { hooks } = apis.store;
    const row = (plan: HookPlan) => ({ scope: plan.of, destination: addressOf(plan), headers, isActive: true });
    return {
      ...closing,
      addressOf,
      create: async (plan) => placed(await hooks.create(row(plan))),
      update: async (id, plan) => placed(await hooks.update(Number(id), row(plan))),
    };
  }
  const row = (plan: HookPlan) => ({ url: addressOf(plan), key: secret, type: plan.of, customHeaders: headers });
  const { webhooks: ofMerchant } = apis.merchant;
  return {
    ...closing,
    addressOf,
    create: async (plan) => ({ id: (await ofMerchant.create(row(plan))).id, active: true }),
    update: async (id, plan) => ({ id: (await ofMerchant.update(String(id), row(plan))).id, active: true }),
  };
}

function placed({ id, isActive }: { readonly id: number; readonly isActive: boolean }) {
  return { id, active: isActive };
}

/** @returns `undefined` where the hook that is asked for is gone: somebody may take it away at any time */
export async function unlessGone<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HttpFailure) || error.type !== FailureType.notFound) throw error;
    return undefined;
  }
}
