import fc from 'fast-check';
import { describe, it } from 'vitest';
import { createTokenCache } from '../../../src/myogo/token-cache.ts';
import type { MerchantApi } from '../../../src/myogo/client.ts';
import { anyAnswer, expectTyped, times } from '../http/arbitrary-answers.ts';
import { fixedTransport } from '../http/fixed-transport.ts';
import { merchantAnswering, orderRow } from './merchant.ts';

async function drained(pages: AsyncIterable<{ readonly more: boolean }>): Promise<void> {
  for await (const page of pages) if (!page.more) return;
}

const product = { code: 'A', languageCode: 'en' };
const order = {
  reference: 'r',
  customer: { name: 'Test Person', address1: 'Testikatu 5', city: 'Helsinki', countryCode: 'FI' },
  orderLines: [{ code: 'A', quantity: 1 }],
};

const operations: [string, unknown, (merchant: MerchantApi) => Promise<unknown>][] = [
  ['orders', [orderRow('r'), orderRow('s')], (merchant) => drained(merchant.orders.pages({ limit: 2 }))],
  ['an order', [orderRow('r')], (merchant) => merchant.orders.byReference('r')],
  ['an order in full', [orderRow('r')], (merchant) => merchant.orders.full('r')],
  ['a new order', orderRow('r'), (merchant) => merchant.orders.create(order)],
  ['a changed order', orderRow('r'), (merchant) => merchant.orders.update('r', order)],
  [
    'products',
    [{ ...product, editTime: '2026-01-15T10:22:31Z' }],
    (merchant) => drained(merchant.products.pages({ limit: 1 })),
  ],
  ['a product', product, (merchant) => merchant.products.update('A', product)],
  [
    'stock',
    [{ productCode: 'A', stock: 1, stockAvailable: 1 }],
    (merchant) => drained(merchant.stock.pages({ limit: 1 })),
  ],
  [
    'goods in',
    [{ reference: 'PO', products: [{ code: 'A' }] }],
    (merchant) => drained(merchant.stockUpdates.pages({})),
  ],
  ['webhooks', [{ id: 'x', url: 'x', type: 1 }], (merchant) => merchant.webhooks.list()],
];

describe('whatever myOGO answers, the outcome is a value or a typed, discreet failure', () => {
  it.each(operations)('%s', { timeout: 120_000 * times }, async (_name, document, run) => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAnswer(document), { minLength: 1, maxLength: 3 }), async (answers) => {
        let next = 0;
        const { merchant } = merchantAnswering(() => {
          const answer = answers[Math.min(next, answers.length - 1)];
          next += 1;
          return answer ?? { status: 500, headers: {}, text: '' };
        });
        await expectTyped(() => run(merchant), ['merchant-secret', 'client-secret', 'Testikatu', 'Person']);
      }),
      { numRuns: 350 * times },
    );
  });

  it('a token', { timeout: 120_000 * times }, async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer({ access_token: 'x', expires_in: 5400 }), async (answer) => {
        const transport = fixedTransport(() => answer);
        const tokens = createTokenCache({
          tokenUrl: 'https://my.example.test/OAuth/Token',
          clientId: 'client',
          clientSecret: 'client-secret',
          transport,
        });
        await expectTyped(
          () => tokens.get({ merchantId: 'm', secretToken: 'merchant-secret' }),
          ['merchant-secret', 'client-secret'],
        );
      }),
      { numRuns: 350 * times },
    );
  });
});
