import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createQuotaBudget } from '../../../src/http/budget.ts';
import { HttpFailure, type Call } from '../../../src/http/failure.ts';
import { LONGEST_WAIT_MS, retryAfterMs } from '../../../src/http/headers.ts';
import { anyHeaders, times } from './arbitrary-answers.ts';

const call: Call = { side: 'bigcommerce', operation: 'GET /x', writes: false };
const priorities = ['orders', 'tracking', 'stock', 'catalogue'] as const;
const anyStatus = fc.constantFrom(200, 204, 401, 403, 404, 429, 500, 503, 509);
const JITTER_MS = 2_000;

/** What a request is told: that it may go, or how long to wait. */
async function take(budget: ReturnType<typeof createQuotaBudget>, priority: (typeof priorities)[number]) {
  try {
    return await budget.take('abc123', priority, call);
  } catch (error) {
    if (error instanceof HttpFailure) return error.detail.retryAfterMs;
    throw error;
  }
}

it('whatever headers say, a store is stopped for a while that ends, and never for good', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(anyStatus, anyHeaders, fc.constantFrom(...priorities)), { minLength: 1, maxLength: 12 }),
      async (answers) => {
        let now = Date.parse('2026-01-01T00:00:00Z');
        const budget = createQuotaBudget({ now: () => now, maxStores: 1 });
        for (const [status, headers, priority] of answers) {
          const taken = await take(budget, priority);
          if (typeof taken === 'object') taken.settle({ status, headers });
          else {
            expect(taken).toBeGreaterThanOrEqual(1_000);
            expect(taken).toBeLessThanOrEqual(LONGEST_WAIT_MS + JITTER_MS);
            now += taken ?? 0;
          }
        }
        // Every kind of work has its turn again, once what was said of the window is over.
        now += LONGEST_WAIT_MS;
        for (const priority of priorities) {
          const taken = await take(budget, priority);
          expect(taken).toBeTypeOf('object');
          if (typeof taken === 'object') taken.settle();
        }
      },
    ),
    { numRuns: 2_000 * times },
  );
});

it('whatever headers say, a pause that they ask for is one from a second to an hour, or none', () => {
  fc.assert(
    fc.property(anyHeaders, fc.integer(), (headers, now) => {
      const wait = retryAfterMs(headers, now);
      if (wait === undefined) return;
      expect(wait).toBeGreaterThanOrEqual(1_000);
      expect(wait).toBeLessThanOrEqual(LONGEST_WAIT_MS);
    }),
    { numRuns: 5_000 * times },
  );
});

it.each([
  ['ends now', '0', '90', 90_000],
  ['ends in a moment', '999', 'Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
  ['ends in a day', '86400000', '90', 90_000],
  ['ends in a minute', '60000', '90', 60_000],
])('where a window %s, what else a refusal says is heeded', (_, reset, after, wait) => {
  const headers = { 'x-rate-limit-time-reset-ms': reset, 'retry-after': after };
  expect(retryAfterMs(headers, Date.parse('2026-10-21T07:28:00Z'))).toBe(wait);
});
