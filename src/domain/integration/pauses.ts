import { defined } from '../../contract/defined.ts';
import type { Paused } from '../../contract/integration.ts';

/** So many who paused after the first are kept. */
const KEPT = 9;

/**
 * The pause with one more person’s word. The first one stands, with its time: nothing flows since then.
 * @param anew true where the words of before are about to end: the same ones count once more
 */
export function pausedOnceMore(
  earlier: Paused | undefined,
  { reason, at, by }: Omit<Paused, 'also'>,
  anew = false,
): Paused {
  const word = { reason, at, ...defined({ by }) };
  if (earlier === undefined) return word;
  const { also = [] } = earlier;
  const isSame = [earlier, ...also].some((one) => one.reason === reason && one.by === by);
  return isSame && !anew ? earlier : { ...earlier, also: [...also, word].slice(-KEPT) };
}

/** What is left of a pause that is ended: the words that came since it was looked at. Whoever said them meant them. */
export function leftOfPause(now: Paused | undefined, seen: Paused | undefined): Paused | undefined {
  if (now === undefined || seen === undefined) return now;
  const known = new Set([seen, ...(seen.also ?? [])].map(({ at, by }) => `${at} ${by ?? ''}`));
  const [first, ...also] = [now, ...(now.also ?? [])].filter(({ at, by }) => !known.has(`${at} ${by ?? ''}`));
  if (first === undefined) return undefined;
  const { reason, at, by } = first;
  return { reason, at, ...defined({ by }), ...(also.length === 0 ? {} : { also }) };
}

/** Who paused it, why and when. */
export function pausedWords(paused: Paused): string {
  const words = [paused, ...(paused.also ?? [])].map(({ reason, by, at }, index) => {
    const who = by === undefined ? '' : ` by ${by}`;
    return index === 0 ? `Paused${who}: ${reason}` : `also${who}, since ${at}: ${reason}`;
  });
  return words.join('; ');
}
