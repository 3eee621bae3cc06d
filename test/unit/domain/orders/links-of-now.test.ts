import { expect, it } from 'vitest';
import { Story } from './story.ts';

/** An order whose shipping method a link gave DHL, and which was not handed over yet: the warehouse does not answer. */
function matched(): Story {
  const story = new Story().plain();
  expect(code(story)).toBe('DHL');
  return story;
}

/** The method that the order is about to be handed over by. */
function code(story: Story): string | undefined {
  const act = story.acts().find(({ kind }) => kind === 'hand-over');
  return act?.kind === 'hand-over' ? act.code : undefined;
}

/** The merchant links the shipping method to another code, and nobody tells the order's run of it. */
function relinked(story: Story): Story {
  story.world.links = { DHL: { kind: 'code', code: 'POSTI' } };
  story.world.linksVersion += 1;
  return story;
}

it('an order that was not handed over yet goes by the links of now, whatever they said when it was matched', () => {
  expect(code(relinked(matched()).read())).toBe('POSTI');
});

it('so it does where its status kept it waiting meanwhile', () => {
  const waiting = matched().status(7);
  expect(code(relinked(waiting).status(11))).toBe('POSTI');
  expect(code(relinked(matched()).status(7).status(11))).toBe('POSTI');
});

it('and so does a line that is added long after', () => {
  const story = relinked(matched().sent());
  expect(code(story.store(() => story.add(1, '1 B')))).toBe('POSTI');
});

it('a code that a person chose stays, and so does what was handed over', () => {
  const chosen = new Story();
  chosen.world.links = { DHL: { kind: 'none' } };
  chosen.plain().decide({ kind: 'use-code', code: 'SMARTPOST' });
  expect(code(relinked(chosen).read())).toBe('SMARTPOST');
  expect(relinked(matched().sent()).read().next()).toBe('wait warehouse');
});
