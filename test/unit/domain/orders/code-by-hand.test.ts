import { describe, expect, it } from 'vitest';
import type { Story as Life } from './story.ts';
import { Story } from './story.ts';

// A person chose a shipping code for a method that no link knows.

const chosen = () => {
  const story = new Story();
  story.world.links['Odd'] = { kind: 'none' };
  story.world.links['Express'] = { kind: 'code', code: 'EXP' };
  story.place(7, '3 A', { method: 'Odd' }).read();
  expect(story.next()).toBe('hold shipping-method-not-linked');
  return story.decide({ kind: 'use-code', code: 'UPS' });
};
const of = (story: Life, method: string) => story.store(() => (story.at(1).method = method));
const sent = ({ facts }: Life) => facts.sendings.map(({ code }) => code);

describe('a shipping code that a person chose', () => {
  it('is used for all that goes by that method, also later', () => {
    const story = chosen().sent();
    story.store(() => story.add(1, '1 B')).run();
    expect(sent(story)).toEqual(['UPS', 'UPS']);
  });

  it('says nothing of another method that the store’s order has since: its link decides', () => {
    expect(sent(of(chosen(), 'Express').run())).toEqual(['EXP']);
  });

  it('says nothing of another method without a link, either: a person is asked about that one', () => {
    const story = chosen();
    story.world.links['Pallet'] = { kind: 'none' };
    expect(of(story, 'Pallet').run().next()).toBe('hold shipping-method-not-linked');
    expect(sent(of(story, 'Odd').run())).toEqual(['UPS']);
  });

  it('says nothing of what goes out again by another method', () => {
    const story = of(chosen().sent(), 'Express').warehouse('w1', { status: 'CANCELLED' }).run();
    expect(sent(story.decide({ kind: 'hand-over-again' }).run())).toEqual(['UPS', 'EXP']);
  });
});
