import type { Effect } from '../../../dev/stand-ins/ledger.ts';
import { describe } from '../acts/act.ts';
import type { Life } from '../life/life.ts';
import { liveStory } from '../life/live-story.ts';
import type { OpenWorld } from '../life/opening.ts';
import { allFound, readKept, type Kept } from './kept.ts';
import type { Part } from './options.ts';
import { say } from './say.ts';

/**
 * What is shown of each step beside both sides' states: `1`: what the library says, `effects`: what took effect since the step before.
 * The library's reading is a request, by which acts in the middle of another happen at another moment.
 */
const SHOWN = process.env['STORIES_SHOW'];

/** How the world of a kept story is opened. */
export type OpenFor = (kept: Pick<Kept, 'webhooks'>) => OpenWorld;

/** Lives one kept story again, step by step. @returns the exit code */
export async function relive(openFor: OpenFor, file: string): Promise<number> {
  const kept = await readKept(file);
  let index = 0;
  let told = 0;
  const { faults } = await liveStory(kept.acts, kept.seed, openFor(kept), async (life, what) => {
    const timed = kept.acts[index++];
    const step = what === 'lived' && timed !== undefined ? describe(timed) : what.toUpperCase();
    say(`\n${new Date(life.world.now()).toISOString()} ${step}`);
    const { ledger } = life.world.world;
    if (SHOWN === 'effects') for (const one of ledger.since(told)) say(`   ${inOneLine(one)}`);
    told = ledger.seq;
    await show(life, what !== 'lived' || SHOWN === '1');
  });
  say(faults.length === 0 ? '\nnothing is wrong' : `\n${inWords(faults)}`);
  return faults.length === 0 ? 0 : 1;
}

/** Lives the stories that once found a fault, all or a part of them. @returns the exit code */
export async function reliveFound(openFor: OpenFor, part: Part): Promise<number> {
  const found = new Map([...(await allFound())].filter((_, index) => index % part.of === part.at));
  let failed = 0;
  for (const [file, kept] of found) {
    const { faults } = await liveStory(kept.acts, kept.seed, openFor(kept));
    if (faults.length === 0) continue;
    failed += 1;
    say(`${file}\n  ${inWords(faults)}`);
  }
  say(`${found.size - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

const inOneLine = ({ at, name, key, detail }: Effect): string =>
  `${at} ${name} ${key}${detail === undefined ? '' : ` ${JSON.stringify(detail)}`}`;

const inWords = (faults: readonly { readonly rule: string; readonly what: string }[]): string =>
  faults.map(({ rule, what }) => `${rule}: ${what}`).join('\n  ');

/** What both sides hold, and what the library shows of it. */
async function show({ orders, stores, world }: Life, withLibrary: boolean): Promise<void> {
  for (const order of orders) {
    const { statusId, lines, shipments, staffNotes } = order.inStore();
    const bought = lines.map(({ id, sku, quantity, shipped, refunded, addressId }) => ({
      id,
      sku,
      quantity,
      shipped,
      refunded,
      addressId,
    }));
    const told = shipments.map(({ by, items, tracking_number }) => ({ by, items, tracking_number }));
    say(
      `   store ${order.name}: status ${statusId}, lines ${JSON.stringify(bought)} shipments ${JSON.stringify(told)} notes ${staffNotes}`,
    );
    for (const one of order.inWarehouse()) {
      const goods = JSON.stringify(one.lines.map(({ code, quantity }) => [code, quantity]));
      say(
        `   warehouse ${one.reference} (${one.id}) ${one.status}${one.hidden ? ' hidden' : ''} ${goods} ${one.trackingNumber}`,
      );
    }
    if (!withLibrary) continue;
    const status = await world.wait(order.status()).catch((error: unknown) => error as Error); // whatever it is, it has a message
    if (status instanceof Error) {
      say(`   shown: ${status.message}`);
      continue;
    }
    const places = status.addresses.map(({ stage, hold, waits, pieces }) => ({
      stage,
      hold: hold?.reason,
      why: hold?.message,
      waits,
      pieces,
    }));
    say(`   shown: ${status.stage} “${status.summary}” ${JSON.stringify(places)} ${JSON.stringify(status.hold)}`);
  }
  for (const store of stores)
    say(`   levels of store ${store.index}: ${JSON.stringify(store.skus.map((sku) => [sku, store.shelf(sku)]))}`);
}
