import { describe, expect, test } from 'vitest';
import { codesOfBought } from '../../../../src/activities/products/bought-codes.ts';
import { ProductMemory } from '../../../../src/activities/products/product-memory.ts';
import type { OpenConnection } from '../../../../src/activities/runtime/connections.ts';
import type { Dependencies } from '../../../../src/activities/runtime/dependencies.ts';
import type { OddRow } from '../../../../src/http/rows.ts';

/** A store whose variants' list says this, and a myOGO that has products of these codes, which are nobody's. */
function world(rows: readonly object[], unreadable: readonly OddRow[], codes: readonly string[]) {
  const page = { rows, unreadable, leftOut: [], page: 1, more: false, serverTime: undefined };
  const open = {
    connection: { storeHash: 'abc123', merchantId: '5' },
    store: { catalogue: { variants: { list: () => Promise.resolve(page) } } },
    merchant: {
      products: { byCode: (code: string) => Promise.resolve(codes.includes(code) ? [{ id: code, code }] : []) },
    },
  } as unknown as OpenConnection; // what is used of it
  return { open, deps: { products: new ProductMemory() } as Dependencies };
}

const bought = { sku: 'OLD', productId: 1, variantId: 7 };
const odd = { kind: 'variant', id: 7, field: 'product_id', expected: 'number' } as const;

describe('what a variant is called today', () => {
  test('is its code where both sides have it', async () => {
    const { deps, open } = world([{ id: 7, sku: 'NEW' }], [], ['NEW', 'OLD']);
    expect(await codesOfBought(deps, open, [bought], { mayBeOld: true })).toEqual(['NEW']);
  });

  test.each<[string, OddRow]>([
    ['its own row', odd],
    ['a row without a readable key', { kind: 'variant', field: 'id' }],
  ])('is not guessed where %s cannot be read: an order is held, and the row is named', async (_, row) => {
    const { deps, open } = world([], [row], ['OLD']);
    await expect(codesOfBought(deps, open, [bought], { mayBeOld: true })).rejects.toMatchObject({
      type: 'UnexpectedResponse',
      detail: { side: 'bigcommerce', field: row.field },
    });
  });

  test('is told by its own row, whatever is wrong with another', async () => {
    const rows = [{ id: 7, sku: 'NEW' }];
    const { deps, open } = world(
      rows,
      [
        { ...odd, id: 8 },
        { kind: 'variant', field: 'id' },
      ],
      ['NEW'],
    );
    expect(await codesOfBought(deps, open, [bought], { mayBeOld: true })).toEqual(['NEW']);
  });

  test('is nothing where the variant is gone: what was bought keeps its code', async () => {
    const { deps, open } = world([], [{ ...odd, id: 8 }], ['OLD']);
    expect(await codesOfBought(deps, open, [bought], { mayBeOld: true })).toEqual(['OLD']);
  });

  test('is heard of where levels are computed, and no other code is lost by it', async () => {
    const heard: string[] = [];
    const { deps, open } = world([{ id: 9, sku: 'THIRD' }], [odd], ['OLD', 'THIRD']);
    const other = { sku: 'ELSE', productId: 2, variantId: 9 };
    const unread = ({ sku }: { sku: string }, { field }: OddRow) => void heard.push(`${sku} ${field}`);
    expect(await codesOfBought(deps, open, [bought, other], { mayBeOld: true, unread })).toEqual([undefined, 'THIRD']);
    expect(heard).toEqual(['OLD product_id']);
  });
});
