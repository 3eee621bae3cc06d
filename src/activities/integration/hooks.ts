import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { defined } from '../../contract/defined.ts';
import { hookPlans, type HookPlan, type HooksChecked, type PlacedHook } from '../../contract/integration/hooks.ts';
import { FailureType, sideNames, type Side } from '../../contract/failures.ts';
import type { StoreHash } from '../../contract/ids.ts';
import { oddRowWords } from '../../http/rows.ts';
import { HttpFailure } from '../../http/failure.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { heartbeating } from '../runtime/heartbeats.ts';
import { closingDesk, deskOf, isFor, isOurs, type Desk, type Listed, type Webhooks, unlessGone } from './hook-desks.ts';

const sides: readonly Side[] = ['bigcommerce', 'myogo'];
/** An attempt must end within its bound, however long a settle time somebody has set. */
const SETTLED_MS = 30_000;

/** The address and key that hooks are made for, as one short text: where it changes, all of them are looked at. */
export function hooksPlace(webhooks: Webhooks | undefined): string | undefined {
  if (webhooks === undefined) return undefined;
  const { publicUrl, keys } = webhooks;
  return createHash('sha256').update(`${publicUrl} ${keys.sealingKeyId}`).digest('hex').slice(0, 12);
}

interface OfStore {
  readonly storeHash: StoreHash;
}

export interface EnsureHooks extends OfStore {
  /** Capabilities that the token lacks, as the latest test names them. */
  readonly missing: readonly string[];
}

export interface RemoveHooks extends OfStore {
  /** Those that were placed, as far as they are known by their id: no key is needed to find them again. */
  readonly placed: readonly Pick<PlacedHook, 'side' | 'id'>[];
  /** Placing them was cut short a moment ago: what was not answered may still happen. */
  readonly cutShort: boolean;
}

/** The life of a store's webhooks at both sides. */
export function createHooksActivities(deps: Dependencies) {
  return {
    /**
     * Makes the hooks what they should be: found again by their address and not doubled, brought to the present secret,
     * switched on where the other side switched them off, taken away where they are not needed any more. Each fails for
     * itself. Repeating it changes nothing.
     */
    ensureHooks: ({ storeHash, missing }: EnsureHooks): Promise<HooksChecked> =>
      heartbeating(async () => {
        const open = await deps.connections.open(storeHash, 'catalogue', { fresh: true });
        const version = open.versions.credentials;
        const counts = { created: 0, reactivated: 0, updated: 0 };
        const { webhooks } = deps;
        if (webhooks === undefined) return { hooks: [], version, ...counts, problems: [], outdated: [] };
        const keeping: Keeping = { storeHash, webhooks, counts, hooks: [], problems: [], outdated: new Set() };
        for (const side of sides) {
          const desk = deskOf(side, open, { storeHash, webhooks, version });
          const plans = hookPlans.filter((plan) => plan.side === side && allows(missing, plan));
          try {
            await ofSide(desk, side, plans, keeping);
          } catch (error) {
            if (!isRefusal(error)) throw error;
            keeping.outdated.add(side);
            keeping.problems.push(`${sideNames[side]}: its webhooks cannot be listed: ${error.message}`);
          }
        }
        const { hooks, problems } = keeping;
        const blocked = await blockedAt(open, webhooks);
        const outdated = [...keeping.outdated];
        return { ...defined({ place: hooksPlace(webhooks), blocked }), hooks, version, ...counts, problems, outdated };
      }),

    /**
     * Takes our hooks away at both sides, whatever keeps the store from running; those that are gone already are fine, and
     * one side's refusal keeps no hook at the other. @returns what could not be taken away, a sentence each
     */
    removeHooks: ({ storeHash, placed, cutShort }: RemoveHooks): Promise<readonly string[]> =>
      heartbeating(async () => {
        const connection = await deps.connections.ask(storeHash, { fresh: 'now' });
        if (connection.credentials === undefined) return [];
        const apis = deps.connections.unseal(connection, connection.credentials, 'orders');
        const removeAll = async (): Promise<{ readonly left: readonly string[]; readonly again: unknown }> => {
          const left: string[] = [];
          let again: unknown;
          for (const side of sides) {
            try {
              const desk = closingDesk(side, apis);
              const { hooks, unread } = await desk.list();
              for (const hook of hooks.filter((one) => isToGo(one, side))) await desk.remove(hook.id);
              for (const odd of unread) {
                const one = placed.find(({ id, side: of }) => of === side && id !== undefined && id === odd.id);
                if (one?.id !== undefined) await desk.remove(one.id);
                else left.push(`${sideNames[side]} has a webhook that cannot be read: ${oddRowWords(odd)}`);
              }
            } catch (error) {
              if (isRefusal(error)) left.push(`${sideNames[side]} keeps its webhooks: ${error.message}`);
              else again = error;
            }
          }
          return { left, again };
        };
        const isToGo = (hook: Listed, side: Side): boolean =>
          placed.some((one) => one.side === side && one.id === hook.id) ||
          (deps.webhooks !== undefined && isOurs(hook, side, storeHash, deps.webhooks));
        let outcome = await removeAll();
        if (cutShort) {
          // What was asked for and not answered has happened by then, or never will.
          const settled = { signal: Context.current().cancellationSignal };
          await pause(Math.min(deps.settleMs, SETTLED_MS), undefined, settled);
          outcome = await removeAll();
        }
        if (outcome.again !== undefined) throw outcome.again as Error; // what was caught above
        return outcome.left;
      }),
  };
}

