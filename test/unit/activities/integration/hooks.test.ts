import { MockActivityEnvironment } from '@temporalio/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { createHooksActivities, type RemoveHooks } from '../../../../src/activities/integration/hooks.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import type { BlockedDomain, Hook, NewHook } from '../../../../src/bigcommerce/hooks.ts';
import { FailureType } from '../../../../src/contract/failures.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { HooksChecked } from '../../../../src/contract/integration/hooks.ts';
import { HttpFailure } from '../../../../src/http/failure.ts';
import type { NewWebhook, Webhook } from '../../../../src/myogo/webhooks.ts';
import { parseKeyRing } from '../../../../src/security/seal.ts';

const storeHash = 'abc123' as StoreHash; // a valid one
const webhooks = {
  publicUrl: 'https://hooks.example.com',
  keys: parseKeyRing(`w:${Buffer.alloc(32, 1).toString('base64')}`),
};
const fails = (type: FailureType) => new HttpFailure(type, `answers ${type}`, {});

/** Both sides' hooks, and what they refuse. */
class Sides {
  store: Hook[] = [];
  merchant: Webhook[] = [];
  blocked: BlockedDomain[] = [];
  /** Thrown by every call of that side. */
  storeFails: Error | undefined;
  merchantFails: Error | undefined;
  staysOff = false;
  writes = 0;
  /** Asked after each write at either side. */
  afterWrite: () => void = () => undefined;
  #next = 0;

  readonly hooks = {
    list: () => this.#ofStore(() => ({ rows: [...this.store], unreadable: [] })),
    blocked: () => this.#ofStore(() => this.blocked),
    create: (hook: NewHook) =>
      this.#ofStore(() => {
        const made = { isActive: true, ...hook, id: (this.#next += 1) };
        this.store.push(made);
        this.#wrote();
        return made;
      }),
    update: (id: number, change: Partial<NewHook>) =>
      this.#ofStore(() => {
        const index = this.store.findIndex((hook) => hook.id === id);
        const before = this.store[index];
        if (before === undefined) throw fails(FailureType.notFound);
        const after = { ...before, ...change, isActive: !this.staysOff };
        this.store[index] = after;
        this.#wrote();
        return after;
      }),
    remove: (id: number) =>
      this.#ofStore(() => {
        if (!this.store.some((hook) => hook.id === id)) throw fails(FailureType.notFound);
        this.store = this.store.filter((hook) => hook.id !== id);
      }),
  };

  readonly webhooks = {
    list: () => this.#ofMerchant(() => ({ rows: [...this.merchant], unreadable: [] })),
    create: (hook: NewWebhook) =>
      this.#ofMerchant(() => {
        const made = { ...hook, id: `guid-${(this.#next += 1)}` };
        this.merchant.push(made);
        this.#wrote();
        return made;
      }),
    update: (id: string, hook: NewWebhook) => this.#ofMerchant(() => ({ ...hook, id })),
    remove: (id: string) =>
      this.#ofMerchant(() => void (this.merchant = this.merchant.filter((hook) => hook.id !== id))),
  };

  #wrote(): void {
    this.writes += 1;
    this.afterWrite();
  }

  async #ofStore<T>(answer: () => T): Promise<T> {
    if (this.storeFails !== undefined) throw this.storeFails;
    return Promise.resolve(answer());
  }

  async #ofMerchant<T>(answer: () => T): Promise<T> {
    if (this.merchantFails !== undefined) throw this.merchantFails;
    return Promise.resolve(answer());
  }
}

let sides: Sides;
let at: Dependencies['webhooks'];
let closed: { readonly reason: string } | undefined;
beforeEach(() => {
  sides = new Sides();
  at = webhooks;
  closed = undefined;
});

function activities() {
  const apis = { store: { hooks: sides.hooks }, merchant: { webhooks: sides.webhooks } };
  const connection = { storeHash, merchantId: 'm', closed, credentials: { sealed: '', version: 1 } };
  return createHooksActivities({
    webhooks: at,
    settleMs: 100,
    connections: {
      open: () =>
        closed === undefined
          ? Promise.resolve({ ...apis, connection, versions: { credentials: 1, links: 1, settings: 1 } })
          : Promise.reject(new Error(closed.reason)),
      ask: () => Promise.resolve(connection),
      unseal: () => apis,
    },
  } as unknown as Dependencies); // only what is asked
}
const run = <T>(work: () => Promise<T>, environment = new MockActivityEnvironment()): Promise<T> =>
  environment.run(work);
const ensure = (): Promise<HooksChecked> => run(() => activities().ensureHooks({ storeHash, missing: [] }));
const remove = (how: Partial<RemoveHooks> = {}) =>
  run(() => activities().removeHooks({ storeHash, placed: [], cutShort: false, ...how }));

