import type { OrderFacts } from '../facts.ts';
import { currentLine } from '../places.ts';
import type { ReadPlace } from '../store-facts.ts';
import type { SentContent } from '../warehouse-facts.ts';
import { droppedWords, openWords, wordsKinds, wordsName } from './words.ts';
import type { WordsKind } from '../../../../contract/settings.ts';

/** Digests of words by the names of `wordsOfLines`: `gift words (line 5)`, or `customer message` for the whole order. */
const OF_LINE = / \(line (\d+)\)$/;

const kindOf = (field: string): WordsKind | undefined => wordsKinds.find((kind) => field.startsWith(wordsName(kind)));
const lineOf = (field: string): number | undefined => {
  const [, id] = OF_LINE.exec(field) ?? [];
  return id === undefined ? undefined : Number(id);
};

/** True for a field of words: these are compared by {@link changedWords}. */
export const isOfWords = (field: string): boolean => kindOf(field) !== undefined;

/**
 * Which words of a warehouse order are others than those that were sent with it: changed, gone, or new. What was dropped when it was
 * sent, or is by now, may change as it likes; a line that was not sent with it has words of its own.
 */
export function changedWords(
  facts: Pick<OrderFacts, 'decisions' | 'sendings' | 'successors'>,
  sent: SentContent,
  now: ReadPlace,
  root: string,
): readonly string[] {
  const before = sent.digests ?? {};
  const after = now.digests ?? {};
  const went: readonly WordsKind[] = sent.words ?? ['customerMessage'];
  const dropped = droppedWords(facts, now).map(({ kind }) => kind);
  const there = (now.words ?? []).map(({ kind }) => kind);
  const lines = linesUnder(facts, root);
  const fields = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return fields.filter((field) => {
    const kind = kindOf(field);
    if (kind === undefined || before[field] === after[field] || dropped.includes(kind)) return false;
    const line = lineOf(field);
    if (line === undefined) return went.includes(kind) && before[field] !== undefined && after[field] !== undefined;
    if (before[field] !== undefined) return went.includes(kind) && isStillBought(now, line);
    return there.includes(kind) && lines.has(line);
  });
}

/** Of changed fields, those whose words nobody has decided about: no edit can bring them. */
export function areUndecided(
  facts: Pick<OrderFacts, 'decisions'>,
  now: ReadPlace,
  changed: readonly string[],
): boolean {
  const open = openWords(facts, now).map(({ kind }) => wordsName(kind));
  return changed.some((field) => open.some((name) => field.startsWith(name)));
}

/** Lines that were sent under a reference, by their ids of now. */
function linesUnder(
  { sendings, successors }: Pick<OrderFacts, 'sendings' | 'successors'>,
  root: string,
): ReadonlySet<number> {
  const own = sendings.filter(({ reference }) => reference === root);
  return new Set(own.flatMap(({ lines }) => lines.map(({ line }) => currentLine(successors, line))));
}

/** What is refunded, taken out or renewed has no words that could be compared: its pieces say what becomes of it. */
function isStillBought({ lines }: ReadPlace, line: number): boolean {
  return lines.some(({ id, quantity, refunded }) => id === line && refunded < quantity);
}
