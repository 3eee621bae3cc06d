import { describe, expect, it } from 'vitest';
import type { Cash, CashRead } from '../../../../src/domain/orders/facts/travels/cash.ts';
import type { WordsRead } from '../../../../src/domain/orders/facts/travels/words.ts';
import type { PickUpRead } from '../../../../src/domain/shipping/pick-up/pick-up-read.ts';
import { accountOf } from '../../../../src/domain/orders/account/account.ts';
import { nextSteps } from '../../../../src/domain/orders/next-steps.ts';
import { sentContent } from '../../../../src/domain/orders/facts/content.ts';
import { Story } from './story.ts';

// What travels with an order beside its pieces meets a split, a refund, an edit and a second address after hand-over.

/** What the store says of each address, by its id. */
interface Says {
  readonly point?: string;
  /** In cents. */
  readonly owed?: number;
  readonly words?: WordsRead['rule'];
}

const door: CashRead = { by: 'door', method: 'Cash on Delivery' };
const euros = (amount: number): Cash => ({ amount, currency: 'EUR' });
const pickUp = (codes: readonly string[]): PickUpRead => ({
  ...{ need: 'required', shippingCode: 'DHL', by: 'form' },
  codes,
});

class Travelling extends Story {
  private said: Readonly<Record<number, Says>> = {};

  /** From the next reading on. */
  says(said: Readonly<Record<number, Says>>): this {
    this.said = { ...this.said, ...said };
    const isOwed = Object.values(this.said).some(({ owed }) => owed !== undefined);
    this.world.takenFor = (reading) => ({
      ...reading,
      ...(isOwed ? { cash: door } : {}),
      addresses: reading.addresses.map((one) => {
        const { point, owed, words } = this.said[one.addressId] ?? {};
        return {
          ...one,
          ...(point === undefined ? {} : { pickUp: pickUp(point === '' ? [] : point.split(' ')) }),
          ...(owed === undefined ? {} : { cash: euros(owed) }),
          ...(words === undefined ? {} : { words: [{ kind: 'lineOptions', rule: words, count: 1 }] as const }),
        };
      }),
    });
    return this;
  }

  now(said: Readonly<Record<number, Says>>, change: () => void = () => undefined): this {
    return this.says(said).store(change).run();
  }

  /** What each warehouse order was sent with last: `w1 point 7 collects 3000`. */
  travelled(): readonly string[] {
    return accountOf(this.facts)
      .places.flatMap(({ orders }) => orders)
      .map((one) => {
        const { pickUpPoint, cash } = sentContent(this.facts, one) ?? {};
        const parts = [
          one.order.key,
          ...(pickUpPoint === undefined ? [] : [`point ${pickUpPoint}`]),
          ...(cash === undefined ? [] : [`collects ${cash.amount}`]),
        ];
        return parts.join(' ');
      });
  }

  /** What is asked for in all of the orders that may still be paid. */
  asked(): number {
    const living = accountOf(this.facts)
      .places.flatMap(({ orders }) => orders)
      .filter(({ state }) => state !== 'dead');
    // What is split off asks for nothing of its own.
    const first = living.filter(({ root }, at) => living.findIndex((one) => one.root === root) === at);
    return first.reduce((sum, one) => sum + (sentContent(this.facts, one)?.cash?.amount ?? 0), 0);
  }

  holds(): readonly string[] {
    return nextSteps(this.facts, this.world.now)
      .flatMap((step) => (step.kind === 'hold' ? step.findings : []))
      .map(({ reason, place }) => `${place ?? 'order'} ${reason}`);
  }
}

/** Three of A to address 7, sent with what the store says of it. */
const sent = (says: Says) => new Travelling().says({ 7: says }).plain().run();
/** The warehouse makes two of the one order that it has: two pieces and one. */
function split(story: Travelling, reference = 'h-100/B'): Travelling {
  story.warehouse('w1', { pieces: [{ code: 'A', quantity: 2 }] });
  story.appears(reference, '1 A', 'PENDING');
  return story.run();
}

