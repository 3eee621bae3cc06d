import { describe, expect, it } from 'vitest';
import { createQuotaBudget, type Lease, type Priority, type QuotaBudget } from '../../../src/http/budget.ts';
import { HttpFailure, type Call } from '../../../src/http/failure.ts';

const call: Call = { side: 'bigcommerce', operation: 'GET /v2/orders', writes: false };
const answer = (left: number, resetMs = 20_000, quota = 150, status = 200) => ({
  status,
  headers: {
    'x-rate-limit-requests-left': String(left),
    'x-rate-limit-time-reset-ms': String(resetMs),
    'x-rate-limit-requests-quota': String(quota),
  },
});

function make(jitter = 0): { budget: QuotaBudget; clock: { now: number } } {
  const clock = { now: 1_000_000 };
  return { budget: createQuotaBudget({ now: () => clock.now, random: () => jitter }), clock };
}

const take = (budget: QuotaBudget, priority: Priority, store = 'abc') => budget.take(store, priority, call);

async function reported(budget: QuotaBudget, left: number, resetMs?: number, quota?: number): Promise<void> {
  (await take(budget, 'orders')).settle(answer(left, resetMs, quota));
}

async function refusal(taking: Promise<Lease>): Promise<HttpFailure> {
  const error = await taking.then(
    () => new Error('taken'),
    (reason: unknown) => reason,
  );
  if (error instanceof HttpFailure) return error;
  throw error;
}

describe('what is left is spent by priority', () => {
  it.each<[Priority, number, number]>([
    ['orders', 1, 0],
    ['tracking', 16, 15],
    ['stock', 16, 15],
    ['catalogue', 46, 45],
  ])('%s goes on with %i left and stops at %i of 150', async (priority, goes, stops) => {
    const first = make();
    await reported(first.budget, goes);
    (await take(first.budget, priority)).settle();
    const second = make();
    await reported(second.budget, stops);
    const failure = await refusal(take(second.budget, priority));
    expect(failure.type).toBe('Throttled');
    expect(failure.detail.retryAfterMs).toBe(20_000);
  });

  it('keeps at least five requests of a small quota for orders', async () => {
    const { budget } = make();
    await reported(budget, 5, 20_000, 20);
    expect((await refusal(take(budget, 'stock'))).type).toBe('Throttled');
    (await take(budget, 'orders')).settle();
  });

  it('waits for the rest of the window, and a bit more by chance', async () => {
    const { budget, clock } = make(0.5);
    await reported(budget, 0, 20_000);
    clock.now += 5_000;
    expect((await refusal(take(budget, 'orders'))).detail.retryAfterMs).toBe(15_000 + 1_000);
  });

  it('begins anew when the window has ended', async () => {
    const { budget, clock } = make();
    await reported(budget, 0, 20_000);
    clock.now += 20_000;
    (await take(budget, 'catalogue')).settle();
  });

  it('counts requests under way as spent', async () => {
    const { budget } = make();
    await reported(budget, 4);
    const running = await take(budget, 'orders');
    const waiting = take(budget, 'orders');
    running.settle(answer(1));
    const next = await waiting;
    expect((await refusal(take(budget, 'orders'))).type).toBe('Throttled');
    next.settle(answer(0));
  });

  it('keeps stores apart', async () => {
    const { budget } = make();
    await reported(budget, 0);
    (await take(budget, 'catalogue', 'other')).settle();
  });
});

