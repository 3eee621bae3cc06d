import type { WarehouseOrder } from '../../../dev/stand-ins/warehouse/merchant-state.ts';
import type { Life } from '../life/life.ts';
import type { LifeOrder } from '../life/life-order.ts';
import type { Fault } from './fault.ts';
import { hasLeft, isOurs, mostRenamed, piecesIn, piecesOf, timesAgain } from './pieces.ts';
import { judgeSent } from '../travels/judge-sent.ts';
import { judgeWord } from './word.ts';

/** What is harm whenever it is seen. */
export function judgeHarm(life: Life): readonly Fault[] {
  return [
    ...life.orders.flatMap((order) => [
      ...doubled(order),
      ...atOnce(order),
      ...backwards(order),
      ...tooEarly(order),
      ...unpaid(order),
      ...judgeSent(order),
    ]),
    ...life.stores.flatMap((store) => judgeWord(life, store)),
    ...defects(life),
  ];
}

/** Each promised piece leaves once; again only where a person said so. */
function doubled(order: LifeOrder): Fault[] {
  const { deeds } = order;
  const warehouse = order.inWarehouse();
  const again = timesAgain(deeds);
  return piecesOf(order.inStore(), warehouse, deeds).flatMap(({ sku, leftAtAll, ...rest }) => {
    const ordered = (deeds.mostOrdered.get(sku) ?? 0) + mostRenamed(deeds, sku);
    const asked = ordered * (1 + again) + (deeds.added.get(sku) ?? 0);
    const most = asked + piecesIn(warehouse.filter(shippedAfterAll), sku);
    if (leftAtAll <= most) return [];
    return [
      {
        rule: 'each promised piece leaves once',
        what: `order ${order.name}: ${leftAtAll} × ${sku} left, at most ${most} were ever asked for: ${JSON.stringify(rest)}`,
      },
    ];
  });
}

/** Cancelled, and gone all the same: the warehouse's own doing, whatever went in its place meanwhile. */
const shippedAfterAll = (one: WarehouseOrder): boolean =>
  hasLeft(one) && one.statusHistory.some(({ to }) => OVER.has(to));

/** Longer than any poll is away. */
export const NEWS_MS = 15 * 60_000;

/** Words under which nothing of a warehouse order will leave any more. */
const OVER = new Set<WarehouseOrder['status']>(['Cancelled']);

/** No piece is sent while it is on its way already: at no moment, also where it is taken back later. */
function atOnce(order: LifeOrder): Fault[] {
  const { deeds } = order;
  const again = timesAgain(deeds);
  // What was hidden at the time is not known.
  const known = order.inWarehouse().filter((one) => one.hidden !== true && isOurs(one, deeds));
  for (const sent of known.filter(({ statusHistory: [opened] }) => opened?.by === 'api')) {
    const before = known.filter((one) => one !== sent && isUnderWay(one, sent.created));
    for (const { code } of sent.lines.filter(({ code }) => deeds.mostOrdered.has(code))) {
      const ordered = (deeds.mostOrdered.get(code) ?? 0) + mostRenamed(deeds, code);
      const most = ordered * (1 + again) + (deeds.added.get(code) ?? 0);
      const pieces = piecesIn([...before, sent], code);
      if (pieces <= most) continue;
      const others = before.map(({ reference }) => reference).join(', ');
      const what = `order ${order.name}: ${sent.reference} was sent while ${others} was there: ${pieces} × ${code} at once, at most ${most} were ever asked for`;
      return [{ rule: 'no piece is sent twice at once', what }];
    }
  }
  return [];
}

function isUnderWay({ created, statusHistory }: WarehouseOrder, at: number): boolean {
  if (created > at) return false;
  // Of what people split off a moment ago nobody had to know either.
  if (statusHistory[0]?.by === 'warehouse' && at - created < NEWS_MS) return false;
  const known = statusHistory.filter((one) => Date.parse(one.at) <= at);
  // What was cancelled a moment ago, and taken up again, nobody had to know.
  return (
    known.every((one) => !OVER.has(one.to) || at - Date.parse(one.at) > NEWS_MS) && !OVER.has(known.at(-1)?.to ?? 'New')
  );
}

const ADVANCED: readonly number[] = [2, 3, 4, 5, 6, 10, 14];

function backwards(order: LifeOrder): Fault[] {
  return order.inStore().statusHistory.flatMap(({ by, from, to, shown, at }) => {
    if (by !== 'api' || from === null || !ADVANCED.includes(from) || ![0, 1, 7, 9, 11, 12].includes(to)) return [];
    // What the merchant did between our reading and our writing cannot be known.
    if (shown !== undefined && shown !== from) return [];
    return [
      { rule: 'no status goes backwards', what: `order ${order.name}: we moved it from ${from} to ${to} at ${at}` },
    ];
  });
}

/** Statuses that alone let nothing go: nobody has paid, or somebody must look first, or nothing is wanted. */
const KEEPING: readonly number[] = [0, 1, 4, 5, 6, 7, 8, 12, 13];

/** What has a status that lets nothing go, and never had another or had it for long enough to be heard of, is sent by a person's word alone. */
function unpaid(order: LifeOrder): Fault[] {
  const { statusHistory } = order.inStore();
  const { deeds } = order;
  if (deeds.decisions.length > 0) return [];
  // What is paid at the door goes from where the merchant says.
  if (order.travels.brings.door === true && order.store.travels.cash.at > 0) return [];
  return order.inWarehouse().flatMap((one) => {
    if (one.statusHistory[0]?.by !== 'api') return [];
    const was = statusHistory.filter(({ at }) => Date.parse(at) <= one.created).at(-1);
    if (was === undefined || !KEEPING.includes(was.to)) return [];
    const heldBack = statusHistory
      .filter(({ at }) => Date.parse(at) <= one.created)
      .every(({ to }) => KEEPING.includes(to));
    if (!heldBack && one.created - Date.parse(was.at) < NEWS_MS) return [];
    const what = `order ${order.name}: ${one.reference} was sent at ${new Date(one.created).toISOString()}, and the store's status was ${was.to} since ${was.at}`;
    return [{ rule: 'what nobody paid does not go', what }];
  });
}

/** A shipment without a number is written only after the wait for one. */
function tooEarly(order: LifeOrder): Fault[] {
  const warehouse = order.inWarehouse();
  const waitMs = order.store.shortestWait * 60_000;
  const shippedAt = warehouse.flatMap((one) =>
    hasLeft(one) ? one.statusHistory.filter(({ to }) => to === 'Shipped').map(({ at }) => Date.parse(at)) : [],
  );
  return order.inStore().shipments.flatMap((shipment) => {
    if (shipment.by !== 'api' || shipment.tracking_number !== '') return [];
    const first = Math.min(...shippedAt);
    if (shippedAt.length === 0 || shipment.created - first >= waitMs) return [];
    // What came back to the warehouse gets no number any more.
    if (warehouse.some(({ status }) => status === 'Returned')) return [];
    // It may have had one when it was written, which was taken away since.
    if (warehouse.some((one) => one.trackingNumber === null && order.deeds.decisions.length > 0)) return [];
    return [
      {
        rule: 'a parcel waits for its number',
        what: `order ${order.name}: shipment ${shipment.id} without a number after ${Math.round((shipment.created - first) / 60_000)} min`,
      },
    ];
  });
}

function defects(life: Life): Fault[] {
  return life.world.defects.map(({ workflowId, message }) => ({
    rule: 'the code does not fail',
    what: `${workflowId}: ${message}`,
  }));
}
