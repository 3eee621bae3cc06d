import { patched } from '@temporalio/workflow';
import { Patch } from '../../contract/registered-names.ts';
import { readAt } from '../../domain/orders/facts/places.ts';
import { inWarehouseCodes } from '../../domain/orders/account/edited.ts';
import { beginWith } from '../../domain/orders/facts/begin.ts';
import { mayBeRenamed } from '../../domain/orders/facts/codes.ts';
import { isExact } from '../../domain/orders/learn/store-news.ts';
import { takeCorrection, takeShipping } from '../../domain/orders/learn/learn-acts.ts';
import { noteChanging } from '../../domain/orders/learn/changing.ts';
import { mayBeDone } from '../../domain/orders/learn/corrections.ts';
import { takeDecision, takeReadMatches } from '../../domain/orders/learn/learn-match.ts';
import { noteSending, takeHandOver } from '../../domain/orders/learn/learn-hand-over.ts';
import { takeGone, takeUnfound } from '../../domain/orders/learn/learn-store.ts';
import { takeReadingFor } from '../../domain/orders/learn/second-reading.ts';
import type { Act, ActOf } from '../../domain/orders/steps/steps.ts';
import { editInWarehouse, handOver, matchShipping, readStoreOrder, writeShipment } from './order-activities.ts';
import type { Knowledge } from './knowledge.ts';
import { askOnce } from './ask-once.ts';
import { createMissing } from './create-missing.ts';
import { keptDocument } from '../../domain/orders/facts/decision-facts.ts';
import { fingerprint } from '../../contract/runs/short-digest.ts';

/** Does one act, and learns what came of it. What fails is the caller's. */
export function perform(known: Knowledge, act: Act): Promise<void> {
  switch (act.kind) {
    case 'read-order':
      return readOrder(known, act);
    case 'match':
      return match(known, act);
    case 'hand-over':
      return send(known, act);
    case 'create-products':
      return createMissing(known, act);
    case 'edit':
      return edit(known, act);
    case 'ship':
      return ship(known, act);
    default:
      return askOnce(known, act);
  }
}

async function readOrder(known: Knowledge, act: Act): Promise<void> {
  const { storeHash, orderId } = known.facts;
  const { begins, run } = known;
  known.reading();
  const answer = await readStoreOrder({
    storeHash,
    orderId,
    // It was read before: the next reading judges by the newest links and settings.
    fresh: act.fresh || known.begun,
    ...known.digestKey,
    run,
    ...(begins === undefined ? {} : { begins }),
  });
  if (begins !== undefined && answer.earlier?.unknownFormat !== undefined) {
    // Nothing is begun: a reading would take the hold's place, and the order be handed over as one of which nothing is known.
    const { earlier } = answer;
    known.learnNow((facts) => beginWith(facts, earlier));
    return;
  }
  known.begin((facts, now) => {
    const begun = begins === undefined ? facts : beginWith(facts, answer.earlier);
    if (answer.kind === 'gone') {
      // Histories of before believe the second answer, whatever the first reading was.
      const isUnfound = begun.order === undefined && patched(Patch.unfoundAskedOn);
      return isUnfound ? takeUnfound(begun, now) : takeGone(begun, now);
    }
    const read = takeReadingFor(act, begun, answer.reading, answer.merchantId, now);
    return takeReadMatches(read, answer.matches ?? [], now);
  }, answer.earlier);
}

async function match(known: Knowledge, act: ActOf<'match'>): Promise<void> {
  const { storeHash, orderId, places } = known.facts;
  const { method, country, place } = act;
  const addressId = places.find(({ number }) => number === place)?.addressId ?? 0;
  const { decision } = await matchShipping({ storeHash, orderId, addressId, method, country });
  known.learn((facts, now) => takeDecision(facts, act, decision, now));
}

/** Notes what is about to be sent, then sends it: nothing else leaves. */
async function send(known: Knowledge, act: ActOf<'hand-over'>): Promise<void> {
  known.learn((facts, now) => noteSending(facts, act, now));
  const { facts } = known;
  const { storeHash, orderId, order } = facts;
  const sending = facts.sendings.at(-1);
  if (sending === undefined || order === undefined) return;
  const keep = keptDocument(facts);
  const answer = await handOver({
    run: known.run,
    storeHash,
    orderId,
    sending,
    addressId: act.addressId,
    read: { status: order.status, version: order.version },
    settings: order.versions.settings,
    links: order.versions.links,
    ...(isExact(facts) ? { exact: true } : {}),
    moveStatus: act.moveStatus,
    fresh: act.fresh,
    mayBeOld: mayBeRenamed(facts, Date.now()),
    ...(keep === undefined ? {} : { keep }),
  });
  known.learn((now_, now) => {
    const next = takeHandOver(now_, act, answer, now);
    const isKept = keep !== undefined && answer.kind === 'landed' && answer.unkept !== true;
    return isKept ? { ...next, kept: fingerprint(keep) } : next;
  });
}

async function edit(known: Knowledge, act: ActOf<'edit'>): Promise<void> {
  const { facts } = known;
  const { storeHash, orderId, order } = facts;
  if (order === undefined) return;
  const { lines, pieces } = inWarehouseCodes(facts, act);
  const { addressId, code, fresh, travels, newWords } = act;
  known.learn((now_, now) => noteChanging(now_, act, now));
  const read = { status: order.status, version: order.version };
  const answer = await editInWarehouse({
    run: known.run,
    ...{ storeHash, orderId, addressId, code, pieces, lines, read, fresh, travels },
    settings: order.versions.settings,
    links: order.versions.links,
    order: act.order,
    mayBeDone: mayBeDone(facts, act),
    ...(newWords === undefined ? {} : { newWords }),
    ...known.digestKey,
  });
  known.learn((now_, now) => {
    const next = takeCorrection(now_, act, answer, now);
    // The store's order was another when it was read for this: what it is now decides.
    return answer.moved === true && answer.codes === undefined ? { ...next, readDue: next.readDue ?? 'again' } : next;
  });
}

async function ship(known: Knowledge, act: ActOf<'ship'>): Promise<void> {
  const { facts } = known;
  const { storeHash, orderId, order } = facts;
  const left = facts.warehouse.find(({ key }) => key === act.order);
  const read = readAt({ order }, act.place);
  if (left === undefined || read === undefined) return;
  const { addressId, method, country } = read;
  const { marks, goods, fresh, code } = act;
  const answer = await writeShipment({
    run: known.run,
    ...{ storeHash, orderId, marks, goods, fresh },
    address: {
      ...{ addressId, method, country, missing: [], withoutSku: [] },
      lines: read.lines.map(({ id, sku, quantity, refunded, shipped, parent }) => ({
        ...{ orderProductId: id, sku, quantity: quantity - refunded, shipped },
        ...(parent === undefined ? {} : { parentOrderProductId: parent }),
      })),
    },
    order: left,
    ...(code === undefined ? {} : { code }),
    ...(facts.successors.length === 0 ? {} : { successors: facts.successors }),
    ...known.digestKey,
  });
  known.learn((now_, now) => takeShipping(now_, act, answer, now));
}
