import { describe, expect, it } from 'vitest';
import type { WordsKind, WordsRule } from '../../../../src/contract/settings.ts';
import { Story } from './story.ts';

// A change says whether the shopper's words are others: what the packer reads of them must then go, and nothing else.

const MESSAGE = 'customer message';
const OPTION = 'written options of lines (line 1)';

/** Sent with these words, and with those kinds of them that the settings forward. */
function sent(words: Record<string, string>, rules: Partial<Record<WordsKind, WordsRule>> = {}): Story {
  const story = new Story();
  story.world.digestsHere = words;
  const read = Object.entries(rules).map(([kind, rule]) => ({ kind: kind as WordsKind, rule, count: 1 })); // of the table
  story.world.takenFor = (reading) =>
    read.length === 0 ? reading : { ...reading, addresses: reading.addresses.map((one) => ({ ...one, words: read })) };
  return story.plain().sent();
}

function edit(story: Story) {
  const [act] = story.acts();
  if (act?.kind !== 'edit') throw new Error(`no edit: ${act?.kind}`);
  return act;
}

const now = (story: Story, words: Record<string, string>, street = 'street 7') =>
  story.store((world) => {
    world.digestsHere = words;
    story.at(1).street = street;
  });

describe('an edit', () => {
  it('says that the customer’s message is another, or gone', () => {
    const story = now(sent({ [MESSAGE]: 'ring twice' }), { [MESSAGE]: 'none' });
    expect(edit(story).newWords).toBe(true);
  });

  it('says so of what a line no longer brings, where that went along', () => {
    const both = { customerMessage: 'forward', lineOptions: 'forward' } as const;
    const words = { [MESSAGE]: 'none', [OPTION]: 'in red' };
    expect(edit(now(sent(words, both), { [MESSAGE]: 'none' }, 'another')).newWords).toBe(true);
    const dropped = { customerMessage: 'forward', lineOptions: 'drop' } as const;
    expect(edit(now(sent(words, dropped), { [MESSAGE]: 'none' }, 'another')).newWords).toBeUndefined();
  });

  it('of the address alone does not', () => {
    const words = { [MESSAGE]: 'ring twice' };
    expect(edit(now(sent(words), words, 'another')).newWords).toBeUndefined();
  });

  it('of fewer pieces says so, too', () => {
    const story = sent({ [MESSAGE]: 'ring twice' });
    story.world.digestsHere = { [MESSAGE]: 'none' };
    expect(edit(story.refund(1)).newWords).toBe(true);
  });
});
