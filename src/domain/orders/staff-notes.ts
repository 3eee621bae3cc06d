import { fieldLimits } from '../shared/field-limits.ts';

/** What every note of ours begins with. */
const OURS = 'myOGO: ';

/**
 * The staff notes with one line more. Where they do not fit, our oldest lines go: what people wrote is never cut, and what then
 * still does not fit is the store's to refuse.
 */
export function withNote(notes: string, note: string): string {
  const lines = notes === '' ? [] : notes.split('\n');
  const joined = () => [...lines, note].join('\n');
  while (joined().length > fieldLimits.staffNotes.most) {
    const oldest = lines.findIndex((line) => line.startsWith(OURS));
    if (oldest === -1) break;
    lines.splice(oldest, 1);
  }
  return joined();
}

/** What people wrote. */
export function withoutOurNotes(notes: string): string {
  return notes
    .split('\n')
    .filter((line) => !line.startsWith(OURS))
    .join('\n');
}
