import type { OrderStatus } from '../../../src/contract/orders.ts';
import type { Fault } from '../judge/fault.ts';
import { ENDED, hasLeft, isLiving, isOurs, piecesOf } from '../judge/pieces.ts';
import type { LifeOrder } from '../life/life-order.ts';
import { candidates, cashOf, isLocker, textOf } from './judge-sent.ts';
import { owedOf } from './owed.ts';

/** What travels with one order, at rest. @param reasons what holds any part of it */
export function judgeTravels(order: LifeOrder, status: OrderStatus, reasons: readonly string[]): Fault[] {
  const say = (rule: string, what: string): Fault[] => [
    { rule, what: `order ${order.name}: ${what}; the library shows: ${status.stage}, “${status.summary}”` },
  ];
  return [
    ...heldInVain(order, reasons, say),
    ...undecidedUnseen(order, reasons, say),
    ...doorUnsent(order, reasons, say),
    ...(reasons.length > 0 ? [] : [...presentPoint(order, say), ...collected(order, say), ...presentWords(order, say)]),
  ];
}

type Say = (rule: string, what: string) => Fault[];

/** A hold lets go by itself when its remedy happens. */
function heldInVain(order: LifeOrder, reasons: readonly string[], say: Say): Fault[] {
  const { travels: said } = order.store;
  const rule = 'a hold ends with its reason';
  const has = (reason: string) => reasons.includes(reason);
  const isDecided = ({ value }: { readonly value: string }) => value === 'forward' || value === 'drop';
  const faults: Fault[] = [];
  if (has('cash-on-delivery-undecided') && said.cash.value) faults.push(...say(rule, 'payment at the door is decided'));
  if (has('comment-undecided') && [said.customerMessage, said.giftWords, said.lineOptions].every(isDecided))
    faults.push(...say(rule, 'what becomes of words is decided'));
  // A point that a person gave stands until the store says another: then there are two.
  const named = [...new Set([...candidates(order), ...order.travels.given])];
  const isOne = order.inStore().addresses.length === 1 && candidates(order).length === 1 && named.length === 1;
  if (has('pickup-point-missing') && isOne && !order.deeds.changedUnseen)
    faults.push(...say(rule, `it names one locker, ${named.join()}`));
  if (has('address-incomplete') && (!said.customs.value || said.declared.value) && !order.deeds.otherMerchant)
    faults.push(...say(rule, 'nothing is missing'));
  return faults;
}

/** What nobody has decided is held, so that a person sees it. */
function undecidedUnseen(order: LifeOrder, reasons: readonly string[], say: Say): Fault[] {
  const { travels, deeds, store } = order;
  const { paid, statusId, isDeleted } = order.inStore();
  if (travels.brings.door !== true || paid || store.travels.cash.value || statusId !== 7 || isDeleted) return [];
  if (reasons.length > 0 || deeds.decisions.length > 0 || nothingOpen(order)) return [];
  return say('payment at the door is decided first', 'it waits unpaid, and nobody is told that it never will be paid');
}

/** What is to be paid at the door goes unpaid. */
function doorUnsent(order: LifeOrder, reasons: readonly string[], say: Say): Fault[] {
  const { travels, deeds, store } = order;
  const { paid, statusId, isDeleted } = order.inStore();
  if (travels.brings.door !== true || paid || !store.travels.cash.value || statusId !== 7 || isDeleted) return [];
  if (reasons.length > 0 || deeds.decisions.length > 0 || nothingOpen(order) || order.inWarehouse().length > 0)
    return [];
  return say('what is paid at the door goes unpaid', 'it waits for a payment that comes at the door');
}

function nothingOpen(order: LifeOrder): boolean {
  const { everElsewhere } = order.store.travels;
  const here = order.inStore().lines.filter(({ sku, type }) => type === 'physical' && !everElsewhere.has(sku));
  const shipped = order.inStore().shipments.length > 0;
  return shipped || here.every(({ quantity, refunded }) => refunded >= quantity);
}