describe('payment at the door', () => {
  it.each(['h-100', 'h-100/B', 'h-100-2'])('is asked for once where the warehouse splits off %s', (reference) => {
    const story = split(sent({ owed: 3_000 }), reference);
    expect([story.asked(), story.next(), story.facts.corrections]).toEqual([3_000, 'wait warehouse', []]);
    story.ships('w1').ships('w2').run();
    expect([story.asked(), story.facts.corrections]).toEqual([3_000, []]);
  });

  it('of a split order is less after a refund, in the part that asks for it', () => {
    const story = split(sent({ owed: 3_000 }));
    story
      .says({ 7: { owed: 2_000 } })
      .refund(1)
      .run();
    expect(story.asked()).toBe(2_000);
  });

  it('is taken back with what is cancelled, and nothing is asked for where all is refunded', () => {
    const story = sent({ owed: 3_000 });
    story
      .says({ 7: { owed: 0 } })
      .refund(3)
      .run();
    expect([story.asked(), story.world.order('w1').status]).toEqual([0, 'CANCELLED']);
  });

  it('rises with an added line by what the line costs: the first order is not touched', () => {
    const story = sent({ owed: 3_000 });
    story.now({ 7: { owed: 4_000 } }, () => story.add(1, '1 B'));
    expect(story.travelled()).toEqual(['w1 collects 3000', 'w2 collects 1000']);
  });

  it('rises by an edit of the total alone', () => {
    const story = sent({ owed: 3_000 }).now({ 7: { owed: 3_500 } });
    expect([story.travelled(), story.next()]).toEqual([['w1 collects 3500'], 'wait warehouse']);
  });

  it('is split anew with a second address, to the last cent', () => {
    const story = sent({ owed: 3_000 });
    story.now({ 7: { owed: 3_001 }, 8: { owed: 999 } }, () => story.place(8, '1 B'));
    expect(story.travelled()).toEqual(['w1 collects 3001', 'w2 collects 999']);
  });

  it('that the warehouse does not edit is held, and nothing more is asked for elsewhere', () => {
    const story = sent({ owed: 3_000 });
    story.world.editable = false;
    story.now({ 7: { owed: 2_500 } });
    expect([story.asked(), story.holds()]).toEqual([3_000, ['1 changed-after-hand-over']]);
  });

  it('is not asked for again where the order is sent again: what was cancelled there asks for nothing', () => {
    const story = sent({ owed: 3_000 });
    story.warehouse('w1', { status: 'CANCELLED' });
    story.decide({ kind: 'hand-over-again' }).run();
    expect([story.asked(), story.travelled()]).toEqual([3_000, ['w1 collects 3000', 'w2 collects 3000']]);
  });

  it('that was collected with what was shipped is not asked for with the rest', () => {
    const story = sent({ owed: 3_000 });
    story.ships('w1', '2 A').run();
    story.decide({ kind: 'hand-over-again' }).run();
    expect(story.travelled().slice(1)).toEqual(['w2']);
  });

  it('that cannot be told holds the address that it is of, and no other', () => {
    const story = new Travelling().says({ 8: { owed: 1_000 } });
    story.place(7, '1 A').place(8, '1 B').read().run();
    expect(story.holds()).toEqual(['1 cash-on-delivery-impossible']);
    expect(story.travelled()).toEqual(['w1 collects 1000']);
  });

  it('of nothing at all asks for nothing, and is no obstacle', () => {
    expect(sent({ owed: 0 }).travelled()).toEqual(['w1']);
  });
});

