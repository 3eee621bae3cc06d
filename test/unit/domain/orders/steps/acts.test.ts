import { expect, it } from 'vitest';
import type { Act } from '../../../../../src/domain/orders/steps/steps.ts';
import { bagOf, bagWords } from '../../../../../src/domain/orders/facts/bag.ts';
import { Story } from '../story.ts';

// An act names all that it concerns: the activity does that, and nothing else.

const goods = (pieces: Parameters<typeof bagOf>[0]) => bagWords(bagOf(pieces)) || 'nothing';
const named = ({
  key,
  reference,
  status,
  pieces,
}: {
  key: string;
  reference: string;
  status: string;
  pieces: Parameters<typeof bagOf>[0];
}) => `${reference} (${key}, ${status}, ${goods(pieces)})`;

function shown({ key, basis: _, fresh, ...act }: Act): string {
  const of = [key, ...(fresh ? ['fresh'] : []), ...('place' in act ? [`place ${act.place}`] : [])];
  const rest = (): readonly string[] => {
    switch (act.kind) {
      case 'hand-over':
        return [
          `to ${act.addressId}`,
          act.reference,
          act.code,
          act.lines
            .map(
              ({ line, code, quantity, sku }) =>
                `${line}: ${quantity} ${code}${sku === undefined ? '' : ` for ${sku}`}`,
            )
            .join(', '),
          ...(act.moveStatus ? ['moves the status'] : []),
          ...(Object.keys(act.travels).length > 0 ? [JSON.stringify(act.travels)] : []),
        ];
      case 'ship':
        return [
          `to ${act.addressId}`,
          act.order,
          `marked ${act.marks}`,
          `due ${goods(act.pieces)}`,
          `in all ${goods(act.goods)}`,
          act.code ?? 'no code',
        ];
      case 'edit':
        return [
          `to ${act.addressId}`,
          named(act.order),
          act.code,
          `to ${goods(act.pieces)}`,
          ...(act.newWords === true ? ['new words'] : []),
        ];
      case 'cancel':
        return act.orders.map(named);
      case 'look':
        return act.references;
      case 'search':
        return [
          `since ${act.since.slice(0, 19)}`,
          ...(act.searched === undefined ? [] : [`for place ${act.searched.split(' ')[0]}`]),
          ...(act.lines ?? []).map((line) => JSON.stringify(line)),
        ];
      case 'match':
        return [act.method, act.country];
      case 'note':
        return [act.text, goods(act.pieces), act.order ?? 'no order', ...(act.foreign === true ? ['foreign'] : [])];
      case 'settle-by-status':
        return [act.version];
      case 'create-products':
        return act.products.map(({ sku }) => sku);
      default:
        return [];
    }
  };
  return [act.kind, ...of, ...rest()].join(' | ').replace(/[0-9a-f]{16,}/g, '#');
}
const acts = (story: Story) => story.acts().map(shown);
const moved = (s: Story, street?: string) => s.otherStreet(street);

