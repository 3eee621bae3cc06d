import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, test } from 'vitest';
import {
  elsewhereOf,
  keptElsewhere,
  readByElsewhere,
  unreadProblem,
} from '../../../../src/activities/products/elsewhere/kept-elsewhere.ts';
import type { Order } from '../../../../src/bigcommerce/orders/order-schema.ts';
import type { StoreHash } from '../../../../src/contract/ids.ts';
import { ProductMemory } from '../../../../src/activities/products/product-memory.ts';
import {
  categoriesIn,
  isNotAtWarehouse,
  isSkuOrCategory,
  mayBeElsewhere,
  type KeptElsewhere,
} from '../../../../src/domain/shared/not-at-warehouse.ts';
import { answering } from '../../http/fixed-transport.ts';
import { storeAnswering } from '../../bigcommerce/store.ts';

type Given = Parameters<typeof keptElsewhere>;

const page = (data: readonly object[]) =>
  answering(200, { data, meta: { pagination: { current_page: 1, total_pages: 1 } } });

/** A store with two products in category 24 and one in 25; what is kept elsewhere, asked for as often as is said. */
function elsewhere(notAtWarehouse: readonly string[], odd: readonly object[] = []) {
  const { store, sent } = storeAnswering((_, path, query) => {
    if (path === '/v3/catalog/products') {
      const category = query.get('categories:in');
      return page(category === '24' ? [{ id: 1 }, { id: 2 }] : category === '25' ? [{ id: 3 }] : []);
    }
    const variants = [
      { id: 11, product_id: 1, sku: 'SOFA-RED' },
      { id: 12, product_id: 1, sku: 'SOFA-*' },
      { id: 21, product_id: 2, sku: '' },
      { id: 31, product_id: 3, sku: 'Lamp ' },
    ];
    const ids = query.get('product_id:in')?.split(',').map(Number) ?? [];
    const rows: readonly object[] = [...odd, ...variants];
    return page(rows.filter((row) => !('product_id' in row) || ids.includes(Number(row.product_id))));
  });
  const deps = { products: new ProductMemory() } as unknown as Given[0];
  const open = { connection: { storeHash: 'h', settings: { notAtWarehouse } }, store } as unknown as Given[1];
  const environment = new MockActivityEnvironment();
  const look = () => keptElsewhere(deps, open);
  const ask = () => environment.run<[], readonly string[], typeof look>(look);
  const whole = () => elsewhereOf(deps, open);
  const askWhole = () => environment.run<[], KeptElsewhere, typeof whole>(whole);
  return { ask, askWhole, sent };
}