/** An answer that asking once more would not change. */
function isRefusal(error: unknown): error is HttpFailure {
  return error instanceof HttpFailure && error.type !== FailureType.unavailable && error.type !== FailureType.throttled;
}

interface Keeping extends OfStore {
  readonly webhooks: Webhooks;
  readonly counts: { created: number; reactivated: number; updated: number };
  readonly hooks: PlacedHook[];
  readonly problems: string[];
  readonly outdated: Set<Side>;
}

async function ofSide(desk: Desk, side: Side, plans: readonly HookPlan[], keeping: Keeping): Promise<void> {
  const { storeHash, webhooks, hooks, problems } = keeping;
  const listed = await desk.list();
  const left = new Set(listed.hooks.filter((hook) => isOurs(hook, side, storeHash, webhooks)));
  const [unread] = listed.unread;
  for (const plan of plans) {
    Context.current().cancellationSignal.throwIfAborted();
    const fitting = [...left].filter((hook) => isFor(hook, plan));
    // Where one has the present address already, no other can be given it.
    const found = fitting.find(({ address }) => address === desk.addressOf(plan)) ?? fitting[0];
    if (found === undefined && unread !== undefined) {
      // It may be this very one: a second one would tell of everything twice, and be made anew by every look.
      hooks.push({ ...plan, active: false });
      keeping.outdated.add(side);
      const words = `it is not made while one that is there cannot be read: ${oddRowWords(unread)}`;
      problems.push(`${sideNames[side]} does not list the webhook ${plan.of}, and ${words}`);
      continue;
    }
    if (found !== undefined) left.delete(found);
    try {
      const { id, active } = await placedAs(desk, plan, found, keeping.counts);
      hooks.push({ ...plan, id, active });
      if (!active) problems.push(`${sideNames[plan.side]} keeps the webhook ${plan.of} switched off`);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      hooks.push({ ...plan, ...defined({ id: found?.id }), active: false });
      if (found !== undefined) keeping.outdated.add(side);
      problems.push(`${sideNames[plan.side]} does not take the webhook ${plan.of}: ${error.message}`);
    }
  }
  // Doubled, of a type that is not kept any more, or about what the token may not read.
  for (const hook of left) {
    Context.current().cancellationSignal.throwIfAborted();
    try {
      await desk.remove(hook.id);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      problems.push(`${sideNames[side]} keeps a webhook that is not needed any more: ${error.message}`);
    }
  }
}

async function placedAs(
  desk: Desk,
  plan: HookPlan,
  found: Listed | undefined,
  counts: Keeping['counts'],
): Promise<Pick<Listed, 'id' | 'active'>> {
  if (found?.active === true && found.address === desk.addressOf(plan)) return found;
  const updated = found && (await unlessGone(() => desk.update(found.id, plan)));
  if (updated === undefined) {
    const created = await desk.create(plan);
    counts.created += 1;
    return created;
  }
  if (found?.active === true) counts.updated += 1;
  else counts.reactivated += 1;
  return updated;
}

/** A hook whose resource the token may not read would tell of what nobody can look at. */
function allows(missing: readonly string[], { side, topic }: HookPlan): boolean {
  const scope = topic === 'orders' ? 'Orders: read' : 'Products: read';
  return side === 'myogo' || !missing.includes(scope);
}

/** Whether BigCommerce delivers nothing to us for now, because too little arrived. Where it does not say, nothing is known. */
async function blockedAt({ store }: OpenConnection, { publicUrl }: Webhooks): Promise<string | undefined> {
  const host = hostOf(publicUrl);
  try {
    const found = (await store.hooks.blocked()).find(({ destination }) => hostOf(destination) === host);
    if (found === undefined) return undefined;
    const why = found.reasons.length === 0 ? '' : ` (${found.reasons.join(', ')})`;
    return `BigCommerce has stopped delivering to ${host} for ${found.secondsLeft} s, because too few deliveries succeeded${why}`;
  } catch (error) {
    if (error instanceof HttpFailure) return undefined;
    throw error;
  }
}

/** Of an address, with or without its scheme. */
function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : (address.split('/')[0] ?? '');
}