const rows: readonly [string, () => unknown, unknown][] = [
  ['the order is read first', () => acts(new Story()), ['read-order | read']],
  [
    'a method is asked about with its country',
    () => {
      const s = new Story().place(7, '3 A');
      s.facts = s.world.read(s.facts);
      return acts(s);
    },
    ['match | match 1 | place 1 | DHL | FI'],
  ],
  [
    'the only hand-over of an order moves the status, too',
    () => acts(new Story().plain()),
    ['hand-over | hand-over 1 | place 1 | to 7 | h-100 | DHL | 1: 3 A | moves the status'],
  ],
  [
    'each line goes with its own pieces',
    () => acts(new Story().plain('1 A, 2 A, 1 B')),
    ['hand-over | hand-over 1 | place 1 | to 7 | h-100 | DHL | 1: 1 A, 2: 2 A, 3: 1 B | moves the status'],
  ],
  [
    'each place is handed over by itself, and the first of two moves no status',
    () => acts(new Story().place(7, '2 A').place(8, '1 B').read()),
    [
      'hand-over | hand-over 1 | place 1 | to 7 | h-100-7 | DHL | 1: 2 A',
      'hand-over | hand-over 2 | place 2 | to 8 | h-100-8 | DHL | 2: 1 B',
    ],
  ],
  [
    'the last of them does',
    () => acts(new Story().place(7, '2 A').place(8, '1 B').read().act('hand-over')),
    ['hand-over | hand-over 2 | place 2 | to 8 | h-100-8 | DHL | 2: 1 B | moves the status'],
  ],
  [
    'a code that a person chose is used, without its spaces',
    () => {
      const s = new Story();
      s.world.links['DHL'] = { kind: 'none' };
      return acts(s.plain().decide({ kind: 'use-code', code: ' X9 ' }));
    },
    ['hand-over | hand-over 1 | place 1 | to 7 | h-100 | X9 | 1: 3 A | moves the status'],
  ],
  [
    'an added line goes under a further reference, and moves no status any more',
    () =>
      acts(
        new Story()
          .plain()
          .sent()
          .store((w) => w.places[0]?.lines.push({ id: 5, sku: 'B', quantity: 1, refunded: 0 })),
      ),
    ['hand-over | hand-over 1 | place 1 | to 7 | h-100-s2 | DHL | 5: 1 B'],
  ],
  [
    'a hand-over that left the status is followed by a move',
    () => acts(new Story().plain().landed()),
    ['move-status | move status'],
  ],
  [
    'a shipment names what is due and all that it shall name',
    () => acts(new Story().plain().sent().ships('w1')),
    ['ship | ship w1 | place 1 | to 7 | w1 | marked h-100 | due 3 × A | in all 3 × A | DHL'],
  ],
  [
    'a part bears its own mark',
    () => acts(new Story().plain().sent().ships('w1', '2 A').run().appears('h-100/B', '1 A', 'NEW').ships('w2')),
    ['ship | ship w2 | place 1 | to 7 | w2 | marked h-100/B | due 1 × A | in all 1 × A | DHL'],
  ],
  [
    'what was noted is no part of the shipment any more',
    () => acts(new Story().plain('2 A').sent().ships('w1', '3 A').run().warehouse('w1', { tracking: 'T9' })),
    ['ship | ship w1 | place 1 | to 7 | w1 | marked h-100 | due nothing | in all 2 × A | DHL'],
  ],
  [
    'of two orders under one reference the second bears its id',
    () => {
      const s = new Story().plain().sent().appears('h-100', '3 A');
      s.world.firm.add('w2');
      return acts(s.act('read-order').act('cancel').ships('w2'));
    },
    ['ship | ship w2 | place 1 | to 7 | w2 | marked h-100 w2 | due 3 × A | in all 3 × A | DHL'],
  ],
  [
    'a note names the pieces that count as told by it',
    () => acts(new Story().plain('2 A').sent().ships('w1', '3 A').act('ship')),
    ['note | note # | myOGO: h-100 shipped 1 × A (T-w1), which this order no longer takes. | 1 × A | w1'],
  ],
  [
    'a note about others’ goods counts for nothing',
    () => acts(new Story().plain().shippedAndTold().appears('h-100-EX1', '1 A')),
    ['note | note # | myOGO: h-100-EX1 holds 1 × A, which was not sent from here. | nothing | w2 | foreign'],
  ],
  [
    'a cancel names the order as it is',
    () => acts(new Story().plain().sent().status(5)),
    ['cancel | cancel w1 | place 1 | h-100 (w1, NEW, 3 × A)'],
  ],
  [
    'a cancel names all that it takes, what the warehouse made last first',
    () =>
      acts(
        new Story()
          .plain()
          .sent()
          .warehouse('w1', { pieces: [{ code: 'A', quantity: 2 }] })
          .appears('h-100/2', '1 A', 'PENDING')
          .status(5),
      ),
    ['cancel | cancel w1 w2 | place 1 | h-100/2 (w2, PENDING, 1 × A) | h-100 (w1, NEW, 2 × A)'],
  ],
  [
    'a fall is read once more',
    () => acts(new Story().plain().sent().refund(1, 1, { agree: false })),
    ['read-order | read again 1'],
  ],
  [
    'an edit names what the order holds and shall hold',
    () => acts(new Story().plain().sent().refund(1)),
    ['edit | edit w1 | place 1 | to 7 | h-100 (w1, NEW, 3 × A) | DHL | to 2 × A'],
  ],
  [
    'an edit leaves others’ goods in',
    () => acts(new Story().plain().sent().withGift().run().refund(1)),
    ['edit | edit w1 | place 1 | to 7 | h-100 (w1, NEW, 3 × A, 1 × G) | DHL | to 2 × A, 1 × G'],
  ],
  [
    'a change of the address leaves the pieces',
    () => acts(moved(new Story().plain().sent())),
    ['edit | change w1 | place 1 | to 7 | h-100 (w1, NEW, 3 × A) | DHL | to 3 × A'],
  ],
  [
    'an unknown outcome is looked up by its reference',
    () => acts(new Story().plain().lost(true).passes(61_000)),
    ['look | look 1 | place 1 | h-100'],
  ],
  [
    'what one look missed is looked up by its reference',
    () => {
      const s = new Story().plain().sent();
      s.world.order('w1').hidden = true;
      return acts(s.look('h-100').passes(61_000));
    },
    ['look | look 1 | place 1 | h-100'],
  ],
  [
    'missing pieces are searched for since the hand-over',
    () => {
      const s = new Story().plain().sent();
      s.tells(s.world.change('w1', { pieces: [{ code: 'A', quantity: 2 }] }));
      return acts(s);
    },
    ['search | search 1 | since 2026-01-01T00:00:06 | for place 1'],
  ],
  [
    'so are those in whose place others stand',
    () => {
      const s = new Story().plain().sent();
      s.tells(s.world.change('w1', { pieces: [{ code: 'B', quantity: 3 }] }));
      return acts(s);
    },
    ['search | search 1 | since 2026-01-01T00:00:06 | for place 1'],
  ],
  [
    'without an account all is searched since the order was placed, allowing for clocks',
    () => {
      const s = new Story().plain().sent().forgets();
      s.facts = s.world.read(s.facts);
      return acts(s);
    },
    ['search | search | since 2025-12-31T23:00:00'],
  ],
  [
    'and looked up under all names that it may have had',
    () => {
      const s = new Story().place(7, '2 A').place(8, '1 B').read().act('hand-over').forgets();
      s.world.status = 9;
      s.facts = s.world.read(s.facts);
      return acts(s.run((a) => a.kind === 'search' || a.kind === 'read-order'));
    },
    ['look | look | h-100-7 | h-100 | h-100-8'],
  ],
  [
    'a change whose answer was lost is sent once more, with a fresh connection',
    () => acts(new Story().plain().sent().refund(1).act('edit', 'lost').passes(120_000)),
    ['edit | edit w1 | fresh | place 1 | to 7 | h-100 (w1, NEW, 3 × A) | DHL | to 2 × A'],
  ],
  [
    'shipments are read where lines count as shipped',
    () => {
      const s = new Story().plain().sent();
      s.world.shipments = [{ id: 900, addressId: 7, trackingNumber: '', lines: [{ line: 1, quantity: 1 }] }];
      return acts(s.changed());
    },
    ['read-shipments | read shipments'],
  ],
  [
    'what the status calls shipped is settled by its version',
    () => {
      const s = new Story().plain();
      s.world.status = 2;
      return acts(s.changed().run((a) => a.kind === 'read-shipments'));
    },
    ['settle-by-status | settle | 2026-01-01T00:00:06.000Z'],
  ],
  [
    'what a person cancelled is cancelled in the store',
    () => acts(new Story().plain().cancel()),
    ['cancel-in-store | cancel in store'],
  ],
  [
    'what a person hands over again goes under a further reference',
    () => acts(new Story().plain().sent().warehouse('w1', { status: 'CANCELLED' }).decide({ kind: 'hand-over-again' })),
    ['hand-over | hand-over 1 | place 1 | to 7 | h-100-s2 | DHL | 1: 3 A'],
  ],
  [
    'a failed hand-over is tried with a fresh connection',
    () => acts(new Story().plain().act('hand-over', 'failed').passes(4_000)),
    ['hand-over | hand-over 1 | fresh | place 1 | to 7 | h-100 | DHL | 1: 3 A | moves the status'],
  ],
  [
    'a refused cancel is noted without pieces',
    () => acts(new Story().plain().sent().status(5).act('cancel', 'refused')),
    ['note | note # | myOGO: h-100 could not be cancelled. | nothing | w1'],
  ],
  [
    'an order that is gone is read once more with a fresh connection',
    () => {
      const s = new Story().plain();
      s.world.exists = false;
      s.facts = s.world.read(s.facts);
      return acts(s.passes(61_000));
    },
    ['read-order | read | fresh'],
  ],
];

it.each(rows)('%s', (_, told, expected) => {
  expect(told()).toEqual(expected);
});