describe('looking at the webhooks', () => {
  test('makes each once, and changes nothing the next time', async () => {
    expect(await ensure()).toMatchObject({ created: 11, problems: [] });
    expect(await ensure()).toMatchObject({ created: 0, updated: 0, reactivated: 0, problems: [] });
    expect([sides.store.length, sides.merchant.length, sides.writes]).toEqual([9, 2, 11]);
  });

  test('switches one on again that was off, by one write, and tells of one that stays off', async () => {
    await ensure();
    sides.store = sides.store.map((hook, index) => ({ ...hook, isActive: index !== 0 }));
    expect(await ensure()).toMatchObject({ reactivated: 1, problems: [] });
    expect(sides.writes).toBe(12);
    sides.store = sides.store.map((hook, index) => ({ ...hook, isActive: index !== 0 }));
    sides.staysOff = true;
    const { problems, hooks } = await ensure();
    expect(problems).toEqual(['BigCommerce keeps the webhook store/order/created switched off']);
    expect(hooks.filter(({ active }) => !active)).toMatchObject([{ of: 'store/order/created' }]);
    expect(sides.writes).toBe(13); // once a look
  });

  test.each([
    ['hooks.example.com', true],
    ['https://hooks.example.com', true],
    ['https://hooks.example.com/bigcommerce/x', true],
    ['https://other.example.com', false],
  ])('tells that BigCommerce delivers nothing to a blocked domain: %s', async (destination, isOurs) => {
    sides.blocked = [{ destination, secondsLeft: 120, reasons: ['timed out: 40'] }];
    expect((await ensure()).blocked).toBe(
      isOurs
        ? 'BigCommerce has stopped delivering to hooks.example.com for 120 s, because too few deliveries succeeded (timed out: 40)'
        : undefined,
    );
  });

  test('where BigCommerce does not say what is blocked, nothing is', async () => {
    const { hooks } = sides;
    Object.assign(hooks, { blocked: () => Promise.reject(fails(FailureType.notFound)) });
    expect(await ensure()).toMatchObject({ created: 11, problems: [] });
  });

  test('makes none after it was cut short', async () => {
    const environment = new MockActivityEnvironment();
    sides.afterWrite = () => {
      if (sides.writes === 3) environment.cancel();
    };
    await expect(run(() => activities().ensureHooks({ storeHash, missing: [] }), environment)).rejects.toThrow();
    expect(sides.writes).toBe(3);
  });
});

describe('two environments of one store', () => {
  const production = webhooks;
  const testing = {
    publicUrl: 'https://test.example.com',
    keys: parseKeyRing(`t:${Buffer.alloc(32, 2).toString('base64')}`),
  };

  test('with keys of their own keep and end their own webhooks alone', async () => {
    await ensure();
    at = testing;
    expect(await ensure()).toMatchObject({ created: 11, updated: 0, problems: [] });
    at = production;
    expect(await ensure()).toMatchObject({ created: 0, updated: 0, problems: [] });
    at = testing;
    expect(await remove()).toEqual([]);
    expect(sides.store.map(({ destination }) => new URL(destination).origin)).toEqual(
      Array.from({ length: 9 }, () => production.publicUrl),
    );
    expect(sides.merchant).toHaveLength(2);
  });
});

describe('taking the webhooks away', () => {
  test('leaves none of ours, and all of others', async () => {
    await ensure();
    sides.store.push({
      id: 99,
      scope: 'store/order/*',
      destination: 'https://hooks.example.com/bigcommerce/abc123-x/orders/1',
      isActive: true,
    });
    expect(await remove()).toEqual([]);
    expect([sides.store.map(({ id }) => id), sides.merchant]).toEqual([[99], []]);
  });

  test('works while the store is paused, or refused by one side', async () => {
    await ensure();
    closed = { reason: 'a person paused it' };
    expect(await remove()).toEqual([]);
    expect([sides.store, sides.merchant]).toEqual([[], []]);
  });

  test('one side’s refusal keeps none at the other, and is told', async () => {
    await ensure();
    sides.storeFails = fails(FailureType.credentialsRejected);
    expect(await remove()).toEqual([`BigCommerce keeps its webhooks: answers ${FailureType.credentialsRejected}`]);
    expect([sides.store.length, sides.merchant.length]).toEqual([9, 0]);
  });

  test('one side’s outage is tried again, after the other’s are gone', async () => {
    await ensure();
    sides.storeFails = fails(FailureType.unavailable);
    await expect(remove()).rejects.toThrow('answers');
    expect(sides.merchant).toEqual([]);
    sides.storeFails = undefined;
    expect(await remove()).toEqual([]);
    expect(sides.store).toEqual([]);
  });

  test('needs no key where they are known by their ids', async () => {
    const { hooks } = await ensure();
    at = undefined;
    expect(await remove({ placed: hooks })).toEqual([]);
    expect([sides.store, sides.merchant]).toEqual([[], []]);
  });

  test('finds what was asked for before, and happens a moment after', async () => {
    setTimeout(() => void sides.hooks.create({ scope: 'store/order/created', destination: 'https://x' }), 20);
    const late = { side: 'bigcommerce', id: 1 } as const;
    expect(await remove({ placed: [late], cutShort: true })).toEqual([]);
    expect(sides.store).toEqual([]);
  });

  test('tells nothing of a refusal that the second look did not meet', async () => {
    const { hooks } = await ensure();
    sides.storeFails = fails(FailureType.rejected);
    setTimeout(() => (sides.storeFails = undefined), 20);
    expect(await remove({ placed: hooks, cutShort: true })).toEqual([]);
    expect([sides.store, sides.merchant]).toEqual([[], []]);
  });
});
