import { describe, expect, it } from 'vitest';
import { possibleDecisions } from '../../../../src/domain/orders/decisions/decisions.ts';
import { Story } from './story.ts';

interface Row {
  readonly id: string;
  /** The row that it goes on from. */
  readonly on?: string;
  readonly when: (story: Story) => unknown;
  /** The place's numbers of A; what is not named is 0. */
  readonly is: string;
  readonly next: string;
  /** The order's own step. */
  readonly whole?: string;
  readonly place?: number;
}

const odd = (story: Story) => {
  story.world.links['Odd'] = { kind: 'none' };
  return story;
};
const linked = (story: Story) => {
  story.world.links['Odd'] = { kind: 'code', code: 'DHL' };
  return story.again();
};
const again = (story: Story) => story.decide({ kind: 'hand-over-again' });
const asDone = (story: Story) => story.decide({ kind: 'treat-as-done' });
const second = (story: Story) => story.act('read-order');

/** Each row of the worked cases; a letter behind the letter is a second clause of one row. */
const rows: readonly Row[] = [
  // First sight and places
  { id: '1a', when: (s) => s.plain(), is: 'W3 O3 F3', next: 'hand-over h-100 3 × A' },
  { id: '1b', on: '1a', when: (s) => s.landed(), is: 'W3 O3 P3 N3', next: 'wait warehouse', whole: 'move-status' },
  { id: '1c', on: '1b', when: (s) => s.run().ships('w1'), is: 'W3 S3 N3 D3', next: 'ship w1 3 × A' },
  { id: '1d', on: '1c', when: (s) => s.run(), is: 'W3 S3 N3', next: 'done', whole: 'done' },
  {
    id: '2',
    when: (s) => {
      s.world.status = 7;
      return s.plain().act('look');
    },
    is: 'W3 O3 F3',
    next: 'wait payment',
  },
  { id: '2 paid', on: '2', when: (s) => s.status(11), is: 'W3 O3 F3', next: 'hand-over h-100 3 × A' },
  {
    id: '3a',
    when: (s) => odd(s).place(7, '2 A').place(8, '1 A', { method: 'Odd' }).read().sent(),
    is: 'W2 O2 P2 N2',
    next: 'wait warehouse',
  },
  {
    ...{ id: '3b', on: '3a', place: 2, when: (s: Story) => s, is: 'W1 O1 F1' },
    ...{ next: 'hold shipping-method-not-linked', whole: 'done' },
  },
  {
    ...{ id: '3c', on: '3a', place: 2, when: (s: Story) => linked(s.ships('w1').act('ship')), is: 'W1 O1 F1' },
    next: 'hand-over h-100-8 1 × A',
  },
  {
    id: '4a',
    when: (s) =>
      s
        .plain()
        .sent()
        .store(() => (s.at(1).addressId = 8)),
    is: 'W3 O3 P3 N3',
    next: 'wait warehouse',
  },
  {
    id: '4b',
    on: '4a',
    when: (s) => s.store(() => Object.assign(s.at(1), { addressId: 9, street: 'another' })),
    is: 'W3 O3 P3 N3',
    next: 'edit w1 3 × A',
  },
  { id: '4b edited', on: '4b', when: (s) => s.act('edit'), is: 'W3 O3 P3 N3', next: 'wait warehouse' },
  {
    ...{ id: '4b refused', on: '4b', when: (s: Story) => s.act('edit', 'refused'), is: 'W3 O3 P3 N3' },
    next: 'hold changed-after-hand-over',
  },
  {
    ...{ id: '5a', place: 2, is: 'W1 O1 F1', next: 'hand-over h-100-9 1 × A' },
    when: (s: Story) =>
      s
        .plain('2 A')
        .sent()
        .store(() => s.place(9, '1 A')),
  },
  {
    ...{ id: '5b', on: '5a', is: 'W1 O1 P2 X1 N2', next: 'read-order' },
    when: (s: Story) => s.store(() => s.at(1).lines.forEach((line) => (line.quantity = 1))),
  },
  { id: '5b agreed', on: '5b', when: second, is: 'W1 O1 P2 X1 N2', next: 'edit w1 1 × A' },
  { id: '5c', on: '5b agreed', place: 2, when: (s) => s, is: 'W1 O1 F1', next: 'wait another-place' },
  { id: '5c edited', on: '5c', place: 2, when: (s) => s.act('edit'), is: 'W1 O1 F1', next: 'hand-over h-100-9 1 × A' },
  {
    ...{ id: '5c refused', on: '5c', when: (s: Story) => s.act('edit', 'refused'), is: 'W1 O1 P2 X1 N2' },
    next: 'hold changed-after-hand-over',
  },
  {
    ...{ id: '5c refused, the other', on: '5c refused', place: 2, when: (s: Story) => s, is: 'W1 O1 F1' },
    next: 'hold changed-after-hand-over',
  },

  // Splits, refunds, short and more
  {
    ...{ id: '6a', is: 'P3 X3 N3', next: 'cancel w1 w2' },
    when: (s: Story) =>
      s
        .plain()
        .sent()
        .warehouse('w1', { pieces: [{ code: 'A', quantity: 2 }] })
        .appears('h-100/2', '1 A', 'PENDING')
        .status(5),
  },
  { id: '6b', on: '6a', when: (s) => s.act('cancel'), is: '', next: 'done', whole: 'done' },
  {
    ...{ id: '6c', on: '6a', is: 'P1 X1 N1', next: 'hold cancel-refused' },
    when: (s: Story) => s.warehouse('w2', { status: 'COLLECTING' }).run(),
  },
  { id: '6d', on: '6c', when: (s) => s.ships('w2'), is: 'S1 N1 D1', next: 'note 1 × A' },
  { id: '6d noted', on: '6d', when: (s) => s.run(), is: 'S1 N1', next: 'done', whole: 'done' },
  {
    ...{ id: '7a', is: 'W2 S1 O1 P2 X1 N3', next: 'read-order' },
    when: (s: Story) =>
      s.plain().sent().ships('w1', '1 A').appears('h-100/2', '2 A', 'PENDING').run().refund(1, 1, { agree: false }),
  },
  { id: '7a agreed', on: '7a', when: second, is: 'W2 S1 O1 P2 X1 N3', next: 'edit w2 1 × A' },
  { id: '7b', on: '7a agreed', when: (s) => s.act('edit'), is: 'W2 S1 O1 P1 N2', next: 'wait warehouse' },
  {
    ...{ id: '7c', on: '7a agreed', is: 'W3 S3 N3 D2', next: 'ship w2 1 × A' },
    when: (s: Story) => s.act('edit', 'refused').ships('w2'),
  },
  { id: '7c written', on: '7c', when: (s) => s.act('ship'), is: 'W3 S3 N3 D1', next: 'note 1 × A' },
  { id: '7c noted', on: '7c written', when: (s) => s.run(), is: 'W3 S3 N3', next: 'done', whole: 'done' },
  { id: '8a', when: (s) => s.plain().shippedAndTold().refund(1), is: 'W3 S3 N3', next: 'done', whole: 'done' },
  { id: '8b', on: '8a', when: (s) => s.refund(2).status(4), is: 'S3 N3', next: 'done', whole: 'done' },
  { id: '9a', when: (s) => s.plain().sent().ships('w1', '2 A'), is: 'W3 S2 O1 N3 L1 D2', next: 'ship w1 2 × A' },
  { id: '9a written', on: '9a', when: (s) => s.run(), is: 'W3 S2 O1 N3 L1', next: 'hold short-shipped' },
  { id: '9b', on: '9a written', when: (s) => s.refund(1), is: 'W2 S2 N3', next: 'done', whole: 'done' },
  {
    ...{ id: '9c', on: '9b', is: 'W3 S2 O1 N3 F1', next: 'hand-over h-100-s2 1 × A' },
    when: (s: Story) => s.store(() => s.add(1, '1 A')),
  },
  { id: '10', when: (s) => s.plain().sent().ships('w1', '3 B'), is: 'W3 O3 N3 L3', next: 'note' },
  { id: '10 noted', on: '10', when: (s) => s.run(), is: 'W3 O3 N3 L3', next: 'hold substituted' },
  {
    ...{ id: '17', is: 'W4 S3 O1 N3 F1', next: 'hand-over h-100-s2 1 × A', whole: 'done' },
    when: (s: Story) =>
      s
        .plain()
        .shippedAndTold()
        .store(() => s.add(1, '1 A')),
  },
  { id: '29a', when: (s) => s.plain('2 A').sent().ships('w1', '3 A'), is: 'W2 S3 N2 D3', next: 'ship w1 2 × A' },
  { id: '29a written', on: '29a', when: (s) => s.act('ship'), is: 'W2 S3 N2 D1', next: 'note 1 × A' },
  { id: '29b', on: '29a written', when: (s) => s.run(), is: 'W2 S3 N2', next: 'done', whole: 'done' },
  {
    ...{ id: '29c', is: 'W2 O2 P3 X1 N2', next: 'edit w1 2 × A' },
    when: (s: Story) =>
      second(
        s
          .plain('2 A')
          .sent()
          .warehouse('w1', { pieces: [{ code: 'A', quantity: 3 }] }),
      ),
  },
  {
    ...{ id: '29c refused', on: '29c', is: 'W2 O2 P3 X1 N2', next: 'hold changed-after-hand-over' },
    when: (s: Story) => s.act('edit', 'refused'),
  },
  {
    ...{ id: '29d', on: '29c', is: 'W2 O2 N2 L2', next: 'hold cancelled-in-warehouse' },
    when: (s: Story) => s.act('edit').warehouse('w1', { status: 'CANCELLED' }),
  },

  // Cancelled, returned, vanished, by hand
  {
    ...{ id: '11a', is: 'W3 O3 N3 L3', next: 'hold cancelled-in-warehouse' },
    when: (s: Story) => s.plain().sent().warehouse('w1', { status: 'CANCELLED' }),
  },
  { id: '11b', on: '11a', when: again, is: 'W3 O3 F3', next: 'hand-over h-100-s2 3 × A' },
  {
    ...{ id: '11c', on: '11b', is: 'W3 O3 P6 X3 N3', next: 'cancel w1' },
    when: (s: Story) => second(s.sent().warehouse('w1', { status: 'NEW' })),
  },
  {
    ...{ id: '11d', on: '11c', is: 'W3 O3 N3 L3', next: 'hold cancelled-in-warehouse' },
    when: (s: Story) => s.act('cancel').warehouse('w2', { status: 'CANCELLED' }),
  },
  {
    ...{ id: '12a', is: 'W3 S3 N3', next: 'note' },
    when: (s: Story) => s.plain().shippedAndTold().warehouse('w1', { status: 'RETURNED' }),
  },
  { id: '12a noted', on: '12a', when: (s) => s.run(), is: 'W3 S3 N3', next: 'done', whole: 'done' },
  { id: '12b', on: '12a noted', when: again, is: 'W6 S3 O3 N3 F3', next: 'hand-over h-100-s2 3 × A' },
  { id: '12c', on: '12b', when: (s) => s.sent().refund(3), is: 'W3 S3 P3 X3 N6', next: 'cancel w2' },
  { id: '12d', on: '12b', when: (s) => s.sent().ships('w2'), is: 'W6 S6 N6 D3', next: 'note 3 × A' },
  { id: '12d noted', on: '12d', when: (s) => s.run(), is: 'W6 S6 N6', next: 'done', whole: 'done' },
  { id: '13a', when: (s) => s.plain().sent().byHand(1, 3), is: 'W3 H3 P3 X3 N3', next: 'cancel w1' },
  {
    ...{ id: '13a refused', on: '13a', is: 'W3 H3 P3 X3 N3', next: 'hold cancel-refused' },
    when: (s: Story) => s.act('cancel', 'refused').run(),
  },
  { id: '13b', when: (s) => s.plain().sent().byHand(1, 1), is: 'W3 H1 O2 P3 X1 N3', next: 'edit w1 2 × A' },
  { id: '13b edited', on: '13b', when: (s) => s.act('edit'), is: 'W3 H1 O2 P2 N2', next: 'wait warehouse' },
  {
    ...{ id: '13c', is: 'W3 S3 N3', next: 'done', whole: 'done' },
    when: (s: Story) => s.plain().sent().ships('w1').byHand(1, 3, 'T-w1'),
  },
  {
    ...{ id: '13d', is: 'W3 H3 P3 X3 N3', next: 'cancel w1' },
    when: (s: Story) => {
      s.plain().sent();
      s.world.change('w1', { status: 'SHIPPED', tracking: 'T-w1' });
      return s.byHand(1, 3, 'T-w1');
    },
  },
  // The cancel begins with a look: it finds that the order has left, and changes nothing.
  { id: '13d looked', on: '13d', when: (s) => s.act('cancel'), is: 'W3 S3 N3', next: 'done', whole: 'done' },
  {
    ...{ id: '23a', is: 'P3 X3 N3', next: 'cancel w1' },
    when: (s: Story) => s.plain().sent().warehouse('w1', { status: 'COLLECTING' }).status(5),
  },
  { id: '23a refused', on: '23a', when: (s) => s.run(), is: 'P3 X3 N3', next: 'hold cancel-refused' },
  { id: '23b', on: '23a refused', when: asDone, is: 'P3 N3', next: 'wait warehouse' },
  { id: '23c', on: '23b', when: (s) => s.ships('w1'), is: 'S3 N3 D3', next: 'note 3 × A' },
  { id: '23c noted', on: '23c', when: (s) => s.run(), is: 'S3 N3', next: 'done', whole: 'done' },
  {
    ...{ id: '23d', on: '23b', is: 'N3', next: 'done', whole: 'done' },
    when: (s: Story) => s.warehouse('w1', { status: 'CANCELLED' }),
  },
  {
    ...{ id: '27', is: 'W3 S3 N3 D3', next: 'ship w1 3 × A' },
    when: (s: Story) =>
      s
        .plain()
        .shippedAndTold()
        .store((world) => (world.shipments = [])),
  },
  {
    ...{ id: '27 again', on: '27', is: 'W3 S3 N3 D3', next: 'hold undone-by-hand' },
    when: (s: Story) => s.run().store((world) => (world.shipments = [])),
  },
  {
    ...{ id: '28a', is: 'W3 O3 P3 N3', next: 'look h-100' },
    when: (s: Story) => {
      s.plain().sent();
      s.world.order('w1').hidden = true;
      return s.look('h-100').passes(61_000);
    },
  },
  { id: '28b', on: '28a', when: (s) => s.act('look'), is: 'W3 O3 N3 L3', next: 'hold vanished-in-warehouse' },
  { id: '28b again', on: '28b', when: again, is: 'W3 O3 F3', next: 'hand-over h-100-s2 3 × A' },
  {
    ...{ id: '28c', is: 'W3 S3 N3', next: 'done', whole: 'done' },
    when: (s: Story) => {
      s.plain().shippedAndTold();
      s.world.order('w1').hidden = true;
      return s.look('h-100').passes(61_000).look('h-100');
    },
  },

  // Unknown outcomes
  { id: '14a', when: (s) => s.plain().lost(true), is: 'W3 O3 U3', next: 'wait outcome' },
  { id: '14b', on: '14a', when: (s) => s.looked(), is: 'W3 O3 P3 N3', next: 'wait warehouse' },
  { id: '14c', when: (s) => s.plain().lost(false).looked(), is: 'W3 O3 F3', next: 'hand-over h-100 3 × A' },
  {
    ...{ id: '14d', on: '14c', is: 'W3 O3 P6 X3 N6', next: 'cancel w1 w2' },
    when: (s: Story) => second(s.sent().appears('h-100', '3 A')),
  },
  {
    ...{ id: '15a', is: 'W3 O3 P3 N3', next: 'edit w1 3 × A' },
    when: (s: Story) =>
      s
        .plain()
        .lost(true)
        .store(() => (s.at(1).street = 'another'))
        .looked(),
  },
  {
    ...{ id: '15a refused', on: '15a', is: 'W3 O3 P3 N3', next: 'hold changed-after-hand-over' },
    when: (s: Story) => s.act('edit', 'refused'),
  },
  {
    ...{ id: '15b', is: 'W3 O3 F3', next: 'hand-over h-100 3 × A' },
    when: (s: Story) =>
      s
        .plain()
        .lost(false)
        .store(() => (s.at(1).street = 'another'))
        .looked(),
  },
  {
    ...{ id: '15c', is: 'W3 O3 N3 L3', next: 'hold cancelled-in-warehouse' },
    when: (s: Story) => s.plain().sent().forget().warehouse('w1', { status: 'CANCELLED' }),
  },
  { id: '16a', when: (s) => s.plain().lost(true).refund(1), is: 'W2 O2 U3 X1', next: 'wait outcome' },
  { id: '16b', on: '16a', when: (s) => s.looked(), is: 'W2 O2 P3 X1 N3', next: 'edit w1 2 × A' },
  { id: '16c', when: (s) => s.plain().lost(false).refund(1).looked(), is: 'W2 O2 F2', next: 'hand-over h-100 2 × A' },

  // Two orders, other goods
  {
    ...{ id: '18a', is: 'W3 O3 P6 X3 N6', next: 'cancel w1 w2' },
    when: (s: Story) => second(s.plain().sent().appears('h-100', '3 A')),
  },
  { id: '18b', on: '18a', when: (s) => s.act('cancel'), is: 'W3 O3 F3', next: 'hand-over h-100-s2 3 × A' },
  {
    ...{ id: '18c', on: '18a', is: 'W3 O3 P3 N3', next: 'wait warehouse' },
    when: (s: Story) => {
      s.world.firm.add('w2');
      return s.act('cancel');
    },
  },
  {
    ...{ id: '18d', on: '18c', is: 'W3 O3 N3 L3', next: 'hold cancelled-in-warehouse' },
    when: (s: Story) => s.warehouse('w2', { status: 'CANCELLED' }),
  },
  {
    ...{ id: '18e', on: '18a', is: 'W3 O3 P6 X3 N6', next: 'hold duplicate-in-warehouse' },
    when: (s: Story) => s.act('cancel', 'refused').run(),
  },
  {
    ...{ id: '19a', is: 'W3 O3 F3', next: 'hold reference-conflict' },
    when: (s: Story) => odd(s).place(7, '3 A', { method: 'Odd' }).read().appears('h-100', '2 Z'),
  },
  { id: '19a linked', on: '19a', when: linked, is: 'W3 O3 F3', next: 'hold reference-conflict' },
  { id: '19b', on: '19a linked', when: again, is: 'W3 O3 F3', next: 'hand-over h-100-s2 3 × A' },
  {
    ...{ id: '20a', is: 'W3 O3 P3 N3', next: 'note' },
    when: (s: Story) => s.plain().sent().withGift(),
  },
  { id: '20a noted', on: '20a', when: (s) => s.run(), is: 'W3 O3 P3 N3', next: 'wait warehouse' },
  { id: '20b', on: '20a noted', when: (s) => s.refund(1), is: 'W2 O2 P3 X1 N3', next: 'edit w1 2 × A, 1 × G' },
  { id: '20c', on: '20a noted', when: (s) => s.ships('w1'), is: 'W3 S3 N3 D3', next: 'ship w1 3 × A' },
  { id: '20c written', on: '20c', when: (s) => s.run(), is: 'W3 S3 N3', next: 'done', whole: 'done' },
  {
    ...{ id: '20d', is: 'W3 S3 N3', next: 'note' },
    when: (s: Story) => s.plain().shippedAndTold().appears('h-100-EX1', '1 A'),
  },
  { id: '20d noted', on: '20d', when: (s) => s.run(), is: 'W3 S3 N3', next: 'done', whole: 'done' },

  // Decisions, statuses, leaving
  {
    ...{ id: '21a', is: 'W3 T3', next: 'done', whole: 'done' },
    when: (s: Story) => asDone(odd(s).place(7, '3 A', { method: 'Odd' }).read()),
  },
  { id: '21b', on: '21a', when: linked, is: 'W3 T3', next: 'done', whole: 'done' },
  { id: '22a', on: '9a written', when: asDone, is: 'W3 S2 T1 N3', next: 'done', whole: 'done' },
  { id: '22b', on: '22a', when: (s) => s.refund(1), is: 'W2 S2 N3', next: 'done', whole: 'done' },
  {
    ...{ id: '22c', on: '22b', is: 'W3 S2 O1 N3 F1', next: 'hand-over h-100-s2 1 × A' },
    when: (s: Story) => s.store(() => s.add(1, '1 A')),
  },
  { id: '24a', when: (s) => s.plain().status(2), is: 'W3 T3', next: 'done', whole: 'done' },
  { id: '24b', on: '24a', when: (s) => s.status(11), is: 'W3 T3', next: 'done', whole: 'hold reopened' },
  { id: '24c', on: '24b', when: again, is: 'W3 O3 F3', next: 'hand-over h-100 3 × A' },
  {
    ...{ id: '25a', is: 'W3 O3 P3 N3', next: 'hold status-forbids-sending' },
    when: (s: Story) => s.plain().sent().status(7),
  },
  { id: '25a at 9', on: '25a', when: (s) => s.status(9), is: 'W3 O3 P3 N3', next: 'wait warehouse' },
  { id: '25a at 11', on: '25a', when: (s) => s.status(11), is: 'W3 O3 P3 N3', next: 'wait warehouse' },
  { id: '25b', on: '25a', when: (s) => s.ships('w1'), is: 'W3 S3 N3 D3', next: 'ship w1 3 × A' },
  {
    ...{ id: '26a', is: 'W3 S3 N3', next: 'done', whole: 'hold reopened' },
    when: (s: Story) => s.plain().shippedAndTold().status(11),
  },
  { id: '26b', on: '26a', when: asDone, is: 'W3 S3 N3', next: 'done', whole: 'done' },
  { id: '26c', on: '26a', when: again, is: 'W6 S3 O3 N3 F3', next: 'hand-over h-100-s2 3 × A' },
  {
    ...{ id: '30a', is: 'W3 O3 P3 N3', next: 'hold other-merchant' },
    when: (s: Story) => {
      s.plain().sent().world.merchantId = 'm2';
      return s.read();
    },
  },
  { id: '30b', on: '30a', when: (s) => s.status(5), is: 'P3 X3 N3', next: 'hold other-merchant' },
  { id: '30c', on: '30b', when: asDone, is: '', next: 'done', whole: 'done' },
  { id: '30d', on: '30a', when: again, is: 'W3 O3 F3', next: 'hand-over h-100-s2 3 × A' },
  {
    ...{ id: '30e', on: '30a', is: 'W3 O3 P3 N3', next: 'wait warehouse' },
    when: (s: Story) => {
      s.world.merchantId = 'm1';
      // What became of it meanwhile, no poll tells.
      return s.read().act('look');
    },
  },
];

function told(id: string): Story {
  const row = rows.find((one) => one.id === id);
  if (row === undefined) throw new Error(`no row ${id}`);
  const story = row.on === undefined ? new Story() : told(row.on);
  row.when(story);
  return story;
}

describe('the account of pieces, case by case', () => {
  it.each(rows)('case $id has $is, and goes on with: $next', ({ id, is, next, whole, place = 1 }) => {
    const story = told(id);
    expect({ is: story.numbers(place), next: story.next(place) }).toEqual({ is, next });
    if (whole !== undefined) expect(story.next(0)).toBe(whole);
  });

  it('a returned order is answerable, although nothing is held', () => {
    expect(possibleDecisions(told('12a noted').facts, told('12a noted').world.now).map(({ kind }) => kind)).toContain(
      'hand-over-again',
    );
  });

  it('an address keeps its place and its reference when its id and street change', () => {
    expect(told('4b').facts.places).toEqual([{ number: 1, addressId: 9, references: ['h-100'] }]);
  });

  it('a hold of two orders under one reference names both ids', () => {
    const [finding] = told('18e').findings();
    expect(finding?.message).toMatch(/w1.*w2/);
  });
});
