import type { OutgoingOrder } from '../../../domain/orders/facts/outgoing-order.ts';
import { Held } from './held.ts';

/**
 * What myOGO calls too long, by its own words: nobody publishes its limits, so they are not guessed. Nothing is cut: whoever
 * reads it learns by how much. How it counts is not published either, so what it refuses is held, whatever we count.
 */
export function tooLong(body: OutgoingOrder, words: string): Held | undefined {
  const [path, most] = limitIn(words);
  const value = textAt(body, path);
  if (value === undefined) return undefined;
  const name = path.split('.').at(-1) ?? path;
  const message = `The ${name} ${howLong(value, most)}.`;
  if (name.toLowerCase() === 'comments') return new Held('comment-undecided', message, 'words-too-long');
  if (name.toLowerCase() === 'pickuppointcode') return new Held('pickup-point-missing', message);
  return path.toLowerCase().startsWith('customer.') ? new Held('address-incomplete', message) : undefined;
}

/** Which field, and how much it takes: in the words of .NET’s own checks, and in those of the library that many use beside them. */
function limitIn(words: string): readonly [path: string, most: number] {
  const [, path, most] =
    /field ['"]?([\w.]+)['"]?\b.*?(?:maximum )?length of ['"]?(\d+)/is.exec(words) ??
    /length of ['"]?([\w.]+)['"]? must be (\d+) characters or fewer/i.exec(words) ??
    [];
  return [path ?? '', Number(most)];
}

/** Characters as .NET and JavaScript count them, where an emoji is two; bytes where only these are too many. */
function howLong(value: string, most: number): string {
  const takes = `the ${most} that myOGO takes`;
  const count = value.length;
  if (count > most) {
    const emoji = Array.from(value).length <= most ? ' (an emoji counts as two)' : '';
    return `has ${count} characters${emoji}, ${count - most} more than ${takes}`;
  }
  const bytes = Buffer.byteLength(value);
  if (bytes > most) return `has ${bytes} bytes, ${bytes - most} more than ${takes}`;
  return `is longer than ${takes}, as it counts`;
}

/** Letter case means nothing: .NET names its fields as it likes. */
function textAt(body: object, path: string): string | undefined {
  let found: unknown = body;
  for (const name of path.toLowerCase().split('.')) {
    const entries = typeof found === 'object' && found !== null ? Object.entries(found) : [];
    found = entries.find(([key]) => key.toLowerCase() === name)?.[1];
  }
  return typeof found === 'string' ? found : undefined;
}
