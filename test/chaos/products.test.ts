import { expect, inject, it } from 'vitest';
import { chaosWorld } from './order-world.ts';

const long = process.env['TEST_LONG'] === '1';
const ROWS = long ? 400 : 60;
const KILLS = long ? 10 : 2;
/** Seven rows of the seeded catalogue cannot be created. */
const UNUSABLE = 7;
const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);

it(
  `${ROWS} rows of a catalogue and ${KILLS} kills in the middle: each product is created once`,
  { timeout: long ? 1_200_000 : 240_000 },
  async () => {
    process.stdout.write(`seed ${seed}: TEST_SEED=${seed} repeats it\n`);
    const world = await chaosWorld(inject('temporalAddress'), seed);
    const { sandbox, ogoship, random } = world;
    try {
      const store = sandbox.control.addStore({ products: ROWS });
      const shop = ogoship.integration(store.storeHash);
      await shop.connect({
        bigcommerce: { apiToken: store.apiToken },
        myogo: { merchantId: store.merchantId, secretToken: store.secretToken },
        settings: { enableLatestChanges: 'by-hand' },
      });
      const created = () => sandbox.control.ledger().effects['myogo product created'] ?? {};
      // Counted in products, so that every kill hits the run at its work.
      const moments = Array.from({ length: KILLS }, () => random.integer(1, ROWS - UNUSABLE - 5)).sort((a, b) => a - b);
      const { seq } = sandbox.control.ledger();
      const run = await shop.products.create({ all: true });
      const ours = (key: string) => key.startsWith(`${store.merchantId}/`);
      for (const moment of moments) {
        await sandbox.waitFor(
          ({ name }) =>
            name === 'myogo product created' && Object.keys(created()).filter((key) => ours(key)).length >= moment,
          { since: seq, timeoutMs: 120_000 },
        );
        world.kill();
      }
      const report = await run.result();
      expect(report.created + report.unchanged).toBe(ROWS - UNUSABLE);
      expect(report).toMatchObject({ refusedCount: UNUSABLE, cancelled: false });
      const times = Object.entries(created()).filter(([key]) => ours(key));
      expect(times).toHaveLength(ROWS - UNUSABLE);
      expect(times.filter(([, count]) => count !== 1)).toEqual([]);
    } finally {
      await world.close();
    }
  },
);
