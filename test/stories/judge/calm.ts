import type { Act } from '../acts/act.ts';
import type { Life, Lived } from '../life/life.ts';
import type { LifeOrder } from '../life/life-order.ts';
import type { Brings } from '../travels/acts.ts';

/** What may happen to an order, or to its store, and needs nobody. */
const ordinary: ReadonlySet<Act['do']> = new Set<Act['do']>([
  'track',
  'pause',
  'resume',
  'compare',
  'changes',
  'buffer',
  'setting',
  'count',
  'goods-in',
  'kill',
  'build',
  'renew',
  'wait',
]);
const onItsWay: readonly string[] = ['NEW', 'PENDING', 'COLLECTING', 'SHIPPED', 'RETURNED'];

/** Paid, linked, sent and shipped; faults that end, dead workers and pauses that are over: nobody has to look at it. */
export function isCalm({ lived }: Life, order: LifeOrder): boolean {
  const met = lived.filter((one) => one.order === order || (one.order === undefined && isAround(one, order)));
  return met.every(({ act }) => isOrdinary(act));
}

function isAround({ store }: Lived, order: LifeOrder): boolean {
  return store === undefined || store.merchant === order.store.merchant;
}

function isOrdinary(act: Act): boolean {
  if (act.do === 'place') return act.status === 11 && act.linked && isPlain(act.brings);
  if (act.do === 'warehouse') return onItsWay.includes(act.to);
  // An answer that cannot be read is shown to a person.
  if (act.do === 'faults') return act.kind !== 'malformed' && act.kind !== 'empty-200';
  if (act.do === 'habit') return act.what === 'coarse-times' || act.what === 'words-in-lower-case';
  return ordinary.has(act.do);
}

/** It brings nothing that anybody has to decide about. */
function isPlain({ locker, door, engraved, wrapped, abroad }: Brings = {}): boolean {
  return locker === undefined && ![door, engraved, wrapped, abroad].includes(true);
}
