import type { WarehouseOrder } from '../../../dev/stand-ins/warehouse/merchant-state.ts';
import type { Fault } from '../judge/fault.ts';
import type { LifeOrder } from '../life/life-order.ts';
import { METHOD } from '../life/people.ts';
import type { Said } from './deeds.ts';
import { LOCKER_CODE } from './does.ts';
import { owedOf } from './owed.ts';

// What travels with an order, as it was sent: judged by what people had said for long enough to be heard of.

/** A worker keeps what an integration answered for 15 s; what has left by then is let end, and may land late. */
const SAID_MS = 120_000;
/** Longer than any poll is away. */
const NEWS_MS = 15 * 60_000;

/** What was said at a time, where it had stood long enough and still does; `undefined` where nobody can say. */
function saidAt<T>({ value, at }: Said<T>, time: number): { readonly value: T } | undefined {
  return at + SAID_MS <= time ? { value } : undefined;
}

/** What is harm whenever it is seen, of each order that we sent. */
export function judgeSent(order: LifeOrder): Fault[] {
  const sent = order.inWarehouse().filter(({ statusHistory }) => statusHistory[0]?.by === 'api');
  return sent.flatMap((one) => [
    ...withoutPoint(order, one),
    ...asPaid(order, one, sent),
    ...wordsOf(order, one, sent),
    ...overBorder(order, one),
    ...keptElsewhere(order, one),
  ]);
}

export const textOf = ({ fields }: WarehouseOrder, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};

export function cashOf({ fields }: WarehouseOrder): number {
  const cash = fields['cashOnDelivery'];
  if (typeof cash !== 'object' || cash === null || !('amount' in cash)) return 0;
  return Number(cash.amount) * 100;
}

const fault = (rule: string, order: LifeOrder, one: WarehouseOrder, what: string): Fault[] => [
  { rule, what: `order ${order.name}: ${one.reference} was sent at ${new Date(one.created).toISOString()} ${what}` },
];

/** The codes that the order names now where the link looks for them. */
export function candidates(order: LifeOrder): readonly string[] {
  const { value: where } = order.store.travels.lockerWhere;
  const codes = order
    .inStore()
    .addresses.flatMap(({ formFields = [] }) => formFields)
    .filter(({ name }) => where === 'both' || name === where)
    .map(({ value }) => String(value));
  return [...new Set(codes)];
}

/** What goes to a locker says to which: one that the order names, or that a person gave. */
function withoutPoint(order: LifeOrder, one: WarehouseOrder): Fault[] {
  const { store, travels, deeds } = order;
  const code = textOf(one, 'pickUpPointCode');
  if (textOf(one, 'shippingCode') !== LOCKER_CODE) {
    return code === '' ? [] : fault('only what goes to a locker names one', order, one, `with ${code}`);
  }
  const rule = 'the locker’s code goes along';
  if (code === '') return fault(rule, order, one, 'without the code of a locker');
  if (!travels.codes.has(code) && !travels.given.has(code))
    return fault(rule, order, one, `with ${code}, nobody’s code`);
  const isSure =
    travels.pointsAt + NEWS_MS <= one.created && saidAt(store.travels.lockerWhere, one.created) !== undefined;
  // Which of several addresses it was is not told.
  if (!isSure || deeds.moved || deeds.changedUnseen || travels.given.size > 0) return [];
  const named = candidates(order);
  if (order.inStore().addresses.length > 1 || (named.length === 1 && named[0] === code)) return [];
  // It was changed since.
  if (one.edited > one.created) return [];
  return fault(rule, order, one, `with ${code}, and the order names ${named.join(' and ') || 'none'} there`);
}

/** What nobody has paid is not sent as if somebody had. */
function asPaid(order: LifeOrder, one: WarehouseOrder, sent: readonly WarehouseOrder[]): Fault[] {
  const { store, travels, deeds } = order;
  const { paid } = order.inStore();
  if (travels.brings.door !== true || paid || deeds.otherMerchant || deeds.decisions.length > 0) return [];
  const said = saidAt(store.travels.cash, one.created);
  if (said?.value === false) return fault('payment at the door is decided first', order, one, 'and nobody had decided');
  const isFirst = sent.every(({ created }) => created >= one.created);
  if (!isFirst || cashOf(one) > 0 || owedOf(order.inStore()) < 1 || travels.owedAt >= one.created - NEWS_MS) return [];
  return fault(
    'what is owed is collected',
    order,
    one,
    `as if it were paid: ${Math.round(owedOf(order.inStore()))} cents are owed`,
  );
}

