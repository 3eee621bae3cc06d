import { describe, expect, it } from 'vitest';
import type { OrderStory } from '../../../../../src/contract/orders.ts';
import type { OrderFacts } from '../../../../../src/domain/orders/facts/facts.ts';
import { finding } from '../../../../../src/domain/orders/steps/findings.ts';
import type { Step, Wait } from '../../../../../src/domain/orders/steps/steps.ts';
import { searchAttributesOf, storyOf } from '../../../../../src/domain/orders/views/story.ts';
import { at, facts, line, order, reading, readPlace, ref, sending } from '../small-facts.ts';

// The story of an order: what was decided and done, at which address, and where the whole of it stands.

const two = {
  places: [
    { number: 1, addressId: 7, references: [ref('h-100-7')] },
    { number: 2, addressId: 8, references: [ref('h-100-8')] },
  ],
};
const waits = (what: Wait['for'], place?: number) =>
  ({ kind: 'wait', wait: { for: what, words: `for ${what}` }, ...(place === undefined ? {} : { place }) }) as Step;
const holds = (message: string, place?: number) =>
  ({ kind: 'hold', findings: [finding('reopened', message)], ...(place === undefined ? {} : { place }) }) as Step;
const told = (of: Partial<OrderFacts>, ...steps: readonly Step[]): OrderStory =>
  storyOf(facts(of), Date.parse(at(60)), steps);
const unpaid = { order: reading([readPlace()], { status: 7 }) };
const odd = { problem: { field: 'lines', message: 'Odd.' } };

describe('an order’s story', () => {
  it('has what was decided and what was done apart, each with its address', () => {
    const { decisions, effects } = told({
      ...two,
      story: [
        { at: at(1), kind: 'decision', what: 'Two links fit.', place: 2, candidates: ['A', 'B'] },
        { at: at(2), kind: 'effect', what: 'handed over', place: 1 },
        { at: at(3), kind: 'decision', what: 'cancelled by a person' },
        { at: at(4), kind: 'effect', what: 'set to status 9' },
      ],
    });
    expect(decisions).toStrictEqual([
      { at: at(1), what: 'Two links fit.', addressId: 8, candidates: ['A', 'B'] },
      { at: at(3), what: 'cancelled by a person' },
    ]);
    expect(effects).toStrictEqual([
      { at: at(2), what: 'handed over', addressId: 7 },
      { at: at(4), what: 'set to status 9' },
    ]);
  });

  it.each<[string, Partial<OrderFacts>, readonly string[]]>([
    ['nothing before it is read', {}, []],
    ['nothing where all is shipped from here', { order: reading() }, []],
    [
      'of each kind how many, and why',
      {
        order: reading([readPlace()], {
          version: at(5),
          skipped: { digital: 1, refunded: 2, pickup: 0, elsewhere: 3 },
        }),
      },
      [`${at(5)} Lines that are not shipped: 1 not physical, 2 refunded, 3 not kept at the warehouse.`],
    ],
    [
      'what the shopper fetches',
      { order: reading([readPlace()], { version: at(5), skipped: { digital: 0, refunded: 0, pickup: 1 } }) },
      [`${at(5)} Lines that are not shipped: 1 picked up.`],
    ],
  ])('says of what is left out %s', (_, of, expected) => {
    expect(told(of).decisions.map(({ at: when, what }) => `${when} ${what}`)).toEqual(expected);
  });

  it('names what stands in the warehouse beside it only where something does', () => {
    expect(told({ order: reading() })).not.toHaveProperty('otherOrders');
    const stray = order({ key: 'w9', reference: 'h-100', pieces: [{ code: 'Z', quantity: 1 }] });
    const { otherOrders } = told({ ...two, order: reading([]), warehouse: [stray] });
    expect(otherOrders).toEqual([
      { reference: 'h-100', id: 'w9', status: 'NEW', pieces: [{ code: 'Z', quantity: 1 }] },
    ]);
  });

  it.each<[string, Partial<OrderFacts>, readonly Step[], OrderStory['stage']]>([
    ['held as a whole', { order: reading() }, [waits('payment', 1), holds('Set back.')], 'held'],
    ['unread', {}, [], 'ready'],
    ['not found when it was first looked for', { gone: 2, places: [] }, [], 'nothing-to-ship'],
    ['of which an answer contradicts itself', { places: [], order: reading([], odd) }, [], 'ready'],
    ['of which nothing is to be shipped', { places: [], order: reading([]) }, [], 'nothing-to-ship'],
    ['unpaid', unpaid, [], 'awaiting-payment'],
    ['unpaid, and waits for that', unpaid, [waits('payment')], 'awaiting-payment'],
    ['unpaid, while what was sent may still land', unpaid, [waits('outcome')], 'ready'],
    [
      'in the warehouse, while something else may still land',
      { order: reading(), sendings: [sending()], warehouse: [order()] },
      [waits('outcome')],
      'handed-over',
    ],
    [
      'unreadable of late, with an address that is known',
      { order: reading([readPlace([line()])], { ...odd, status: 7 }) },
      [],
      'awaiting-payment',
    ],
  ])('%s stands at its stage, and is found by it', (_, of, steps, stage) => {
    expect(told(of, ...steps).stage).toBe(stage);
    expect(searchAttributesOf(facts(of), steps).stage).toBe(stage);
  });

  it('shows what the whole of it is held for or waits for, and not what one address does', () => {
    const { hold, waits: whole } = told({ order: reading() }, waits('payment', 1), holds('Set back.'));
    expect([hold?.message, whole]).toEqual(['Set back.', undefined]);
    const other = told({ order: reading() }, holds('Of one.', 1), waits('store'));
    expect([other.hold, other.waits]).toEqual([undefined, { words: 'for store' }]);
    expect(other.addresses[0]?.hold?.message).toBe('Of one.');
  });
});
