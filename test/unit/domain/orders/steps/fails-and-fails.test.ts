import { describe, expect, it } from 'vitest';
import { nextSteps } from '../../../../../src/domain/orders/next-steps.ts';
import { finding } from '../../../../../src/domain/orders/steps/findings.ts';
import { unfoundBasis, unlessStopped } from '../../../../../src/domain/orders/steps/obstacles.ts';
import type { Act } from '../../../../../src/domain/orders/steps/steps.ts';
import type { Obstacle } from '../../../../../src/domain/orders/facts/facts.ts';
import { at, facts } from '../small-facts.ts';
import { Story } from '../story.ts';

const held = (story: Story) =>
  nextSteps(story.facts, story.world.now).flatMap((step) =>
    step.kind === 'hold'
      ? step.findings.map(
          ({ reason, place, step: failed, message }) => `${reason} at ${place ?? 'the order'}, ${failed}: ${message}`,
        )
      : [],
  );
/** Five times in a row, with the pauses that it makes. */
function fails(story: Story, kind: Act['kind']): Story {
  for (let tries = 0; tries < 5; tries += 1) story.passes(3_600_000).act(kind, 'failed');
  return story;
}
const hidden = (story: Story) => {
  story.world.order('w1').hidden = true;
  return story.look('h-100');
};
const short = (story: Story) => story.tells(story.world.change('w1', { pieces: [{ code: 'A', quantity: 2 }] }));

describe('what fails and fails is told at its address, with its step', () => {
  it.each<[string, Story, Act['kind'], readonly string[]]>([
    ['a look for what may have landed', new Story().plain().lost(true), 'look', ['at 1, look 1: no answer']],
    ['a look for what was missed', hidden(new Story().plain().sent()), 'look', ['at 1, look 1: no answer']],
    [
      'a look at what nobody can tell',
      new Story().plain().appears('h-100', '3 A'),
      'look',
      ['at 1, tell 1: no answer', 'at 1, undefined: h-100 holds 3 × A: whether it is ours cannot be told.'],
    ],
    [
      'a search for missing pieces',
      short(new Story().plain().sent()),
      'search',
      ['at 1, search 1: no answer', 'at 1, undefined: h-100 holds fewer pieces than were sent: 1 × A is missing.'],
    ],
    ['a change of the address', new Story().plain().sent().otherStreet(), 'edit', ['at 1, change w1: no answer']],
    ['the question for a link', unmatched(), 'match', ['at 1, match 1: no answer']],
    ['a hand-over', new Story().plain(), 'hand-over', ['at 1, hand-over 1: no answer']],
    ['a reading', new Story(), 'read-order', ['at the order, read: no answer']],
  ])('%s', (_, story, kind, expected) => {
    expect(
      held(fails(story, kind))
        .map((one) => one.slice(one.indexOf(' at ') + 1))
        .sort(),
    ).toEqual(expected);
  });
});

function unmatched(): Story {
  const story = new Story().place(7, '3 A');
  story.facts = story.world.read(story.facts);
  return story;
}

describe('a hold keeps its age', () => {
  const obstacle = (of: Partial<Obstacle>): Obstacle => ({
    ...{ key: 'k', basis: 'b', message: 'm', tries: 1, at: at(1), stands: true },
    ...of,
  });
  const matter = (of: Partial<Obstacle>, otherwise = {}) => {
    const all = facts({ obstacles: [obstacle(of)] });
    const step = unlessStopped(all, 0, of.key ?? 'k', of.basis ?? 'b', { kind: 'read-order' }, otherwise);
    return step.kind === 'hold' ? step.findings[0]?.matter : undefined;
  };
  it.each<[string, boolean, Partial<Obstacle>, object]>([
    ['while the same step fails in other words', true, { message: 'n', tries: 2 }, {}],
    ['also where it is judged by something else', true, { basis: 'c' }, {}],
    ['not where another step fails', false, { key: 'l' }, {}],
    ['nor for other goods', false, { codes: ['A'] }, {}],
    ['nor for another order of the warehouse', false, {}, { order: 'w1' }],
  ])('%s', (_, same, of, otherwise) => {
    expect(matter(of, otherwise) === matter({})).toBe(same);
  });

  it('by its matter, however it is told', () => {
    const one = (message: string, about: readonly unknown[]) =>
      finding('pickup-point-missing', message, { place: 1, matter: ['none'], about });
    expect([
      one('a', [1]).matter === one('b', [2]).matter,
      one('a', [1]).fingerprint === one('b', [2]).fingerprint,
    ]).toEqual([true, false]);
  });
});

it('each reading that does not find an order is judged by itself', () => {
  const after = (readings?: number) =>
    unfoundBasis({ unfound: readings === undefined ? undefined : { readings, since: at(0) } } as never);
  expect(new Set([after(1), after(2), after(3)]).size).toBe(3);
  expect(after()).toBe(after(0));
});