describe('headers', () => {
  it('that are missing stop nobody and change nothing', async () => {
    const { budget } = make();
    for (let i = 0; i < 500; i += 1) (await take(budget, 'catalogue')).settle({ status: 204, headers: {} });
    await reported(budget, 0);
    (await take(budget, 'orders', 'other')).settle();
    expect((await refusal(take(budget, 'orders'))).type).toBe('Throttled');
  });

  it('that are broken are no reason to stop', async () => {
    const { budget } = make();
    for (const left of ['', 'NaN', '-1', '1e9', 'x']) {
      const headers = { 'x-rate-limit-requests-left': left, 'x-rate-limit-time-reset-ms': '9' };
      (await take(budget, 'orders')).settle({ status: 200, headers });
    }
    (await take(budget, 'catalogue')).settle();
  });

  it.each(['1795817350497', '1000000000000', '3600001', '-5', 'NaN', 'soon'])(
    'that name the reset %s stop nobody for longer than a moment',
    async (reset) => {
      const { budget, clock } = make();
      const headers = { 'x-rate-limit-requests-left': '0', 'x-rate-limit-time-reset-ms': reset };
      (await take(budget, 'orders')).settle({ status: 200, headers });
      expect((await refusal(take(budget, 'orders'))).detail.retryAfterMs).toBe(5_000);
      clock.now += 5_000;
      (await take(budget, 'orders')).settle();
      // With something left it is no reason to stop at all.
      const other = make();
      (await take(other.budget, 'orders')).settle({
        status: 200,
        headers: { ...headers, 'x-rate-limit-requests-left': '3' },
      });
      (await take(other.budget, 'catalogue')).settle();
    },
  );

  it.each(['0', '1', '1000000000000', '99999999999999'])('that name the quota %s keep nobody out', async (quota) => {
    const { budget, clock } = make();
    for (let window = 0; window < 3; window += 1) {
      const headers = {
        'x-rate-limit-requests-left': '1',
        'x-rate-limit-time-reset-ms': '20000',
        'x-rate-limit-requests-quota': quota,
      };
      (await take(budget, 'orders')).settle({ status: 200, headers });
      clock.now += 30_000;
    }
    (await take(budget, 'catalogue')).settle();
  });

  it('are forgotten where our clock was set back', async () => {
    const { budget, clock } = make();
    await reported(budget, 0);
    clock.now -= 24 * 60 * 60 * 1000;
    (await take(budget, 'orders')).settle();
  });

  it('of one 429 after another stop for longer each time, up to five minutes, and a good answer ends that', async () => {
    const { budget, clock } = make();
    const waits: (number | undefined)[] = [];
    for (let at = 0; at < 10; at += 1) {
      (await take(budget, 'orders')).settle({ status: 429, headers: { 'x-rate-limit-time-reset-ms': '0' } });
      const { retryAfterMs } = (await refusal(take(budget, 'orders'))).detail;
      waits.push(retryAfterMs);
      clock.now += retryAfterMs ?? 0;
    }
    expect(waits.slice(0, 4)).toEqual([1_000, 5_000, 10_000, 20_000]);
    expect(waits.at(-1)).toBe(300_000);
    await reported(budget, 100);
    (await take(budget, 'orders')).settle({ status: 429, headers: { 'retry-after': '7' } });
    expect((await refusal(take(budget, 'orders'))).detail.retryAfterMs).toBe(7_000);
  });

  it('of 429s to requests under way together are one stop', async () => {
    const { budget } = make();
    const running = await Promise.all(Array.from({ length: 8 }, () => take(budget, 'orders')));
    for (const lease of running) lease.settle({ status: 429, headers: {} });
    expect((await refusal(take(budget, 'orders'))).detail.retryAfterMs).toBe(5_000);
  });

  it('of an answer that was overtaken do not raise what is left', async () => {
    const { budget } = make();
    const [early, late] = [await take(budget, 'orders'), await take(budget, 'orders')];
    late.settle(answer(0));
    early.settle(answer(100));
    expect((await refusal(take(budget, 'orders'))).type).toBe('Throttled');
  });

  it('of a new window do', async () => {
    const { budget, clock } = make();
    const late = await take(budget, 'orders');
    await reported(budget, 0, 10_000);
    clock.now += 9_000;
    late.settle(answer(149, 29_999));
    (await take(budget, 'catalogue')).settle();
  });

  it('of a changed plan do', async () => {
    const { budget } = make();
    const late = await take(budget, 'orders');
    await reported(budget, 0);
    late.settle(answer(400, 20_000, 450));
    (await take(budget, 'orders')).settle();
  });

  it.each([
    ['its reset', { 'x-rate-limit-time-reset-ms': '7000' }, 7_000],
    ['its retry-after', { 'retry-after': '7' }, 7_000],
    ['nothing', {}, 5_000],
    ['a window that ends now beside another wait', { 'x-rate-limit-time-reset-ms': '0', 'retry-after': '60' }, 60_000],
  ])('of a 429 with %s stop everybody until then', async (_name, headers, waitMs) => {
    const { budget, clock } = make();
    (await take(budget, 'orders')).settle({ status: 429, headers });
    expect((await refusal(take(budget, 'orders'))).detail.retryAfterMs).toBe(waitMs);
    clock.now += waitMs;
    (await take(budget, 'orders')).settle();
  });
});