/** Nothing happened to it that leaves more than one reading of what is right. */
function isSure(order: LifeOrder): boolean {
  const { deeds } = order;
  const { statusId, isDeleted, shipments } = order.inStore();
  if (ENDED.includes(statusId) || isDeleted || deeds.otherMerchant || deeds.changedUnseen) return false;
  if (deeds.decisions.some((kind) => kind !== 'use-pickup-point') || deeds.foreign.size > 0 || deeds.added.size > 0)
    return false;
  return shipments.every(({ by }) => by === 'api') && order.inWarehouse().every(({ hidden }) => hidden !== true);
}

/** What will leave goes to a locker that the order names now. */
function presentPoint(order: LifeOrder, say: Say): Fault[] {
  if (!isSure(order) || !isLocker(order) || order.travels.given.size > 0) return [];
  const { lockerWhere } = order.store.travels;
  const named = candidates(order);
  return order.inWarehouse().flatMap((one) => {
    const code = textOf(one, 'pickUpPointCode');
    // Another place to look makes no edit; what nobody names any more stays as it was sent.
    if (!isLiving(one) || code === '' || named.includes(code) || lockerWhere.at > one.created || named.length !== 1)
      return [];
    return say(
      'it goes to the present locker',
      `${one.reference} (${one.status}) goes to ${code}, and the order names ${named.join(' and ')}`,
    );
  });
}

/** What is collected, over all parts and addresses, is what is owed: to the last cent. */
function collected(order: LifeOrder, say: Say): Fault[] {
  const { travels, deeds, store } = order;
  const inStore = order.inStore();
  // What is on its way when nobody has decided any more stays as it was sent.
  if (travels.brings.door !== true || inStore.paid || !store.travels.cash.value) return [];
  if (!isSure(order) || deeds.linesRenewed) return [];
  if (inStore.lines.some(({ sku }) => store.travels.everElsewhere.has(sku))) return [];
  const sent = order.inWarehouse().filter((one) => one.status !== 'Cancelled');
  if (sent.length === 0 || !sent.every((one) => one.statusHistory[0]?.by === 'api' || isPart(one, sent))) return [];
  const pieces = piecesOf(inStore, order.inWarehouse(), deeds);
  if (!pieces.every(({ ordered, refunded, living, shipped }) => living + shipped === ordered - refunded)) return [];
  // What has left collects what was owed then; whether a change came in time was judged before.
  const hasSomeLeft = sent.some((one) => hasLeft(one) && isOurs(one, deeds));
  if (hasSomeLeft && sent.some(({ created }) => created <= travels.owedAt)) return [];
  const own = sent.filter((one) => one.statusHistory[0]?.by === 'api');
  // A part whose first half is cancelled there stands for all.
  if (own.length < 1) return [];
  const sum = own.reduce((all, one) => all + cashOf(one), 0);
  const owed = owedOf(inStore);
  if (Math.abs(sum - owed) <= 1) return [];
  return say('what is owed is collected', `${Math.round(sum)} cents are collected, and ${Math.round(owed)} are owed`);
}

const isPart = (one: { readonly reference: string }, all: readonly { readonly reference: string }[]): boolean =>
  all.some((other) => other !== one && one.reference.startsWith(other.reference));

/** What will leave has the words that the shopper says now. */
function presentWords(order: LifeOrder, say: Say): Fault[] {
  const message = order.inStore().customerMessage ?? '';
  const { customerMessage } = order.store.travels;
  if (message === '' || !isSure(order) || customerMessage.value !== 'forward' || customerMessage.at > 0) return [];
  return order.inWarehouse().flatMap((one) => {
    if (!isLiving(one) || textOf(one, 'comments').includes(message)) return [];
    return say('words go along', `${one.reference} (${one.status}) does not have the shopper’s message`);
  });
}
