import { describe, expect, it } from 'vitest';
import { possibleDecisions } from '../../../../../src/domain/orders/decisions/decisions.ts';
import { Story } from '../story.ts';

// A person counts what is missing as done, while a line that was added waits to be handed over.

const losses: readonly (readonly [string, (story: Story) => Story])[] = [
  ['short', (story) => story.ships('w1', '2 A')],
  ['substituted', (story) => story.warehouse('w1', { pieces: [...two, { code: 'Z', quantity: 1 }] })],
  ['cancelled', (story) => story.warehouse('w1', { status: 'CANCELLED' })],
];
const two = [{ code: 'A', quantity: 2 }];

describe('what is missing and is treated as done', () => {
  it.each(losses)('is what was sent (%s): a line that was added and is not paid yet goes out when it is', (_, lose) => {
    const story = new Story()
      .plain()
      .sent()
      .status(7)
      .add(1, '1 A')
      .store(() => undefined);
    lose(story).run();
    const shown = story.findings().find(({ reason }) => reason !== 'status-forbids-sending');
    story.decide({ kind: 'treat-as-done', ...(shown && { finding: shown.fingerprint }) }).run();
    expect(story.findings().map(({ reason }) => reason)).not.toContain(shown?.reason);
    expect(
      story
        .account()
        .lines.map(({ open, settled }) => [open > 0, settled > 0])
        .at(-1),
    ).toEqual([true, false]);
    story.status(11).run();
    expect(story.world.orders.at(-1)).toMatchObject({ reference: 'h-100-s2', pieces: [{ code: 'A', quantity: 1 }] });
  });
});

it('a cancel is no answer where nothing is left that it could cancel', () => {
  const story = new Story().plain().sent().warehouse('w1', { status: 'COLLECTING' });
  story.world.firm.add('w1');
  story.store(({ places: [place] }) => {
    if (place !== undefined) place.street = 'another street';
  });
  story.run();
  const kinds = () => possibleDecisions(story.facts, story.world.now).map(({ kind }) => kind);
  expect([story.next(), kinds()]).toEqual(['hold changed-after-hand-over', ['treat-as-done', 'cancel']]);
  story.decide({ kind: 'cancel' }).run();
  expect(story.next()).toBe('hold changed-after-hand-over + cancel-refused');
  // Asked once more, and refused once more; then nothing is left but to count it as done.
  story.decide({ kind: 'cancel' }).run();
  expect([story.next(), kinds()]).toEqual(['hold changed-after-hand-over', ['treat-as-done']]);
  expect(story.decide({ kind: 'treat-as-done' }).run().next()).toBe('wait warehouse');
});
