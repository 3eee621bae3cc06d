import { IGNORE_CODE, type ShippingLink } from '../../src/contract/shipping.ts';
import type { Step } from './step.ts';

/** What the merchant links. “Flat Rate” is forgotten, as happens: the day shows what then becomes of an order. */
const links: readonly ShippingLink[] = [
  { method: 'DHL*', code: 'DHL-EXPRESS' },
  { method: 'DHL-Economy', code: 'DHL-ECONOMY' },
  {
    ...{ method: 'Omniva*', code: 'OMNIVA', pickUpPoint: 'required' },
    where: [{ kind: 'form-field', name: 'Pick-up point' }],
  },
];

/** Days of past orders that the preview judges. */
const PREVIEW_DAYS = 30;

/** Guide step 3: the store's methods, linked to the warehouse's. */
export async function shippingMethods(step: Step): Promise<void> {
  const methods = await step.ask('the store’s shipping methods', () => step.shop.shipping.storeMethods());
  for (const { zone, name, linkedTo } of methods) {
    step.show(`${name}${zone === '' ? '' : ` (${zone})`}${linkedTo === undefined ? '' : ` → ${linkedTo}`}`);
  }
  for (const link of links) {
    const { warnings } = await step.ask(`${link.method} is linked`, () => step.shop.shipping.link(link));
    const point = link.pickUpPoint === undefined ? '' : ', to the pick-up point that the address’s form names';
    step.show(`linked: ${link.method} → ${link.code}${point}`);
    for (const warning of warnings) step.show(`  ${warning}`);
  }
  const saved = await step.ask('the links', () => step.shop.shipping.links());
  const preview = await step.ask('the preview on past orders', () =>
    step.shop.shipping.preview({ links: [...saved], days: PREVIEW_DAYS }),
  );
  step.show(
    `on ${preview.orders} past orders: ${preview.matched.map(({ code, orders }) => `${orders}× ${code}`).join(', ')}` +
      preview.unmatched.map(({ method, orders }) => `, ${orders}× “${method}” not linked`).join(''),
  );

  const { store, warehouse } = await step.sides.read();
  const past = new Set(store.orders.flatMap(({ addresses }) => addresses.map(({ shippingMethod }) => shippingMethod)));
  const listed = new Set(methods.map(({ name }) => name));
  const unseen = [...past].filter((name) => !listed.has(name));
  step.require(unseen.length === 0, 'every method that orders came with is listed', unseen);
  step.verified('store', `its orders came by ${[...past].join(', ')}: all are listed`);
  const codes = saved.map(({ code }) => code).filter((code) => code !== IGNORE_CODE);
  const unknown = codes.filter((code) => !warehouse.shippingCodes.includes(code));
  step.require(
    unknown.length === 0 && saved.length === links.length,
    'the saved links lead to codes that the merchant has',
    [`saved: ${saved.map(({ method, code }) => `${method} → ${code}`).join(', ')}`, ...unknown],
  );
  step.verified('warehouse', `${codes.join(', ')} are shipping codes of merchant ${warehouse.merchantId}`);
}
