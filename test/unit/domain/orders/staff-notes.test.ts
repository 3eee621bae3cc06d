import { describe, expect, test } from 'vitest';
import { withNote } from '../../../../src/domain/orders/staff-notes.ts';
import { fieldLimits } from '../../../../src/domain/shared/field-limits.ts';

const most = fieldLimits.staffNotes.most;
const note = 'myOGO: REF shipped 1 × A.';

describe('a note on the store’s order', () => {
  test('is a line of its own below what stands there', () => {
    expect(withNote('', note)).toBe(note);
    expect(withNote('Send Saturday\r\n', note)).toBe(`Send Saturday\r\n\n${note}`);
  });

  test('takes the place of our oldest one where it does not fit: the merchant’s words stay whole', () => {
    const words = 'w'.repeat(most - 60);
    const notes = `${words}\nmyOGO: the first one\nSend Saturday\nmyOGO: the second`;
    const next = withNote(notes, note);
    expect(next).toBe(`${words}\nSend Saturday\nmyOGO: the second\n${note}`);
    expect(next.length).toBeLessThanOrEqual(most);
  });

  test('cuts nothing that people wrote, even where it does not fit at all: the store then says so', () => {
    const words = 'w'.repeat(most);
    expect(withNote(words, note)).toBe(`${words}\n${note}`);
  });
});