describe('a pick-up point', () => {
  it('stays with all parts of a split order, and a refund keeps it', () => {
    const story = split(sent({ point: '0118' }));
    expect(story.travelled()).toEqual(['w1 point 0118', 'w2 point 0118']);
    story.refund(1).run();
    expect(story.travelled()[0]).toBe('w1 point 0118');
  });

  it('that is changed after hand-over is an edit of that address alone', () => {
    const story = new Travelling().says({ 7: { point: '0118' }, 8: { point: '0200' } });
    story.place(7, '1 A').place(8, '1 B').read().run();
    story.now({ 7: { point: '0119' } });
    expect(story.travelled()).toEqual(['w1 point 0119', 'w2 point 0200']);
    expect(story.facts.corrections).toHaveLength(1);
  });

  it('whose change is refused says why', () => {
    const story = sent({ point: '0118' });
    story.says({ 7: { point: '0119' } }).store(() => undefined);
    story.act('edit', 'refused');
    expect(story.findings().map(({ message }) => message)).toEqual([
      expect.stringMatching(/: pick-up point\. The change was not made in myOGO: \S/) as string,
    ]);
  });

  it('that is written in another case is no change', () => {
    const story = sent({ point: '105A' }).now({ 7: { point: '105a' } });
    expect([story.travelled(), story.facts.corrections]).toEqual([['w1 point 105A'], []]);
  });

  it('that the warehouse does not edit, that is lost, or of which there are two, is held', () => {
    const firm = sent({ point: '0118' });
    firm.world.editable = false;
    expect(firm.now({ 7: { point: '0119' } }).holds()).toEqual(['1 changed-after-hand-over']);
    expect(
      sent({ point: '0118' })
        .now({ 7: { point: '' } })
        .holds(),
    ).toEqual(['1 changed-after-hand-over']);
    expect(
      sent({ point: '0118' })
        .now({ 7: { point: '0118 0119' } })
        .holds(),
    ).toEqual(['1 changed-after-hand-over']);
  });

  it('is needed of a second address by itself: the first one is not touched', () => {
    const story = sent({ point: '0118' });
    story.now({ 8: { point: '' } }, () => story.place(8, '1 B'));
    expect([story.travelled(), story.holds()]).toEqual([['w1 point 0118'], ['2 pickup-point-missing']]);
    story.decide({ kind: 'use-pickup-point', code: '0200', addressId: 8 }).run();
    expect(story.travelled()).toEqual(['w1 point 0118', 'w2 point 0200']);
  });

  it('that a person gave stays with what is added later, and with an edit of the street', () => {
    const story = new Travelling()
      .says({ 7: { point: '' } })
      .plain()
      .run();
    story.decide({ kind: 'use-pickup-point', code: '0118' }).run();
    story.now({}, () => story.add(1, '1 B'));
    expect(story.travelled()).toEqual(['w1 point 0118', 'w2 point 0118']);
    story.store(() => (story.at(1).street = 'another')).run();
    expect(story.travelled()).toEqual(['w1 point 0118', 'w2 point 0118']);
  });

  it('that a person gave says nothing of another method', () => {
    const story = new Travelling()
      .says({ 7: { point: '' } })
      .plain()
      .run();
    story.decide({ kind: 'use-pickup-point', code: '0118' });
    story.now({ 7: {} }, () => (story.at(1).method = 'Home'));
    expect(story.travelled()).toEqual(['w1']);
  });
});

describe('words for the packer', () => {
  it('of a second address, or an added line, are decided for that address alone', () => {
    const story = sent({ words: 'forward' });
    story.now({ 8: { words: 'undecided' } }, () => story.place(8, '1 B'));
    expect(story.holds()).toEqual(['2 comment-undecided']);
    story.decide({ kind: 'drop-words', addressId: 8 }).run();
    expect([story.holds(), story.world.orders.length]).toEqual([[], 2]);
  });

  it('that nobody has decided about stop neither a refund nor a cancellation', () => {
    const story = new Travelling()
      .says({ 7: { words: 'undecided' } })
      .plain()
      .run();
    expect(story.holds()).toEqual(['1 comment-undecided']);
    story.refund(3).run();
    expect([story.holds(), story.world.orders]).toEqual([[], []]);
  });

  it('of an order that was sent hold nothing when the merchant changes his mind: it is on its way', () => {
    const story = sent({ words: 'forward' }).now({ 7: { words: 'hold' } });
    expect(story.holds()).toEqual([]);
    story.refund(1).run();
    expect(story.world.order('w1').pieces).toEqual([{ code: 'A', quantity: 2 }]);
  });
});
