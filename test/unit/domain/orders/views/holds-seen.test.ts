import { describe, expect, it } from 'vitest';
import type { FirstSeen, OrderFacts } from '../../../../../src/domain/orders/facts/facts.ts';
import type { Finding } from '../../../../../src/domain/orders/steps/findings.ts';
import type { Step } from '../../../../../src/domain/orders/steps/steps.ts';
import { seeFindings } from '../../../../../src/domain/orders/views/story.ts';
import { at, decision, facts } from '../small-facts.ts';

// Since when something is held: a hold keeps its age while it is the same, in whatever words, and a new one is told once.

const now = at(60);
const found = (fingerprint: string, of: Partial<Finding> = {}) =>
  ({ reason: 'sku-missing', message: `${fingerprint} lacks a SKU.`, fingerprint, place: 1, ...of }) as Finding;
const holds = (...findings: readonly Finding[]) => ({ kind: 'hold', place: 1, findings }) as Step;
const acts = { kind: 'act', act: { kind: 'read-order' } } as Step;
const waits = (what: string) => ({ kind: 'wait', wait: { for: what, words: 'W' } }) as Step;
const known = (fingerprint: string, minutes: number, matter?: string): FirstSeen => ({
  ...{ fingerprint, at: at(minutes) },
  ...(matter === undefined ? {} : { matter }),
});

/** `A since 10` for each that is known afterwards. */
const ages = (of: Partial<OrderFacts>, ...steps: readonly Step[]) =>
  seeFindings(facts(of), steps, now).firstSeen.map((one) => {
    const minutes = (Date.parse(one.at) - Date.parse(at(0))) / 60_000;
    return `${one.fingerprint} since ${minutes}`;
  });

describe('a hold', () => {
  it('that is seen again changes nothing', () => {
    const before = facts({ firstSeen: [known('A', 10)] });
    expect(seeFindings(before, [holds(found('A'))], now)).toBe(before);
  });

  it('that is new is told once in the order’s story, with its address, however many steps find it', () => {
    const { story, firstSeen } = seeFindings(facts(), [holds(found('A')), holds(found('A'))], now);
    expect(firstSeen).toEqual([known('A', 60)]);
    expect(story).toEqual([{ at: now, kind: 'decision', what: 'Held as sku-missing: A lacks a SKU.', place: 1 }]);
  });

  it('of the whole order is told without an address', () => {
    const of: Partial<Finding> = { place: undefined } as never; // a finding of no place
    expect(seeFindings(facts(), [holds(found('A', of))], now).story[0]).not.toHaveProperty('place');
  });

  it.each<[string, Partial<OrderFacts>, readonly Step[], readonly string[]]>([
    ['that is gone is forgotten', { firstSeen: [known('A', 10), known('B', 20)] }, [holds(found('B'))], ['B since 20']],
    ['is kept while something is done that may bring it back', { firstSeen: [known('A', 10)] }, [acts], ['A since 10']],
    ['is kept while the same is tried again', { firstSeen: [known('A', 10)] }, [waits('again')], ['A since 10']],
    ['is kept while the store does not answer', { firstSeen: [known('A', 10)] }, [waits('store')], ['A since 10']],
    ['is forgotten where only time is waited for', { firstSeen: [known('A', 10)] }, [waits('tracking')], []],
    [
      'beside another one has an age of its own',
      { firstSeen: [known('A', 10)] },
      [holds(found('A'), found('B'))],
      ['A since 10', 'B since 60'],
    ],
    [
      'that is told in other words is as old as before, and found under the new ones alone',
      { firstSeen: [known('A', 10, 'link'), known('C', 20)] },
      [acts, holds(found('B', { matter: 'link' }))],
      ['C since 20', 'B since 10'],
    ],
    [
      'that is told in other words is as old as before, also where nothing is done',
      { firstSeen: [known('A', 10, 'link')] },
      [holds(found('B', { matter: 'link' }))],
      ['B since 10'],
    ],
    [
      'of the same matter beside one that still holds is another one',
      { firstSeen: [known('A', 10, 'link')] },
      [holds(found('A', { matter: 'link' }), found('B', { matter: 'link' }))],
      ['A since 10', 'B since 60'],
    ],
    [
      'of another matter is not as old',
      { firstSeen: [known('A', 10, 'link')] },
      [acts, holds(found('B', { matter: 'method' }))],
      ['A since 10', 'B since 60'],
    ],
    [
      'of no matter at all is like no other',
      { firstSeen: [known('A', 10)] },
      [acts, holds(found('B'))],
      ['A since 10', 'B since 60'],
    ],
  ])('%s', (_, of, steps, expected) => {
    expect(ages(of, ...steps)).toEqual(expected);
  });

  it.each<[string, Parameters<typeof decision>[0], Partial<Finding>, string]>([
    ['for its address since', { at: at(20), place: 1 }, {}, 'B since 60'],
    ['for the whole order since', { at: at(20) }, {}, 'B since 60'],
    ['for another address', { at: at(20), place: 2 }, {}, 'B since 10'],
    ['when it came', { at: at(10), place: 1 }, {}, 'B since 10'],
    ['before it', { at: at(5), place: 1 }, {}, 'B since 10'],
    [
      'of which a hold of the whole order is one matter',
      { at: at(20), place: 2 },
      { place: undefined } as never,
      'B since 60',
    ],
  ])('in other words, after a decision %s, is that old', (_, decided, of, expected) => {
    const before = { firstSeen: [known('A', 10, 'link')], decisions: [decision(decided)] };
    expect(ages(before, holds(found('B', { matter: 'link', ...of })))).toEqual([expected]);
  });
});
