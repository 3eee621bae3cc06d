import { setTimeout as pause } from 'node:timers/promises';
import { startNode } from '../../dev/demo/node-child.ts';
import type { Effect, EffectName, LedgerReport } from '../../dev/stand-ins/ledger.ts';
import type { UpstreamUrls } from '../../dev/stand-ins/upstream-environment.ts';
import type { StoreCredentials } from '../../dev/stand-ins/world.ts';
import { recommendedScopes } from '../../dev/stand-ins/store/store-state.ts';

/** Store and warehouse, in one process, for both builds. */
export interface StandIns {
  readonly urls: UpstreamUrls;
  readonly oauth: { readonly clientId: string; readonly clientSecret: string };
  control(path: string, body: object): Promise<unknown>;
  /** A store with this many products and a merchant with an empty warehouse, without a limit on requests. */
  newStore(products: number): Promise<StoreCredentials>;
  /** Requests so far, token requests left out. */
  requests(): Promise<{ readonly store: number; readonly warehouse: number }>;
  seq(): Promise<number>;
  /**
   * Waits until an effect has happened for so many business keys that fit.
   * @param since sequence number
   * @returns when the last of them happened, in epoch ms
   */
  untilEffects(wanted: WantedEffects, since: number): Promise<number>;
  /** The same: when each of them happened, in their order. */
  effectTimes(wanted: WantedEffects, since: number): Promise<readonly number[]>;
  stop(): Promise<void>;
}

export interface WantedEffects {
  readonly name: EffectName;
  /** How the business keys begin: a store's hash or a merchant's id. */
  readonly of: string;
  readonly count: number;
}

const LOOK_EVERY_MS = 50;
const PATIENCE_MS = 180_000;

export async function startStandIns(): Promise<StandIns> {
  let hear: (line: string) => void = () => undefined;
  const first = new Promise<string>((resolve) => (hear = resolve));
  const child = startNode({
    script: 'dev/stand-ins/main.ts',
    args: ['--products', '1'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
    onLine: (line) => hear(line),
  });
  const ended = child.exited.then((how) => {
    throw new Error(`the stand-ins ended (${how}):\n${child.tail()}`);
  });
  // The sandbox's own first line.
  const { storeUrl, warehouseUrl, tokenUrl, oauth } = JSON.parse(await Promise.race([first, ended])) as UpstreamUrls &
    Pick<StandIns, 'oauth'>;
  ended.catch(() => undefined); // from here on every request says so

  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const answer = await fetch(`${storeUrl}/_sandbox/${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const control: StandIns['control'] = (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) });
  const ledger = async () => (await ask('ledger')) as LedgerReport; // the sandbox's own report
  return {
    urls: { storeUrl, warehouseUrl, tokenUrl },
    oauth,
    control,
    // The sandbox's own answer.
    newStore: async (products) =>
      (await control('stores', { products, plan: 'unlimited', scopes: recommendedScopes })) as StoreCredentials,
    requests: async () => {
      const { requests } = await ledger();
      const sum = (side: 'store' | 'warehouse') =>
        Object.entries(requests[side]).reduce((all, [route, n]) => (route.includes('Token') ? all : all + n), 0);
      return { store: sum('store'), warehouse: sum('warehouse') };
    },
    seq: async () => (await ledger()).seq,
    untilEffects: async (wanted, since) => Math.max(...(await effectTimes(wanted, since))),
    effectTimes,
    stop: () => child.stop(),
  };

  async function effectTimes({ name, of, count }: WantedEffects, since: number): Promise<readonly number[]> {
    const seen = new Map<string, number>();
    const givenUpAt = Date.now() + PATIENCE_MS;
    for (let seq = since; seen.size < count;) {
      // The sandbox's own report.
      const found = (await ask(`events?since=${seq}&wait=1000`)) as { seq: number; effects: readonly Effect[] };
      seq = found.seq;
      for (const effect of found.effects) {
        if (effect.name === name && effect.key.startsWith(of)) seen.set(effect.key, Date.parse(effect.at));
      }
      if (Date.now() > givenUpAt) {
        throw new Error(`"${name}" happened ${seen.size} times of ${count} within ${PATIENCE_MS / 1_000} s`);
      }
      await pause(LOOK_EVERY_MS);
    }
    return [...seen.values()].toSorted((a, b) => a - b);
  }
}