/** Words go along, stay away, or hold the order, as the merchant has said. */
function wordsOf(order: LifeOrder, one: WarehouseOrder, sent: readonly WarehouseOrder[]): Fault[] {
  const { store, deeds } = order;
  if (deeds.otherMerchant || deeds.linesRenewed || deeds.moved) return [];
  const comments = textOf(one, 'comments');
  const codes = new Set(one.lines.map(({ code }) => code));
  const { addresses, lines: bought } = order.inStore();
  // Of the lines that go to this address, and are not gone by now.
  const to = addresses.filter(({ street_1 }) => JSON.stringify(one.fields['customer'] ?? '').includes(`"${street_1}"`));
  const lines = bought.filter(
    ({ sku, refunded, quantity, addressId }) =>
      codes.has(sku) && refunded < quantity && to.some(({ id }) => id === addressId),
  );
  const kinds = [
    [
      'lineOptions',
      lines.flatMap(({ options }) => options.flatMap(({ type, value }) => (type === undefined ? [] : [value]))),
    ],
    ['giftWords', lines.map(({ wrapping }) => wrapping.message).filter((text) => text !== '')],
  ] as const;
  const decided = deeds.decisions.findLast((kind) => kind === 'forward-words' || kind === 'drop-words');
  // Bought beside what was sent with its words before: which of two lines of a SKU an order stands for is not told.
  const wentBefore = (text: string): boolean =>
    lines.length > codes.size &&
    sent.some(
      (other) =>
        other.created < one.created &&
        other.lines.some(({ code }) => codes.has(code)) &&
        textOf(other, 'comments').includes(text),
    );
  return kinds.flatMap(([kind, texts]) => {
    const said = saidAt(store.travels[kind], one.created);
    if (said === undefined || texts.length === 0 || one.edited > one.created) return [];
    const gone = texts.filter((text) => !comments.includes(text) && !wentBefore(text));
    const rule = said.value;
    if (decided !== undefined) return [];
    if (rule === 'hold' || rule === 'undecided')
      return fault('words are decided about first', order, one, `with ${kind}, which stands at ${rule}`);
    if (rule === 'forward' && gone.length > 0)
      return fault('words go along', order, one, `without ${gone.length} of ${texts.length} ${kind}`);
    if (rule === 'drop' && gone.length < texts.length)
      return fault('words that are dropped stay away', order, one, `with ${kind}`);
    return [];
  });
}

/** What crosses a customs border has all that customs ask for. */
function overBorder(order: LifeOrder, one: WarehouseOrder): Fault[] {
  const { store, travels, deeds } = order;
  const isSaid = saidAt(store.travels.customs, one.created)?.value === true;
  if (travels.brings.abroad !== true || !isSaid || deeds.otherMerchant) return [];
  const rule = 'what crosses a border has its data';
  // What the warehouse's people wrote anew since is theirs, also in the moment in which it came.
  const isOurs = one.edited <= one.created && one.statusHistory.every(({ by }) => by === 'api');
  const worthless = one.lines.filter(({ rest }) => isOurs && !(Number(rest['unitPrice']) > 0));
  if (worthless.length > 0)
    return fault(rule, order, one, `without the value of ${worthless.map(({ code }) => code).join(', ')}`);
  const merchant = order.merchantOf(one);
  // What is there now may have come since; what is not there never was.
  const bare = one.lines.filter(({ code }) => {
    const { hsCode, countryOfOrigin, customsDescription } = merchant.product(code)?.fields ?? {};
    return [hsCode, countryOfOrigin, customsDescription].some((text) => typeof text !== 'string' || text === '');
  });
  if (bare.length === 0) return [];
  return fault(rule, order, one, `across a border, and ${bare.map(({ code }) => code).join(', ')} lacks its data`);
}

/** What the merchant keeps elsewhere is not sent. */
function keptElsewhere(order: LifeOrder, one: WarehouseOrder): Fault[] {
  const said = saidAt(order.store.travels.elsewhere, one.created);
  if (said?.value === undefined || !one.lines.some(({ code }) => code === said.value)) return [];
  // Pieces may have been added to it by the warehouse's people, or were sent before.
  if (order.deeds.added.has(said.value) || one.edited > one.created) return [];
  return fault('what is kept elsewhere is not sent', order, one, `with ${said.value}`);
}

export const isLocker = (order: LifeOrder): boolean =>
  order.inStore().addresses.some(({ shippingMethod }) => shippingMethod === METHOD.locker);
