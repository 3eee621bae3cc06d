import { createHash } from 'node:crypto';
import {
  HOOK_HEADER,
  hookPlans,
  type HookPlan,
  type HooksChecked,
  type PlacedHook,
} from '../../contract/integration/hooks.ts';
import { FailureType, sideNames, type Side } from '../../contract/failures.ts';
import type { StoreHash } from '../../contract/ids.ts';
import { HttpFailure } from '../../http/failure.ts';
import { createHookKeys } from '../../security/hook-keys.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';

type Webhooks = NonNullable<Dependencies['webhooks']>;

/** The address and key that hooks are made for, as one short text: where it changes, all of them are looked at. */
export function hooksPlace(webhooks: Webhooks | undefined): string | undefined {
  if (webhooks === undefined) return undefined;
  const { publicUrl, keys } = webhooks;
  return createHash('sha256').update(`${publicUrl} ${keys.sealingKeyId}`).digest('hex').slice(0, 12);
}

/** A hook as one side lists it. */
interface Listed {
  readonly id: string | number;
  readonly of: string | undefined;
  readonly address: string;
  readonly active: boolean;
}

/** What one side's hooks are kept by. */
interface Desk {
  readonly list: () => Promise<readonly Listed[]>;
  readonly create: (plan: HookPlan) => Promise<void>;
  readonly update: (id: Listed['id'], plan: HookPlan) => Promise<void>;
  readonly remove: (id: Listed['id']) => Promise<void>;
  readonly addressOf: (plan: HookPlan) => string;
}

interface OfStore {
  readonly storeHash: StoreHash;
}

export interface EnsureHooks extends OfStore {
  /** Capabilities that the token lacks, as the latest test names them. */
  readonly missing: readonly string[];
}

/** The life of a store's webhooks at both sides. */
export function createHooksActivities(deps: Dependencies) {
  return {
    /**
     * Makes the hooks what they should be: found again by their address and not doubled, brought to the present secret,
     * switched on where the other side switched them off. Each fails for itself. Repeating it changes nothing.
     */
    async ensureHooks({ storeHash, missing }: EnsureHooks): Promise<HooksChecked> {
      const open = await deps.connections.open(storeHash, 'catalogue', { fresh: true });
      const version = open.versions.credentials;
      const counts = { created: 0, reactivated: 0, updated: 0 };
      const { webhooks } = deps;
      if (webhooks === undefined) return { hooks: [], version, ...counts, problems: [] };
      const hooks: PlacedHook[] = [];
      const problems: string[] = [];
      for (const side of ['bigcommerce', 'myogo'] as const) {
        const desk = deskOf(side, open, webhooks, version);
        const plans = hookPlans.filter((plan) => plan.side === side && allows(missing, plan));
        try {
          await ofSide(desk, plans, { storeHash, webhooks, counts, hooks, problems });
        } catch (error) {
          if (!(error instanceof HttpFailure) || error.type === FailureType.unavailable) throw error;
          problems.push(`${sideNames[side]}: its webhooks cannot be listed: ${error.message}`);
        }
      }
      const place = hooksPlace(webhooks);
      return { ...(place === undefined ? {} : { place }), hooks, version, ...counts, problems };
    },

    /** Takes our hooks away at both sides; those that are gone already are fine. @returns how many */
    async removeHooks({ storeHash }: OfStore): Promise<number> {
      const { webhooks } = deps;
      if (webhooks === undefined) return 0;
      const open = await deps.connections.open(storeHash, 'catalogue');
      let removed = 0;
      for (const side of ['bigcommerce', 'myogo'] as const) {
        const desk = deskOf(side, open, webhooks, open.versions.credentials);
        for (const hook of await desk.list()) {
          if (!isOurs(hook, side, storeHash, webhooks)) continue;
          await ifThere(() => desk.remove(hook.id));
          removed += 1;
        }
      }
      return removed;
    },
  };
}

interface Keeping extends OfStore {
  readonly webhooks: Webhooks;
  readonly counts: { created: number; reactivated: number; updated: number };
  readonly hooks: PlacedHook[];
  readonly problems: string[];
}

async function ofSide(desk: Desk, plans: readonly HookPlan[], keeping: Keeping): Promise<void> {
  const { storeHash, webhooks, counts, hooks, problems } = keeping;
  const listed = await desk.list();
  for (const plan of plans) {
    const [first, ...doubled] = listed.filter(
      (hook) => hook.of === plan.of && isOurs(hook, plan.side, storeHash, webhooks),
    );
    try {
      if (first === undefined) {
        await desk.create(plan);
        counts.created += 1;
      } else if (!first.active || first.address !== desk.addressOf(plan)) {
        await desk.update(first.id, plan);
        if (first.active) counts.updated += 1;
        else counts.reactivated += 1;
      }
      for (const hook of doubled) await ifThere(() => desk.remove(hook.id));
      hooks.push({ ...plan, active: true });
    } catch (error) {
      if (!(error instanceof HttpFailure) || error.type === FailureType.unavailable) throw error;
      hooks.push({ ...plan, active: false });
      problems.push(`${sideNames[plan.side]} does not take the webhook ${plan.of}: ${error.message}`);
    }
  }
}

/** A hook whose resource the token may not read would tell of what nobody can look at. */
function allows(missing: readonly string[], { side, topic }: HookPlan): boolean {
  const scope = topic === 'orders' ? 'Orders: read' : 'Products: read';
  return side === 'myogo' || !missing.includes(scope);
}

/** Ours is what stands under one of the store's addresses, whatever the base address or the key was before. */
function isOurs({ address }: Listed, side: Side, storeHash: StoreHash, { keys }: Webhooks): boolean {
  const [, path = ''] = new RegExp(`/${side}/([^/]+)/(?:orders|products|stock)/\\d+$`).exec(address) ?? [];
  return createHookKeys(keys).storeOf(side, path) === storeHash;
}

function deskOf(side: Side, open: OpenConnection, { publicUrl, keys }: Webhooks, version: number): Desk {
  const derive = createHookKeys(keys);
  const { storeHash } = open.connection;
  const secret = derive.secretOf(side, storeHash, version);
  const headers = { [HOOK_HEADER]: secret };
  const addressOf = ({ topic }: HookPlan) =>
    `${publicUrl}/${side}/${derive.pathOf(side, storeHash)}/${topic}/${version}`;
  if (side === 'bigcommerce') {
    const { hooks } = open.store;
    const row = (plan: HookPlan) => ({ scope: plan.of, destination: addressOf(plan), headers, isActive: true });
    return {
      addressOf,
      list: async () =>
        (await hooks.list()).rows.map(({ id, scope, destination, isActive }) => ({
          id,
          of: scope,
          address: destination,
          active: isActive,
        })),
      create: async (plan) => {
        await hooks.create(row(plan));
      },
      update: async (id, plan) => {
        await hooks.update(Number(id), row(plan));
      },
      remove: (id) => hooks.remove(Number(id)),
    };
  }
  const { webhooks } = open.merchant;
  const row = (plan: HookPlan) => ({ url: addressOf(plan), key: secret, type: plan.of, customHeaders: headers });
  return {
    addressOf,
    list: async () =>
      (await webhooks.list()).rows.map(({ id, type, url }) => ({ id, of: type, address: url, active: true })),
    create: async (plan) => {
      await webhooks.create(row(plan));
    },
    update: async (id, plan) => {
      await webhooks.update(String(id), row(plan));
    },
    remove: (id) => webhooks.remove(String(id)),
  };
}

async function ifThere(remove: () => Promise<void>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!(error instanceof HttpFailure) || error.type !== FailureType.notFound) throw error;
  }
}
