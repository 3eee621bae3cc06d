import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../../../src/contract/ids.ts';
import type { Place } from '../../../../../src/domain/orders/facts/store-facts.ts';
import { ownerOf, parseOrderReference } from '../../../../../src/domain/orders/facts/references.ts';
import { Story } from '../story.ts';
import { storeHash } from '../world.ts';

const place = (number: number, ...references: string[]): Place => ({
  number,
  addressId: number + 6,
  references: references as Reference[], // as if allocated
});

describe('references', () => {
  it.each([
    ['h-100', 100, ''],
    ['h-100/B', 100, '/B'],
    ['h-100_2', 100, '_2'],
    ['h-100.2', 100, '.2'],
    ['h-100 (2)', 100, ' (2)'],
    ['h-100-2', 100, '-2'],
    ['h-100-EX1', 100, '-EX1'],
    ['h-100-s2', 100, '-s2'],
    ['h-1001', 1001, ''],
    ['h-1001/B', 1001, '/B'],
    ['g-100', undefined, ''],
    ['h-', undefined, ''],
    ['h-0', undefined, ''],
    ['hh-100', undefined, ''],
  ])('%s is read by its form', (reference, orderId, rest) => {
    const parsed = parseOrderReference(storeHash, reference);
    expect(parsed).toEqual(orderId === undefined ? undefined : { orderId, rest });
  });

  const places = [place(1, 'h-100', 'h-100-s2'), place(2, 'h-100-8')];
  it.each([
    ['h-100', 1, 'h-100', false],
    ['h-100-s2', 1, 'h-100-s2', false],
    ['h-100-8', 2, 'h-100-8', false],
    ['h-100/B', 1, 'h-100', true],
    ['h-100_2', 1, 'h-100', true],
    ['h-100.2', 1, 'h-100', true],
    ['h-100 (2)', 1, 'h-100', true],
    ['h-100-2', 1, 'h-100', true],
    ['h-100-EX1', 1, 'h-100', true],
    ['h-100-s2/B', 1, 'h-100-s2', true],
    ['h-100-s22', 1, 'h-100', true],
    ['h-100-8 (2)', 2, 'h-100-8', true],
    ['h-100-81', 1, 'h-100', true],
  ])('%s belongs to place %i under %s (a part: %s)', (reference, number, root, part) => {
    expect(ownerOf(places, reference)).toEqual({ place: number, root, part });
  });

  it.each(['h-1001', 'h-1001/B', 'h-10', 'g-100'])('%s belongs to nobody here', (reference) => {
    expect(ownerOf(places, reference)).toBeUndefined();
  });
});

describe('places', () => {
  const sent = (): Story => new Story().place(7, '2 A').place(8, '2 A', { street: 'other' }).read();
  const numbers = (story: Story): readonly string[] | undefined =>
    story.facts.order?.places.map(({ place, addressId }) => `${place}:${addressId}`);

  const readings: readonly (readonly [string, (story: Story) => void, readonly string[]])[] = [
    ['the same ids', () => undefined, ['1:7', '2:8']],
    ['a new id, the same street', (s: Story) => void (s.at(1).addressId = 9), ['1:9', '2:8']],
    [
      'two new ids, the same streets',
      (s: Story) => {
        s.at(1).addressId = 19;
        s.at(2).addressId = 18;
      },
      ['1:19', '2:18'],
    ],
    [
      'a new id and a new street, the same lines',
      (s: Story) => void Object.assign(s.at(1), { addressId: 9, street: 'new' }),
      ['1:9', '2:8'],
    ],
    [
      'all new, the only pair left with the same goods',
      (s: Story) => {
        Object.assign(s.at(1), { addressId: 9, street: 'new' });
        for (const line of s.at(1).lines) line.id += 50;
      },
      ['1:9', '2:8'],
    ],
    ['another address', (s: Story) => void s.place(9, '1 B'), ['1:7', '2:8', '3:9']],
  ];
  it.each(readings)('are found again by %s', (_, change, expected) => {
    const story = sent();
    story.store(() => change(story));
    expect(numbers(story)).toEqual(expected);
  });

  it('of which both are all new and equal are held, where something was sent to them', () => {
    const story = sent().sent().act('hand-over');
    story.store(() => {
      for (const number of [1, 2]) {
        Object.assign(story.at(number), { addressId: 30 + number, street: `new ${number}` });
        for (const line of story.at(number).lines) line.id += 50;
      }
    });
    for (let count = 0; count < 6; count += 1) story.run().passes(3_600_000);
    story.run(undefined, 3);
    expect(story.acts().some(({ kind }) => kind === 'hand-over' || kind === 'cancel')).toBe(false);
    expect(story.facts.order?.problem?.field).toBe('shipping_addresses');
  });
});

describe('meetings of two events', () => {
  it.each([
    [
      'a refund and a change of status in one reading: cancelled at once',
      () =>
        new Story()
          .plain()
          .sent()
          .store((world) => {
            world.status = 4;
            for (const line of world.places.flatMap(({ lines }) => lines)) line.refunded = 3;
          }),
      'P3 X3 N3',
      'cancel w1',
    ],
    [
      'archived and back: nothing is handed over twice',
      () =>
        new Story()
          .plain()
          .sent()
          .store((world) => (world.archived = true))
          .store((world) => (world.archived = false)),
      'W3 O3 P3 N3',
      'wait warehouse',
    ],
    [
      'cancelled, cancelled by us, then revived in the store: fresh again, by a further reference',
      () => new Story().plain().sent().status(5).run().status(11),
      'W3 O3 F3',
      'hand-over h-100-s2 3 × A',
    ],
    [
      'revived by the warehouse after our cancel: cancelled once more',
      () => new Story().plain().sent().status(5).run().warehouse('w1', { status: 'NEW' }),
      'P3 X3 N3',
      'cancel w1',
    ],
    [
      'a part shipped by hand and the rest refunded: the whole is cancelled',
      () => new Story().plain().sent().byHand(1, 1).refund(2),
      'W1 H1 P3 X3 N3',
      'cancel w1',
    ],
    [
      'a refund on a shipped line and a new line of its SKU: only the new piece goes',
      () => {
        const story = new Story().plain().shippedAndTold().refund(1);
        return story.store(() => story.add(1, '1 A'));
      },
      'W4 S3 O1 N3 F1',
      'hand-over h-100-s2 1 × A',
    ],
    [
      'an unknown hand-over and a new address id: still one place and one wait',
      () => {
        const story = new Story().plain().lost(true);
        return story.store(() => (story.at(1).addressId = 8)).looked();
      },
      'W3 O3 P3 N3',
      'wait warehouse',
    ],
    [
      'equal SKUs on two lines, one refunded: one order is edited',
      () => new Story().plain('2 A, 1 A').sent().refund(1, 2),
      'W2 O2 P3 X1 N3',
      'edit w1 2 × A',
    ],
  ] as const)('%s', (_, story, is, next) => {
    const told = story();
    expect([told.numbers(), told.next()]).toEqual([is, next]);
  });

  it('a code that the warehouse refused is spent: the corrected link decides', () => {
    const story = new Story();
    story.world.links['Odd'] = { kind: 'none' };
    story.place(7, '3 A', { method: 'Odd' }).read().decide({ kind: 'use-code', code: 'WRONG' });
    expect(story.facts.decisions.at(-1)?.code).toBe('WRONG');
    story.world.links['Odd'] = { kind: 'code', code: 'UPS' };
    story.refusedCode().again();
    expect(story.acts().map((act) => (act.kind === 'hand-over' ? act.code : act.kind))).toEqual(['UPS']);
  });
});
