import type { ExplainedOrder, OrderStatus, OrderStory } from '../../client/index.ts';
import type { Hold } from '../../contract/hold-reasons.ts';
import { goodsWords, type WarehouseOrderStatus } from '../../contract/orders.ts';
import type { Output } from '../output.ts';

/** Where an order stands, address by address, and what to do where it is held. */
export function showOrder(out: Output, order: OrderStatus & Pick<Partial<ExplainedOrder>, 'noRun'>): void {
  const stage = out.style(order.stage === 'held' ? 'yellow' : 'green', order.stage);
  out.line(out.style('bold', `Order ${order.orderId}`), ': ', stage);
  out.line(order.summary);
  const facts = order.noRun === true ? wouldBeHeld : holdFacts;
  for (const hold of [order.hold, ...(order.moreHolds ?? [])]) if (hold !== undefined) out.facts(facts(hold, ''));
  if (order.waits?.until !== undefined) out.line(`Until: ${order.waits.until}`);
  for (const address of order.addresses) {
    const { hold, moreHolds = [], shipments, orders = [], waits, pieces } = address;
    out.line();
    out.line(out.style('bold', `Address ${address.addressId}`), `: ${address.stage}`);
    out.facts([
      ['  method', address.method],
      ['  myOGO code', address.shippingCode],
      ['  pick-up point', address.pickUpPoint],
      ['  collects at the door', address.cashOnDelivery],
      ['  customs data for', address.customs],
      ['  reference', address.reference],
      ['  pieces', pieces],
      ...(orders.length === 0 ? [['  myOGO says', address.myOgoStatus] as const] : orders.map(orderFact)),
      [
        '  waits',
        waits === undefined ? undefined : `${waits.words}${waits.until === undefined ? '' : ` (${waits.until})`}`,
      ],
      [
        '  shipments',
        shipments.map(({ shipmentId, trackingNumber }) => trackingNumber ?? `${shipmentId}, no tracking`).join(', '),
      ],
      ...[hold, ...moreHolds].flatMap((each) => (each === undefined ? [] : facts(each, '  '))),
    ]);
  }
  if (order.otherOrders === undefined) return;
  out.line();
  out.line(out.style('bold', 'Under this order’s number, of none of its addresses'));
  out.facts(order.otherOrders.map(orderFact));
}

/** “since Tuesday, …”: within a week a person thinks in days. */
function withWeekday(answer: string): string {
  return answer.replace(/since (\d{4}-\d{2}-\d{2}T[\d:.]+Z)/, (words, iso: string) => {
    const age = Date.now() - Date.parse(iso);
    if (!(age >= 0 && age < 6 * 86_400_000)) return words;
    return `since ${new Intl.DateTimeFormat('en', { weekday: 'long' }).format(new Date(iso))}, ${iso}`;
  });
}

type Fact = readonly [string, string | undefined];

function holdFacts({ reason, since, message, remedy, finding }: Hold, indent: string): readonly Fact[] {
  return [
    [`${indent}held because`, `${reason}, since ${since}`],
    [`${indent}what happened`, message],
    [`${indent}what to do`, remedy],
    [`${indent}finding`, finding],
  ];
}

/** No run holds it: it is what a run would find now, so it is not held since any time, and nothing of it can be released. */
function wouldBeHeld({ reason, message, remedy }: Hold, indent: string): readonly Fact[] {
  return [
    [`${indent}would be held`, reason],
    [`${indent}because`, message],
    [`${indent}what to do`, remedy],
  ];
}

/** One order of the warehouse: `1 × A and 2 × GIFT, not ours: 2 × GIFT`. */
function orderFact({ reference, id, status, pieces, foreign, trackingNumber, note }: WarehouseOrderStatus): Fact {
  const goods = (of: WarehouseOrderStatus['pieces']) => of.map(goodsWords).join(', ');
  const parts = [
    id === undefined ? reference : `${reference} (${id})`,
    goods(pieces),
    ...(foreign === undefined ? [] : [`not sent from here: ${goods(foreign)}`]),
    ...(trackingNumber === undefined ? [] : [`tracking ${trackingNumber}`]),
    ...(note === undefined ? [] : [note]),
  ];
  return ['  myOGO says', `${status}: ${parts.join('; ')}`];
}

/** An order's story: where it stands, then what was decided and done, by time. */
export function showStory(out: Output, story: OrderStory & Partial<Pick<ExplainedOrder, 'answer' | 'noRun'>>): void {
  if (story.answer !== undefined) {
    out.line(out.style('bold', withWeekday(story.answer)));
    out.line();
  }
  showOrder(out, story);
  const events = [
    ...story.decisions.map(({ at, addressId, what, candidates = [] }) => ({
      at,
      addressId,
      what,
      kind: 'decided',
      candidates,
    })),
    ...story.effects.map(({ at, addressId, what }) => ({ at, addressId, what, kind: 'done', candidates: [] })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  if (events.length === 0) return;
  out.line();
  out.table(
    ['when', 'address', '', 'what'],
    events.flatMap(({ at, addressId, what, kind, candidates }) => [
      [at, addressId, kind, what],
      ...candidates.map((candidate) => ['', '', '', `  ${candidate}`]),
    ]),
  );
}