describe('what the merchant keeps elsewhere', () => {
  test('is the setting itself, without a request, where it names no category', async () => {
    const entries = ['GIFT*', 'A-1'];
    const { ask, sent } = elsewhere(entries);
    expect(await ask()).toBe(entries);
    expect(sent).toEqual([]);
  });

  test('is all that its categories have, each asked for by itself, and once in some minutes', async () => {
    const { ask, sent } = elsewhere(['GIFT*', 'category:24', 'Category: 25']);
    const entries = await ask();
    const is = (sku: string) => isNotAtWarehouse(entries, sku);
    expect(['SOFA-RED', 'sofa-red', 'GIFT-9', 'lamp'].map(is)).toEqual([true, true, true, true]);
    expect(['SOFA-BLUE', '', 'category:24'].map(is)).toEqual([false, false, false]);
    const asked = sent.length;
    expect(asked).toBe(4);
    expect(await ask()).toBe(entries);
    expect(sent).toHaveLength(asked);
  });

  test('of a category that has nothing, or is not there, is nothing', async () => {
    expect(isNotAtWarehouse(await elsewhere(['category:99']).ask(), 'SOFA-RED')).toBe(false);
  });

  describe('of a category with a row that cannot be read', () => {
    const sold = (sku: string, variantId: number, productId: number) => ({ sku, variantId, productId });
    const judged = async (odd: object) => {
      const kept = await elsewhere(['category:24'], [odd]).askWhole();
      return {
        kept,
        unknown: [sold('BLUE', 13, 1), sold('SOFA-RED', 11, 1), sold('TABLE', 22, 2), sold('LAMP', 31, 3)].flatMap(
          (one) => (mayBeElsewhere(kept, one) ? [one.sku] : []),
        ),
      };
    };

    test.each<[string, object, readonly string[]]>([
      ['is unknown of that variant', { id: 13, product_id: 1, sku: {} }, ['BLUE']],
      ['is unknown of its product where it has no id', { id: null, product_id: 2, sku: {} }, ['TABLE']],
      ['is unknown of all its products where it says nothing', { id: 'x y', sku: [] }, ['BLUE', 'TABLE']],
      ['is known of a row whose SKU can be read', { id: 13, product_id: 'one', sku: 'BLUE' }, []],
    ])('%s', async (_, odd, unknown) => {
      expect((await judged(odd)).unknown).toEqual(unknown);
    });

    test('holds an order with goods of that variant that are still to leave, and no other', async () => {
      const { kept } = await judged({ id: 13, product_id: 1, sku: {} });
      const order = (line: object) => {
        const none = { type: 'physical', quantity: 2, quantityShipped: 0, quantityRefunded: 0 };
        const shipping = [{ lines: [{ ...none, ...line }] }];
        return { shipping } as unknown as Parameters<typeof unreadProblem>[1]; // only what is read
      };
      expect(unreadProblem(kept, order(sold('BLUE', 13, 1)))).toEqual({
        field: 'notAtWarehouse',
        message:
          'BLUE: Whether it is kept elsewhere cannot be told: a row of a category in notAtWarehouse cannot be read (variant 13: sku, expected string).',
      });
      expect(unreadProblem(kept, order({ ...sold('BLUE', 13, 1), quantityRefunded: 2 }))).toBeUndefined();
      expect(unreadProblem(kept, order({ ...sold('BLUE', 13, 1), quantityShipped: 2 }))).toBeUndefined();
      expect(unreadProblem(kept, order({ ...sold('BLUE', 13, 1), type: 'digital' }))).toBeUndefined();
      expect(unreadProblem(kept, order(sold('LAMP', 31, 3)))).toBeUndefined();
    });
  });

  test.each([
    ['category:24', true, [24]],
    ['CATEGORY: 7 ', true, [7]],
    ['category:', false, []],
    ['category:Gifts', false, []],
    ['category:0', false, []],
    ['category:1.5', false, []],
    ['categoryX', true, []],
    ['A*', true, []],
  ])('“%s” is read as a SKU or a category: %s', (entry, isRight, ids) => {
    expect([isSkuOrCategory(entry), categoriesIn([entry])]).toEqual([isRight, ids]);
  });
});

test('an order is read by the settings of now where some leave goods of it out: nobody would notice that those of before did', async () => {
  const opened = async (notAtWarehouse: readonly string[], fresh: boolean, sku = 'SOFA-1') => {
    const asked: unknown[] = [];
    const open = (_hash: string, _priority: string, age: object) => {
      asked.push(age);
      return Promise.resolve({ connection: { settings: { notAtWarehouse } } });
    };
    const deps = { connections: { open } } as unknown as Parameters<typeof readByElsewhere>[0]; // only what is asked
    const order = { shipping: [{ lines: [{ type: 'physical', sku }] }] } as unknown as Pick<Order, 'shipping'>; // as far as it is read here
    await readByElsewhere(deps, { storeHash: 'abc123' as StoreHash, fresh }, () => Promise.resolve(order));
    return asked;
  };
  expect(await opened([], false)).toEqual([{ fresh: false }]);
  expect(await opened(['SOFA*'], false)).toEqual([{ fresh: false }, { fresh: true }]);
  expect(await opened(['SOFA*'], true)).toEqual([{ fresh: true }]);
  // Most orders have none of it: they cost no further question.
  expect(await opened(['SOFA*'], false, 'LAMP')).toEqual([{ fresh: false }]);
});
