import { createHash } from 'node:crypto';
import type { World } from '../world.ts';
import type { Hook, StoreState } from './store-state.ts';

/** Waits between deliveries, in seconds of the sandbox clock; after the last one the hook is switched off. */
const retryAfterSeconds = [60, 180, 300, 600, 900, 1800, 3600, 7200, 21_600, 50_400, 86_400];

const covers = (hook: Hook, scope: string) =>
  hook.isActive && (hook.scope === scope || (hook.scope.endsWith('/*') && scope.startsWith(hook.scope.slice(0, -1))));

/** Sends a thin, unsigned and unordered event to every active hook that covers its scope. */
export function publish(world: World, store: StoreState, scope: string, data: Record<string, unknown>): void {
  if (store.hooks.size === 0) return;
  const event = {
    scope,
    store_id: String(store.storeId),
    data,
    created_at: Math.floor(world.clock.now() / 1000),
    producer: `stores/${store.hash}`,
  };
  // The hash identifies the payload; it signs nothing.
  const hash = createHash('sha1').update(JSON.stringify(event)).digest('hex');
  const body = JSON.stringify({ ...event, hash });
  for (const hook of store.hooks.values()) if (covers(hook, scope)) void deliver(world, store, hook, body, 0);
}

async function deliver(world: World, store: StoreState, hook: Hook, body: string, attempt: number): Promise<void> {
  if (store.hooks.get(hook.id) !== hook || !hook.isActive) return;
  // Of a blocked domain the events wait for their next try.
  const isBlocked = world.settings.of(store.hash).hooksBlockedSeconds > 0;
  const delivered = !isBlocked && (await deliverTo(world, store.hash, hook.destination, body, hook.headers ?? {}));
  world.ledger.record(delivered ? 'hook delivered' : 'hook failed', `${store.hash}/${hook.scope}`, { attempt });
  if (delivered) return;
  const wait = retryAfterSeconds[attempt];
  if (wait === undefined) {
    hook.isActive = false;
    return;
  }
  world.due(world.clock.now() + wait * 1000, () => void deliver(world, store, hook, body, attempt + 1));
}

/**
 * One delivery of either side as the settings have it: lost on the way, doubled, late, or with another's secrets.
 * @param owner the store's hash or the merchant's id
 * @returns whether the sender believes that it arrived
 */
export async function deliverTo(
  world: World,
  owner: string,
  url: string,
  body: string,
  headers: Record<string, string>,
): Promise<boolean> {
  const { hookLoss, hookDoubling, hookDelayMs, hookShuffleMs, hookSecrets } = world.settings.of(owner);
  const delayMs = hookDelayMs + (hookShuffleMs > 0 ? world.hookRandom.integer(0, hookShuffleMs) : 0);
  if (delayMs > 0) await new Promise<void>((resolve) => world.later(delayMs, resolve));
  if (hookLoss > 0 && world.hookRandom.chance(hookLoss)) {
    world.ledger.record('hook lost', `${owner}/delivery`);
    return true;
  }
  const carried = hookSecrets === 'wrong' ? withOthersSecrets(headers) : headers;
  const times = hookDoubling > 0 && world.hookRandom.chance(hookDoubling) ? 2 : 1;
  const arrived = await Promise.all(Array.from({ length: times }, () => (world.postHook ?? post)(url, body, carried)));
  return arrived.every(Boolean);
}

function withOthersSecrets(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, 'c29tZWJvZHkgZWxzZQ==']));
}

/** One POST with a bound; true for any 2xx. */
async function post(url: string, body: string, headers: Record<string, string>): Promise<boolean> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(10_000),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
