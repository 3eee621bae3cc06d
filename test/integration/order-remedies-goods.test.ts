import { afterAll, beforeAll, describe } from 'vitest';
import { performRemedies } from '../support/remedies/perform-remedies.ts';
import { openRemedies, type RemedyDesk } from '../support/remedies/remedy-desk.ts';
import type { Ends, RowsOf } from '../support/remedies/remedy-table.ts';

let desk: RemedyDesk;
beforeAll(async () => {
  desk = await openRemedies();
  desk.shop.stock({ A: 500 });
});
afterAll(() => desk.close());

const dhl = { shippingMethod: 'DHL Express', country: 'FI' };
let count = 0;
const newSku = (word: string) => `${word}-${(count += 1)}`;
const control = () => desk.shop.sandbox.control;
/** Three pieces of A that the warehouse has, and one line that it has not. */
async function beside(line: { readonly sku: string; readonly name?: string }): Promise<number> {
  const lines = [{ sku: 'A', name: 'A', quantity: 3 }, line];
  return (await desk.desk.order({ lines }, { inWarehouse: false })).orderId;
}
const inStore = (sku: string) => {
  control().addProduct({ name: sku, sku });
  return sku;
};
let creating: Promise<unknown> = Promise.resolve();
/** One selection after the other: the client refuses a second one meanwhile. */
function create(sku: string): Promise<unknown> {
  const next = creating.then(async () => (await desk.store.products.create({ skus: [sku] })).result());
  creating = next;
  return next;
}
const odd = (orderId: number) => desk.sku(orderId, 1);
const renameInMyogo = (from: string, to: string) => {
  const merchant = control().merchant();
  const held = merchant.product(from);
  if (held === undefined) throw new TypeError(`myOGO has no ${from}`);
  merchant.renameProduct(held, to);
  merchant.touchProduct(held, Date.now());
};
/** The code in myOGO that a row renames, by its order. */
const codes = new Map<number, readonly [string, string]>();
const renamed = (orderId: number) => codes.get(orderId) ?? (['', ''] as const);

const whole = { stage: 'handed-over', standing: ['REF NEW 3A+1B'] } as const satisfies Ends;
const rest = { stage: 'handed-over', standing: ['REF NEW 3A'] } as const satisfies Ends;
const none = { stage: 'cancelled', standing: [] } as const satisfies Ends;
const decisions = { 'treat-as-done': rest, cancel: none };

const rows: RowsOf<'goods'> = {
  'sku-missing': {
    hold: () => beside({ sku: '', name: 'Thing' }),
    ways: {
      'refund it in the store': {
        ...rest,
        act: (id) =>
          desk.inStore(id, () => {
            const line = desk.shop.storeOrder(id).lines[1]?.orderProductId ?? 0;
            desk.acts.refund(id, [{ orderProductId: line, quantity: 1 }]);
          }),
      },
    },
    decisions,
    says: ['An ordered line keeps the SKU that it was bought with.'],
  },
  'code-of-another-product': {
    hold: async () => {
      const [bought, other] = [inStore(newSku('BOUGHT')), newSku('OTHER')];
      await create(bought);
      control().changeProduct(bought, { newSku: newSku('FIRST') });
      inStore(other);
      await create(other);
      control().changeProduct(other, { newSku: newSku('SECOND') });
      // What was bought bore one code that myOGO has for another product, and bears another such code today.
      inStore(bought);
      const lines = [{ sku: 'A', name: 'A', quantity: 3 }, { sku: bought }];
      const { orderId } = desk.shop.placeOrder({ ...dhl, lines, statusId: 7 }, { inWarehouse: false });
      control().changeProduct(bought, { newSku: other });
      await desk.shop.startOrder(orderId);
      await desk.rest(orderId);
      await desk.inStore(orderId, () => desk.acts.setStatus(orderId, 11));
      codes.set(orderId, [bought, other]);
      return orderId;
    },
    ways: {
      'Have the codes changed in myOGO': {
        stage: 'handed-over',
        standing: ['REF NEW 3A+1OTHER'],
        shipped: { told: ['AT-REF 3A+1B'] },
        withinTheHour: true,
        act: (id) => {
          const [, other] = renamed(id);
          renameInMyogo(other, newSku('SECOND'));
          desk.shop.stock({ [other]: 50 });
        },
      },
    },
    decisions,
    says: ['so that each product has the SKU that it has in the store:'],
  },
  'code-of-several-products': {
    hold: () => {
      const sku = newSku('TWIN');
      desk.shop.stock({ [sku]: 50 });
      control().addWarehouseProduct({ code: sku, twin: true });
      return beside({ sku, name: sku });
    },
    ways: {
      'Ask the warehouse’s people to merge them, then retry': {
        ...whole,
        act: (id) => {
          const [, twin] = control().merchant().withCode(odd(id));
          if (twin !== undefined) twin.code = `${odd(id)}-merged`;
        },
      },
    },
    decisions,
  },
  'impossible-code': {
    hold: () => beside({ sku: `${newSku('A')}/B`, name: 'Odd' }),
    ways: {},
    decisions,
    says: ['The line keeps the SKU that it was bought with:'],
  },
  'not-a-store-product': {
    hold: () => beside({ sku: newSku('MADE'), name: 'Made' }),
    ways: {
      'Have the warehouse’s people create a product of this code, then retry': {
        ...whole,
        act: (id) => {
          desk.shop.stock({ [odd(id)]: 5 });
        },
      },
    },
    decisions,
  },
  'unknown-product': [
    {
      hold: () => beside({ sku: inStore(newSku('NEW')) }),
      ways: {
        'Create the product in myOGO (products create)': {
          stage: 'handed-over',
          standing: ['REF NEW 3A+1B'],
          withinTheHour: true,
          act: async (id) => {
            await create(odd(id));
            desk.shop.stock({ [odd(id)]: 5 });
          },
        },
      },
      decisions,
    },
    {
      hold: async () => {
        const [old, now] = [inStore(newSku('OLD')), newSku('NOW')];
        desk.shop.stock({ [old]: 50 });
        control().changeProduct(old, { newSku: now });
        const orderId = await beside({ sku: now });
        codes.set(orderId, [old, now]);
        return orderId;
      },
      ways: {
        'change it back': {
          stage: 'handed-over',
          standing: ['REF NEW 3A+1OLD'],
          shipped: { told: ['AT-REF 3A+1B'] },
          withinTheHour: true,
          act: (id) => {
            const [old, now] = renamed(id);
            control().changeProduct(now, { newSku: old });
          },
        },
        'have its code changed in myOGO': {
          ...whole,
          withinTheHour: true,
          act: (id) => renameInMyogo(...renamed(id)),
        },
      },
      decisions,
    },
  ],
};

/** Where the merchant wants missing products created, and one cannot be. */
const refused: RowsOf<'creation'> = {
  'product-not-in-myogo': {
    hold: () => {
      const sku = inStore(newSku('NOT-FOR-SALE'));
      const held = beside({ sku });
      control().changeProduct(sku, { forSale: false });
      return held;
    },
    ways: {
      'correct it in the store, then retry': {
        stage: 'handed-over',
        standing: ['REF PENDING 3A+1B'],
        act: (id) => control().changeProduct(odd(id), { forSale: true }),
      },
    },
    decisions,
  },
};

describe('an order of goods that the warehouse does not know', () => {
  performRemedies(() => desk, rows);
});

describe('an order of goods that cannot be created', () => {
  beforeAll(async () => {
    await desk.store.changeSettings({ createMissingProducts: true });
  });
  performRemedies(() => desk, refused);
});
