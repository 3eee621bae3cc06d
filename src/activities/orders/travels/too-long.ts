import type { OutgoingOrder } from '../../../domain/orders/facts/outgoing-order.ts';
import { Held } from './held.ts';

/**
 * What myOGO calls too long, by its own words: nobody publishes its limits, so they are not guessed. Nothing is cut: whoever
 * reads it learns by how much.
 */
export function tooLong(body: OutgoingOrder, words: string): Held | undefined {
  const [, path = '', limit = ''] =
    /field ['"]?([\w.]+)['"]?\b.*?(?:maximum )?length of ['"]?(\d+)/is.exec(words) ?? [];
  const value = textAt(body, path);
  const most = Number(limit);
  if (value === undefined || value.length <= most) return undefined;
  const name = path.split('.').at(-1) ?? path;
  const message = `The ${name} has ${value.length} characters, ${value.length - most} more than the ${most} that myOGO takes.`;
  if (name === 'comments') return new Held('comment-undecided', message, 'words-too-long');
  return path.toLowerCase().startsWith('customer.') ? new Held('address-incomplete', message) : undefined;
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
