import { startSandbox } from '../../dev/stand-ins/start.ts';
import { currentLevel } from '../../dev/stand-ins/store/stock-levels.ts';

/*
 * The sandbox in a process of its own, with a warehouse that has what the store shows: as after a catalogue was created
 * and its goods came. Arguments: the catalogue's size, and how many SKUs the warehouse has more of. Its first line is that of
 * `npm run sandbox`.
 */
const sandbox = await startSandbox({ seed: 1, products: Number(process.argv[2]) });
const { storeUrl, warehouseUrl, tokenUrl, credentials, control, ledger } = sandbox;
let differing = Number(process.argv[3]);
ledger.silently(() => {
  const store = control.store();
  const goods: Record<string, number> = {};
  for (const variant of store.catalogue.variants.values()) {
    const { sku } = variant;
    if (sku === '' || sku in goods) continue;
    control.addWarehouseProduct({ code: sku });
    // Generated rows only: the hand-made ones are doubled or untracked on purpose.
    const more = sku.startsWith('GEN-') && differing > 0 ? 3 : 0;
    if (more > 0) differing -= 1;
    goods[sku] = currentLevel(store, variant) + more;
  }
  control.goodsIn(goods);
});
console.log(JSON.stringify({ storeUrl, warehouseUrl, tokenUrl, ...credentials }));
process.on('SIGTERM', () => void sandbox.close().then(() => process.exit()));
process.on('disconnect', () => process.exit());
