import type { WordsKind, WordsRule } from '../../../../contract/settings.ts';
import type { Decision } from '../decision-facts.ts';

/** Words that go to the packer with a place: how many, and what the merchant has said of them. Never the words themselves. */
export interface WordsRead {
  readonly kind: WordsKind;
  readonly rule: WordsRule | 'undecided';
  /** Texts of this kind. */
  readonly count: number;
}

/** What is known of the words of a place. */
interface Worded {
  readonly place: number;
  readonly words?: readonly WordsRead[];
}

type WithDecisions = { readonly decisions: readonly Decision[] };

/** What becomes of each kind of words at a place. A decision about this order stands above the merchant's settings. */
function rulesAt({ decisions }: WithDecisions, { place, words = [] }: Worded): readonly WordsRead[] {
  return words.map((one) => {
    const last = decisions.findLast(
      (decision) => decision.place === place && decision.words?.includes(one.kind) === true,
    );
    if (last === undefined) return one;
    return { ...one, rule: last.kind === 'forward-words' ? 'forward' : 'drop' };
  });
}

/** The kinds that are sent; `undefined` where that is the customer's message alone, as for any order. */
export function forwardedWords(facts: WithDecisions, read: Worded): readonly WordsKind[] | undefined {
  const { decisions } = facts;
  if (read.words === undefined) {
    const isDropped = decisions.some(({ kind, place }) => kind === 'drop-words' && place === read.place);
    return isDropped ? [] : undefined;
  }
  const sent = rulesAt(facts, read).flatMap(({ kind, rule }) => (rule === 'forward' ? [kind] : []));
  // A message that is not there was not left out: one that comes later is news.
  const isSilent = read.words.every(({ kind }) => kind !== 'customerMessage');
  return isSilent ? [...sent, 'customerMessage'] : sent;
}

/** The kinds that are left out, by the merchant's word. */
export function droppedWords(facts: WithDecisions, read: Worded): readonly WordsRead[] {
  return rulesAt(facts, read).filter(({ rule }) => rule === 'drop');
}

/** The kinds that a person must decide about. */
export function openWords(facts: WithDecisions, read: Worded): readonly WordsRead[] {
  return rulesAt(facts, read).filter(({ rule }) => rule === 'hold' || rule === 'undecided');
}

export const wordsKinds = ['customerMessage', 'giftWords', 'lineOptions'] as const satisfies readonly WordsKind[];

const names: Readonly<Record<WordsKind, string>> = {
  customerMessage: 'customer message',
  giftWords: 'gift words',
  lineOptions: 'written options of lines',
};

/** `2 gift words, 1 customer message` */
export function wordsWords(words: readonly WordsRead[]): string {
  return words.map(({ kind, count }) => `${count} ${names[kind]}`).join(', ');
}

/** The name that a change of these words is told by. */
export function wordsName(kind: WordsKind): string {
  return names[kind];
}

/** What a decision about words is about: what is open, else (where it does not fit) all that would be sent. */
export function wordsDecided(facts: WithDecisions, read: Worded): readonly WordsKind[] {
  const open = openWords(facts, read).map(({ kind }) => kind);
  if (open.length > 0) return open;
  const isThere = (kind: WordsKind) => read.words === undefined || read.words.some((one) => one.kind === kind);
  return (forwardedWords(facts, read) ?? ['customerMessage' as const]).filter(isThere);
}
