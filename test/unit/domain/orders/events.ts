import fc from 'fast-check';
import { possibleDecisions } from '../../../../src/domain/orders/decisions/decisions.ts';
import type { Act } from '../../../../src/domain/orders/steps/steps.ts';
import type { MyOgoStatus } from '../../../../src/contract/orders.ts';
import type { Story } from './story.ts';
import { TICK_MS, type Fate, type WorldOrder } from './world.ts';

// What may happen to an order, in any order: the store's people, the warehouse's, ours, time and broken wires.

/** Something that happens; the numbers choose what it concerns. */
export interface Happening {
  readonly kind: keyof typeof happenings;
  readonly a: number;
  readonly b: number;
}

/** What the store sells; whatever else the warehouse has is a stranger's. */
export const skus = ['A', 'B'] as const;
const statuses = [11, 9, 9, 7, 12, 3, 2, 10, 5, 4, 14, 11] as const;
const words: readonly MyOgoStatus[] = [
  ...(['NEW', 'PENDING', 'COLLECTING', 'SHIPPED', 'SHIPPED', 'CANCELLED'] as const),
  ...(['RETURNED', 'RESERVED', 'DRAFT', 'LOCKED', 'UNKNOWN'] as const),
];
const fates: readonly Fate[] = ['ok', 'ok', 'ok', 'lost', 'failed', 'refused'];
const suffixes = ['/B', '_2', '.2', ' (2)', '-2', '-EX1'] as const;

function pick<T>(from: readonly T[], index: number): T | undefined {
  return from[index % Math.max(1, from.length)];
}

const linesOf = (story: Story) => story.world.places.flatMap(({ lines }) => lines);

function warehouseDoes(story: Story, a: number, change: (order: WorldOrder) => void): void {
  const order = pick(story.world.orders, a);
  if (order === undefined) return;
  change(order);
  if (order.merchantId === story.world.merchantId && order.hidden !== true)
    story.news(story.world.change(order.id, {}));
}