describe('requests at once', () => {
  it('are few when little is left, and the most urgent goes first', async () => {
    const { budget } = make();
    await reported(budget, 60);
    const running = [];
    for (let i = 0; i < 16; i += 1) running.push(await take(budget, 'orders'));
    const order: string[] = [];
    const later = (['tracking', 'orders', 'stock'] as const).map(async (priority) => {
      const lease = await take(budget, priority);
      order.push(priority);
      lease.settle();
    });
    running.forEach((lease) => lease.settle());
    await Promise.all(later);
    expect(order).toEqual(['orders', 'tracking', 'stock']);
  });

  it('that give up waiting leave their place to the next', async () => {
    const { budget } = make();
    await reported(budget, 3);
    const running = await take(budget, 'orders');
    const cancel = new AbortController();
    const reason = new Error('gone');
    const first = budget.take('abc', 'orders', call, cancel.signal);
    const second = take(budget, 'orders');
    running.settle(answer(2));
    cancel.abort(reason);
    await expect(first).rejects.toBe(reason);
    (await second).settle();
  });

  it('that are cancelled before they start take nothing', async () => {
    const { budget } = make();
    const reason = new Error('gone');
    await expect(budget.take('abc', 'orders', call, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('two workers and a third party on one store', () => {
  /** A store's window of 150 requests in 30 s, in simulated time. */
  class Store {
    windowEnd = 0;
    left = 0;
    refused = 0;
    served = 0;
    readonly clock: { readonly now: number };
    constructor(clock: { readonly now: number }) {
      this.clock = clock;
    }
    answer(): ReturnType<typeof answer> {
      if (this.clock.now >= this.windowEnd) {
        this.windowEnd = this.clock.now + 30_000;
        this.left = 150;
      }
      const reset = this.windowEnd - this.clock.now;
      if (this.left === 0) {
        this.refused += 1;
        return answer(0, reset, 150, 429);
      }
      this.left -= 1;
      this.served += 1;
      return answer(this.left, reset);
    }
  }

  it('end with next to no 429, and use what there is', async () => {
    const clock = { now: 1_000_000 };
    const store = new Store(clock);
    const budgets = [0, 1].map(() => createQuotaBudget({ now: () => clock.now, random: () => 0 }));
    const priorities: Priority[] = ['orders', 'stock', 'catalogue', 'orders'];
    let throttled = 0;
    let theirs = 0;
    // Each tick: both workers send up to eight requests at once, whose answers are read one by one in the next tick.
    for (let tick = 0; tick < 1_200; tick += 1) {
      clock.now += 250;
      const leases: Lease[] = [];
      for (const budget of budgets) {
        for (let i = 0; i < 8; i += 1) {
          const cancel = new AbortController();
          const taking = budget.take('abc', priorities[i % 4] ?? 'orders', call, cancel.signal);
          // One that would have to wait for a place gives up: the loop itself is the waiting.
          const outcome = await Promise.race([
            taking.then(
              (lease) => lease,
              () => 'refused' as const,
            ),
            new Promise<'waits'>((resolve) => setImmediate(resolve, 'waits')),
          ]);
          if (outcome === 'refused') throttled += 1;
          else if (outcome !== 'waits') leases.push(outcome);
          cancel.abort(new Error('not now'));
          await taking.catch(() => undefined);
        }
      }
      if (tick % 2 === 0 && theirs < store.served) {
        const before = store.refused;
        store.answer();
        store.refused = before;
        theirs += 1;
      }
      for (const lease of leases) lease.settle(store.answer());
    }
    expect(store.served).toBeGreaterThan(1_200);
    expect(throttled).toBeGreaterThan(0);
    // At most about one a window and worker: what a race for the last request costs.
    expect(store.refused).toBeLessThanOrEqual(store.served * 0.02);
  });
});
