import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { keptOn } from '../../src/activities/orders/keep-decisions.ts';
import type { DriftReport, LatestChangesReport } from '../../src/contract/changes.ts';
import type { StoreHash } from '../../src/contract/ids.ts';
import type { HintsCarried } from '../../src/contract/integration/hooks.ts';
import { checkMessage } from '../../src/contract/schemas/check-message.ts';
import { integrationInput } from '../../src/contract/schemas/integration.ts';
import { holdsAwaited } from '../../src/contract/schemas/stock.ts';
import type { WatchSnapshot } from '../../src/contract/runs/changes-watch.ts';
import { HintWindow } from '../../src/domain/changes/hint-window.ts';
import { WatchState } from '../../src/domain/changes/watch-state.ts';
import { nextCursor } from '../../src/domain/changes/cursors.ts';
import type { IntegrationSnapshot } from '../../src/domain/integration/integration-snapshot.ts';
import { IntegrationState } from '../../src/domain/integration/integration-state.ts';
import { continued } from '../../src/domain/orders/facts/begin.ts';
import { newFacts, type OrderFacts } from '../../src/domain/orders/facts/facts.ts';
import { nextSteps } from '../../src/domain/orders/next-steps.ts';
import type { CreateProductsSnapshot } from '../../src/domain/products/create-products-snapshot.ts';
import { CreateProductsState } from '../../src/domain/products/create-products-state.ts';
import { AwaitedSkus } from '../../src/domain/stock/awaited/awaited-skus.ts';
import { ticked, waitingFor } from '../../src/domain/stock/carry.ts';
import { driftOf } from '../../src/domain/stock/drift.ts';
import { GoodsInState } from '../../src/domain/stock/goods-in-state.ts';
import type { GoodsInSnapshot } from '../../src/domain/stock/goods-in-snapshot.ts';
import { OwedLedger, type OwedSnapshot } from '../../src/domain/stock/owed-ledger.ts';
import { createSealer, parseKeyRing } from '../../src/security/seal.ts';

const folder = new URL('shapes/', import.meta.url);
const files = readdirSync(folder);
const storeHash = 'sample123' as StoreHash; // such a hash is valid
const now = '2026-12-01T00:00:00.000Z';

/** A sample as version 1 wrote it: the type of what is asked for is what it was then. */
const sample = (name: string): unknown => JSON.parse(readFileSync(new URL(`v1-${name}.json`, folder), 'utf8'));

