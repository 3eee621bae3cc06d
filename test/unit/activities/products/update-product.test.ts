import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, test } from 'vitest';
import { updateProduct } from '../../../../src/activities/products/update-product.ts';
import type { OpenConnection } from '../../../../src/activities/runtime/connections.ts';
import { ProductMemory } from '../../../../src/activities/products/product-memory.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import type { Once } from '../../../../src/activities/runtime/write-once.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import type { NewProduct, Product } from '../../../../src/myogo/products.ts';

const storeHash = 'abc123' as StoreHash;
const page = 'https://store-abc123.mybigcommerce.com/mug/#v7';
const held = {
  id: '1',
  code: 'MUG',
  name: 'Mug',
  description: undefined,
  languageCode: 'en',
  supplier: 'Acme',
  supplierCode: undefined,
  group: 'Kitchen',
  eanCode: '96385074',
  supplyPrice: 3,
  salesPrice: undefined,
  currencyCode: 'EUR',
  infoUrl: `${page},def456.v9`,
  pictureUrl: undefined,
  countryOfOrigin: 'EE',
  customsDescription: undefined,
  hsCode: undefined,
  stock: 2,
  stockAvailable: 2,
  reserved: 0,
  incoming: 0,
  editTime: undefined,
} satisfies Product;
const ours = { code: 'MUG', languageCode: 'en', name: 'Mug, new', eanCode: '4006381333931', infoUrl: page };

/** Sends to a myOGO that answers each PUT so, and holds this afterwards. */
async function update(answer: (body: NewProduct) => Product, after?: (body: NewProduct) => Product) {
  const sent: NewProduct[] = [];
  let reads = 0;
  const products = {
    update: (_: string, body: NewProduct) => {
      sent.push(body);
      return Promise.resolve(answer(body));
    },
    byCode: () => {
      reads += 1;
      return Promise.resolve(sent.slice(-1).map((body) => (after ?? answer)(body)));
    },
  };
  const open = {
    connection: { storeHash, merchantId: '5' },
    merchant: { products },
  } as unknown as OpenConnection; // what this step uses of it
  const once: Once = async ({ send }) => ({ found: false, value: await send() });
  const input = { storeHash, sku: 'MUG', productId: 1, variantId: 7 };
  const deps = { products: new ProductMemory() } as Dependencies; // no store but this one is asked about
  const result: unknown = await new MockActivityEnvironment().run(() =>
    updateProduct(deps, open, once, { product: ours, input, held }).catch((error: unknown) => error),
  );
  return { result, sent, reads };
}
const merged = (body: NewProduct): Product => ({ ...held, ...body, eanCode: held.eanCode });

describe('an update of a product in myOGO', () => {
  test('sends the whole product, what was read with our changes in it: absent fields may be blanked there', async () => {
    const { result, sent, reads } = await update(merged);
    expect(result).toEqual({ sku: 'MUG', outcome: 'updated', received: true });
    expect(sent).toEqual([
      {
        code: 'MUG',
        languageCode: 'en',
        name: 'Mug, new',
        supplier: 'Acme',
        group: 'Kitchen',
        eanCode: '96385074',
        supplyPrice: 3,
        currencyCode: 'EUR',
        infoUrl: `${page},def456.v9`,
        countryOfOrigin: 'EE',
      },
    ]);
    expect(reads).toBe(0);
  });

  test('is read back where the answer does not show it', async () => {
    const { result, reads } = await update(() => ({ ...held, group: undefined, infoUrl: undefined }), merged);
    expect(result).toMatchObject({ outcome: 'updated' });
    expect(reads).toBe(1);
  });

  test('that myOGO does not keep is refused, with the fields’ names', async () => {
    for (const [field, part] of [
      ['group', { group: undefined }],
      ['name', { name: held.name }],
    ] as const) {
      const { result, reads } = await update((body) => ({ ...merged(body), ...part }));
      expect(result).toMatchObject({ type: 'Refused', nonRetryable: true });
      expect(String(result)).toContain(field);
      expect(reads).toBe(1);
    }
  });
});