const happenings = {
  act: (story: Story, a: number, b: number) => {
    const act: Act | undefined = pick(story.acts(), a);
    if (act !== undefined) story.facts = story.world.perform(story.facts, act, pick(fates, b) ?? 'ok');
  },
  acts: (story: Story) => {
    for (let count = 0; count < 4; count += 1) happenings.act(story, 0, 0);
  },
  refund: (story: Story, a: number, b: number) => {
    const line = pick(linesOf(story), a);
    if (line !== undefined) line.refunded = Math.min(line.quantity, line.refunded + 1 + (b % 3));
    story.changed();
  },
  quantity: (story: Story, a: number, b: number) => {
    const line = pick(linesOf(story), a);
    if (line !== undefined) line.quantity = Math.max(line.refunded, b % 5);
    story.changed();
  },
  addLine: (story: Story, a: number, b: number) => {
    story.add((a % story.world.places.length) + 1, `${(b % 3) + 1} ${skus[b % 2] ?? 'A'}`).changed();
  },
  newLineId: (story: Story, a: number, b: number) => {
    const line = pick(linesOf(story), a);
    if (line !== undefined && b % 2 === 1) line.former = [...(line.former ?? []), line.id];
    if (line !== undefined) line.id += 1_000;
    story.changed();
  },
  addPlace: (story: Story, a: number, b: number) => {
    if (story.world.places.length < 3) story.place(20 * story.world.places.length + a, `${(b % 3) + 1} A`).changed();
  },
  moveLine: (story: Story, a: number, b: number) => {
    const from = pick(story.world.places, a);
    const to = pick(story.world.places, b);
    const [line] = from?.lines ?? [];
    if (from === undefined || to === undefined || from === to || line === undefined) return;
    from.lines.shift();
    to.lines.push(b % 2 === 0 ? line : { ...line, id: line.id + 2_000 });
    story.changed();
  },
  addressId: (story: Story, a: number) => {
    const place = pick(story.world.places, a);
    if (place !== undefined) place.addressId += 100;
    story.changed();
  },
  street: (story: Story, a: number, b: number) => {
    const place = pick(story.world.places, a);
    if (place !== undefined) place.street = `street ${b}`;
    story.changed();
  },
  method: (story: Story, a: number, b: number) => {
    const place = pick(story.world.places, a);
    if (place !== undefined) place.method = b % 2 === 0 ? 'DHL' : 'Odd';
    story.changed();
  },
  status: (story: Story, a: number) => {
    story.world.status = pick(statuses, a) ?? 11;
    story.changed();
  },
  archive: (story: Story, a: number) => {
    story.world.archived = a % 2 === 0;
    story.changed();
  },
  gone: (story: Story, a: number) => {
    story.world.exists = a % 3 !== 0;
    story.changed();
  },
  byHand: (story: Story, a: number, b: number) => {
    const line = pick(linesOf(story), a);
    if (line === undefined) return;
    const lines = [{ line: line.id, quantity: 1 + (b % 2) }];
    story.world.shipments = [
      ...story.world.shipments,
      { id: 900 + story.world.shipments.length + 20 * a, addressId: 7, trackingNumber: '', lines },
    ];
    story.changed();
  },
  shipmentDeleted: (story: Story, a: number) => {
    story.world.shipments = story.world.shipments.filter((_, index) => index !== a % 3);
    story.changed();
  },
  word: (story: Story, a: number, b: number) => {
    warehouseDoes(story, a, (order) => {
      order.status = pick(words, b) ?? 'NEW';
      if (order.status === 'SHIPPED') order.tracking = `T-${order.id}`;
    });
  },
  ships: (story: Story, a: number) => {
    warehouseDoes(story, a, (order) => {
      if (order.status === 'NEW') Object.assign(order, { status: 'SHIPPED', tracking: `T-${order.id}` });
    });
  },
  pieces: (story: Story, a: number, b: number) => {
    warehouseDoes(story, a, (order) => {
      order.pieces = order.pieces.map((one) => ({ ...one, quantity: (one.quantity + b) % 4 }));
    });
  },
  substitute: (story: Story, a: number, b: number) => {
    warehouseDoes(story, a, (order) => {
      order.pieces = b % 2 === 0 ? [{ code: 'Z', quantity: 2 }] : [...order.pieces, { code: 'G', quantity: 1 }];
    });
  },
  split: (story: Story, a: number, b: number) => {
    const order = pick(story.world.orders, a);
    const [first] = order?.pieces ?? [];
    if (order === undefined || first === undefined || first.quantity < 2) return;
    order.pieces = [{ ...first, quantity: first.quantity - 1 }, ...order.pieces.slice(1)];
    story.appears(`${order.reference}${suffixes[b % suffixes.length] ?? '/B'}`, `1 ${first.code}`);
    story.news(story.world.change(order.id, {}));
  },
  twin: (story: Story, a: number) => {
    const order = pick(story.world.orders, a);
    if (order !== undefined) story.news(story.world.create(order.reference, order.pieces, order.street));
  },
  stranger: (story: Story, a: number) => {
    story.appears(story.facts.places[0]?.references[0] ?? 'h-100', `${(a % 2) + 1} Z`);
  },
  hide: (story: Story, a: number, b: number) => {
    const order = pick(story.world.orders, a);
    if (order !== undefined) order.hidden = b % 2 === 0;
  },
  firm: (story: Story, a: number) => {
    const order = pick(story.world.orders, a);
    if (order !== undefined) story.world.firm.add(order.id);
  },
  merchant: (story: Story, a: number) => {
    story.world.merchantId = a % 3 === 0 ? 'm2' : 'm1';
    story.read();
  },
  editable: (story: Story, a: number) => {
    story.world.editable = a % 2 === 0;
    story.read();
  },
  linked: (story: Story, a: number) => {
    story.world.links['Odd'] = a % 2 === 0 ? { kind: 'none' } : { kind: 'code', code: 'UPS' };
    story.again();
  },
  time: (story: Story, a: number) => {
    story.passes((a + 1) * 40_000);
  },
  look: (story: Story) => {
    const references = story.facts.places.flatMap((place) => place.references);
    if (references.length > 0) story.look(...references);
  },
  decide: (story: Story, a: number) => {
    // As it is when the decision arrives, a moment later: something that waited may be due by then.
    const decision = pick(possibleDecisions(story.facts, story.world.now + TICK_MS), a);
    if (decision !== undefined) story.decide(decision.kind === 'use-code' ? { ...decision, code: 'UPS' } : decision);
  },
  cancel: (story: Story, a: number) => {
    if (a % 4 === 0) story.cancel();
  },
} satisfies Record<string, (story: Story, a: number, b: number) => void>;

const deciding: readonly string[] = ['decide', 'cancel'];
/** What makes the same piece leave twice without any fault of ours. */
const confusing: readonly string[] = [
  'hide',
  'gone',
  'twin',
  'word',
  'pieces',
  'substitute',
  'split',
  'stranger',
  'byHand',
];

const kinds = Object.keys(happenings) as Happening['kind'][]; // keys of a literal

function arbitrary(of: readonly Happening['kind'][], most: number): fc.Arbitrary<readonly Happening[]> {
  const often = ['act', 'acts', 'acts', ...of] as readonly Happening['kind'][];
  const one = fc.record({ kind: fc.constantFrom(...often), a: fc.nat(11), b: fc.nat(11) });
  return fc.array(one, { minLength: 1, maxLength: most });
}

export const anything = arbitrary(kinds, 14);

/** What brings goods of others under our references, and takes pieces of ours back. */
export const besideStrangers = arbitrary(
  [
    'stranger',
    'substitute',
    'substitute',
    'split',
    'refund',
    'quantity',
    'status',
    'archive',
    'byHand',
    'time',
    'cancel',
  ],
  12,
);

/** What changes how many are wanted, and what people and the warehouse make of them. */
export const aboutWanted = arbitrary(
  ['refund', 'refund', 'quantity', 'decide', 'decide', 'word', 'pieces', 'ships', 'byHand', 'shipmentDeleted', 'time'],
  10,
);

/** Nobody decides, and nothing makes a piece leave twice without any fault of ours. */
export function isUndecided({ kind }: Pick<Happening, 'kind'>): boolean {
  return !deciding.includes(kind) && !confusing.includes(kind);
}

export const undecided = arbitrary(
  kinds.filter((kind) => isUndecided({ kind })),
  14,
);

export function happen(story: Story, { kind, a, b }: Happening): void {
  happenings[kind](story, a, b);
}