/** How the present code reads each of them; the samples were left by runs of version 1 (`scripts/record-golden.ts`). */
const readers: Readonly<Record<string, () => void | Promise<void>>> = {
  'integration-carried': () => {
    const carried = sample('integration-carried') as IntegrationSnapshot;
    const { snapshot, status } = new IntegrationState({ storeHash, now: () => now, carried });
    expect(snapshot).toEqual(carried);
    expect(status).toMatchObject({ merchantId: carried.merchantId, settings: { stockBuffer: 0 } });
    expect(status.links.map(({ method }) => method)).toContain('DHL*');
    expect(status.credentialsVersion).toBe(1);
  },
  'fulfil-order-carried': () => {
    const carried = sample('fulfil-order-carried') as OrderFacts;
    const facts = continued(carried, newFacts(carried.storeHash, carried.orderId, false));
    expect(facts).toEqual(carried);
    expect(nextSteps(facts, Date.parse(now)).map(({ kind }) => kind)).toContain('hold');
  },
  'goods-in-carried': () => {
    const carried = sample('goods-in-carried') as GoodsInSnapshot;
    const state = new GoodsInState(carried);
    expect(state.snapshot()).toEqual(carried);
    expect([...state.awaited].sort()).toEqual(['BLANKET-WOOL', 'MUG-ENAMEL']);
  },
  'awaited-part-carried': () => {
    const carried = sample('awaited-part-carried') as { awaited: string };
    const skus = new AwaitedSkus(carried.awaited);
    expect([...skus.all]).toEqual(['A', 'B', 'C']);
    expect(skus.packed()).toBe(carried.awaited);
    expect(carried).toEqual({ awaited: carried.awaited, received: 0, message: 1, handsOn: [] });
  },
  'merchant-goods-carried': () => {
    const stores = sample('merchant-goods-carried') as readonly unknown[];
    expect(stores).toHaveLength(1);
    for (const store of stores) expect(checkMessage(holdsAwaited, store)).toEqual({ ok: true, value: store });
  },
  'owed-ledger-carried': () => {
    const carried = sample('owed-ledger-carried') as OwedSnapshot;
    const ledger = new OwedLedger(carried);
    expect(ledger.snapshot(Date.parse(now))).toEqual(carried);
    expect(ledger.page().rows).toMatchObject([{ orderId: 1, owed: { 'MUG-ENAMEL': expect.any(Number) as number } }]);
  },
  'create-products-carried': () => {
    const carried = sample('create-products-carried') as CreateProductsSnapshot;
    const input = { storeHash, selection: { skus: ['TOWEL-LINEN', 'SOAP-TAR'] } };
    const state = new CreateProductsState(input, Date.parse(now), carried);
    expect(state.snapshot()).toEqual(carried);
    expect(state.progress(Date.parse(now))).toMatchObject({ created: 2 });
  },
  'latest-changes-last-result': () => {
    const { cursors, stockCarry, legs } = sample('latest-changes-last-result') as LatestChangesReport;
    expect(Object.keys(cursors).sort()).toEqual(['myogoOrders', 'myogoStock', 'storeOrders', 'storeProducts']);
    const failed = { kind: 'failed', type: 'Unavailable', message: '' } as const;
    expect(nextCursor(cursors.myogoStock, failed, undefined)).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(legs.storeOrders?.kind).toBe('done');
    expect(stockCarry && waitingFor(ticked(stockCarry), 'several-rows')).toEqual(['ROPE']);
  },
  'hints-carried': () => {
    const carried = sample('hints-carried') as HintsCarried;
    const window = new HintWindow(carried);
    expect({ report: carried.report, ...window.kept }).toEqual(carried);
    expect(window.dueAt).toBeGreaterThan(0);
    expect(carried.putOff).toMatchObject([{ source: 'storeProducts' }]);
  },
  'changes-watch-carried': () => {
    const carried = sample('changes-watch-carried') as WatchSnapshot;
    const state = new WatchState('0-of-1', carried);
    expect(state.snapshot()).toEqual(carried);
    expect(state.dueAt).toBeGreaterThan(0);
  },
  'reconcile-last-result': () => {
    const report = sample('reconcile-last-result') as DriftReport;
    expect(report.trend).toEqual([{ at: report.startedAt, ...driftOf(report) }]);
  },
  'integration-beside-the-schedule': () => {
    const input = { storeHash, continues: sample('integration-beside-the-schedule') };
    expect(checkMessage(integrationInput, input)).toEqual({ ok: true, value: input });
  },
  'decisions-on-the-order': async () => {
    const value = sample('decisions-on-the-order') as string;
    const list = () => Promise.resolve([{ id: 1, namespace: 'ogoship', key: 'decisions', value }]);
    const found = await keptOn({ store: { metafields: { list } } } as never, 100); // all that it asks
    expect(found).toEqual({ kept: JSON.parse(value) as object });
    expect(found).toMatchObject({ kept: { decisions: [{ kind: 'use-code', code: 'POSTI', place: 1 }] } });
  },
  'sealed-text': () => {
    const { keyRing, boundTo, sealed, plain } = sample('sealed-text') as Readonly<
      Record<'keyRing' | 'boundTo' | 'sealed' | 'plain', string>
    >;
    const sealer = createSealer(parseKeyRing(keyRing));
    expect(sealer.open(sealed, boundTo)).toBe(plain);
    expect(sealer.keyIdOf(sealed)).toBe('sample');
  },
};

describe('what version 1 stored is read by the present code', () => {
  it.each(Object.entries(readers))('%s', async (_name, read) => {
    await read();
  });

  it('of every kind that was recorded', () => {
    expect(files.map((name) => name.replace(/^v1-|\.json$/g, '')).sort()).toEqual(Object.keys(readers).sort());
  });
});
