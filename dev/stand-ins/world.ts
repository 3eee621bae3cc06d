import { SandboxClock } from './clock.ts';
import { Faults } from './faults.ts';
import { Ledger } from './ledger.ts';
import { OddRows } from './odd-rows.ts';
import { Random } from './random.ts';
import { SettingsBook } from './settings.ts';
import type { Person } from './seed/people.ts';
import type { StoreState } from './store/store-state.ts';
import type { MerchantState } from './warehouse/merchant-state.ts';
import { TokenDesk } from './warehouse/token-desk.ts';

/** A store, its API account, and the merchant it belongs to. */
export interface StoreCredentials {
  storeHash: string;
  apiToken: string;
  merchantId: string;
  secretToken: string;
}

/** All state of a running sandbox. Both servers and the control work on this one object. */
export class World {
  readonly clock = new SandboxClock();
  readonly faults = new Faults();
  readonly oddRows = new OddRows();
  readonly ledger = new Ledger(() => this.clock.now());
  settings = new SettingsBook();
  random = new Random(1);
  /** Of its own, so that deliveries change nothing of what a seed gives. */
  hookRandom = new Random(2);
  /** Takes the place of a webhook's POST, where there is no network: whether it was answered with a 2xx. */
  postHook?: (url: string, body: string, headers: Readonly<Record<string, string>>) => Promise<boolean>;
  stores = new Map<string, StoreState>();
  merchants = new Map<string, MerchantState>();
  /** Which merchant a store's orders go to; only for {@link StoreCredentials} and `state`, the servers do not use it. */
  merchantOf = new Map<string, string>();
  tokens = new TokenDesk(() => this.clock.now());
  oauth = { clientId: 'sandbox-client', clientSecret: 'sandbox-client-secret' };
  /** Everyone who has ever ordered: a test searches its logs and histories for them. */
  people: Person[] = [];
  /** Every secret ever given out. */
  secrets = new Set<string>();
  readonly #soon = new Map<object, () => void>();
  readonly #cancels = new Map<object, () => void>();

  /** Does something a moment later in real time, unless the sandbox is closed or reset before. */
  later(ms: number, act: () => void): void {
    const key = {};
    const run = () => {
      this.#cancels.get(key)?.();
      act();
    };
    const timer = setTimeout(run, ms);
    this.#soon.set(key, run);
    this.#cancels.set(key, () => {
      clearTimeout(timer);
      this.#soon.delete(key);
      this.#cancels.delete(key);
    });
  }

  /** Does something when the sandbox clock reaches `at`, by running there or by being pushed there. */
  due(at: number, act: () => void): void {
    const key = {};
    const run = () => {
      if (this.clock.now() < at) return;
      this.#cancels.get(key)?.();
      act();
    };
    // One more millisecond: a timer may fire a fraction early. The longest wait of the sandbox is a day.
    const timer = setTimeout(run, Math.max(0, at - this.clock.now()) + 1);
    const stop = this.clock.onAdvance(run);
    this.#cancels.set(key, () => {
      clearTimeout(timer);
      stop();
      this.#cancels.delete(key);
    });
  }

  /** Lets everything that {@link later} has put off happen now. */
  settle(): void {
    for (const run of [...this.#soon.values()]) run();
  }

  /** Forgets everything that is put off. */
  dropDelayed(): void {
    for (const cancel of [...this.#cancels.values()]) cancel();
  }
}
