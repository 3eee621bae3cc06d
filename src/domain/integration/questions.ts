import { defined } from '../../contract/defined.ts';
import {
  itemKey,
  type Answer,
  type DueReport,
  type KeptQuestion,
  type QuestionKind,
} from '../../contract/integration/questions.ts';
import { shortDigest } from '../../contract/runs/short-digest.ts';
import { WorkflowType } from '../../contract/temporal.ts';
import type { Begin } from './integration-snapshot.ts';

// What waits for a person's word is kept item by item, and an answer belongs to items, not to a list: an item leaves with
// its reason (written, above zero again, taken), and takes the answer with it. Falling again, it is asked about again.

/** More items than this of one kind are not kept by name: then only a full comparison settles them. */
export const MOST_ITEMS = 5_000;
/** Items that are shown, and kept where there are too many. */
export const SHOWN = 100;
/** Items of one message. */
export const A_MESSAGE = 1_000;
/** How the word of a person divides the items that a run has found. */
export interface Divided {
  /** A person allowed them: they are done now. */
  readonly granted: readonly string[];
  /** A person refused them, or was asked and has not answered: they are kept back. */
  readonly refused: readonly string[];
  readonly open: readonly string[];
  /** Nobody was asked about them. */
  readonly fresh: readonly string[];
}

/**
 * Divides items by what people said of them.
 * @param all true for a run that has read everything: it alone settles a question of too many items
 */
export function divide(
  kept: readonly KeptQuestion[],
  kind: QuestionKind,
  items: readonly string[],
  { all }: { readonly all: boolean },
): Divided {
  const questions = ofKind(kept, kind);
  const named = questions.filter(({ beyond }) => beyond === undefined);
  const byItem = new Map(named.flatMap(({ items: keys, answer }) => keys.map((key) => [key, wordOf(answer)])));
  const tooMany = questions.find(({ beyond }) => beyond !== undefined);
  const divided = { granted: [] as string[], refused: [] as string[], open: [] as string[], fresh: [] as string[] };
  for (const item of items) {
    // What a person said of an item by name, an answer to something else does not override.
    const word = byItem.get(itemKey(item)) ?? (tooMany && ofTooMany(tooMany, items.length, all));
    divided[word ?? 'fresh'].push(item);
  }
  return divided;
}

/** An approval of too many items covers as many as were asked about, in the one comparison that finds them again. */
function ofTooMany({ beyond = 0, answer }: KeptQuestion, found: number, all: boolean): keyof Divided {
  const word = wordOf(answer);
  if (word !== 'granted') return word;
  if (!all) return 'open';
  return found <= beyond ? 'granted' : 'fresh';
}

/** What one run has seen of a kind, at its end. */
export interface Look extends Pick<DueReport, 'kind' | 'askedBy' | 'oldest'> {
  /** Kept back by this run, whatever the reason. */
  readonly due: readonly string[];
  /** All that it has read, due or not, done by it or not. */
  readonly seen: readonly string[];
  /** True where it has read everything: what it did not find due, is not. */
  readonly all: boolean;
}

/** What the entity must hear of a look: nothing where it knows all of it. */
export function reportsOf(kept: readonly KeptQuestion[], look: Look): readonly DueReport[] {
  const { kind, all, askedBy, oldest } = look;
  const questions = ofKind(kept, kind);
  const tooMany = questions.find(({ beyond }) => beyond !== undefined);
  const due = new Set(look.due.map(itemKey));
  const told = {
    kind,
    knew: questions.map(askingOf),
    ...defined({ askedBy, oldest }),
  };
  if (tooMany !== undefined && !all) return [];
  if (all && due.size > MOST_ITEMS) {
    return tooMany?.beyond === due.size
      ? []
      : [{ ...told, due: [...due].sort().slice(0, SHOWN), over: [], total: due.size }];
  }
  const known = new Set(questions.filter(({ beyond }) => beyond === undefined).flatMap(({ items }) => items));
  const seen = all ? undefined : new Set(look.seen.map(itemKey));
  const over = [...known].filter((key) => !due.has(key) && (seen === undefined || seen.has(key)));
  const fresh = [...due].filter((key) => !known.has(key));
  const total = tooMany === undefined ? {} : { total: due.size };
  const reports: DueReport[] = [];
  for (let at = 0; at === 0 || at < Math.max(over.length, fresh.length); at += A_MESSAGE) {
    const part = { due: fresh.slice(at, at + A_MESSAGE), over: over.slice(at, at + A_MESSAGE) };
    if (part.due.length + part.over.length > 0 || tooMany !== undefined) reports.push({ ...told, ...part, ...total });
  }
  return reports;
}

/** What is kept after a report. The same array where nothing changed. */
export function afterReport(kept: readonly KeptQuestion[], report: DueReport, now: string): readonly KeptQuestion[] {
  const { kind, total, knew } = report;
  const over = new Set(report.over);
  let questions: readonly KeptQuestion[] = ofKind(kept, kind).flatMap((question) =>
    knew === undefined || knew.includes(askingOf(question)) ? without(question, over) : [question],
  );
  if (total !== undefined) {
    if (total > MOST_ITEMS) return [...otherKinds(kept, kind), ...tooMany(questions, report, total, now)];
    questions = questions.filter(({ beyond }) => beyond === undefined);
  }
  // Due still, as a run says that knew of no approval: whoever used it up has been overtaken. It is asked about again.
  const due = new Set(report.due);
  questions = questions.flatMap((question) =>
    isApproved(question) && knew?.includes(askingOf(question)) === false ? without(question, due) : [question],
  );
  const known = new Set(questions.flatMap(({ items }) => items));
  const fresh = report.due.filter((key) => !known.has(key));
  if (fresh.length > 0 && questions.every(({ beyond }) => beyond === undefined)) {
    if (known.size + fresh.length > MOST_ITEMS) {
      questions = tooMany(questions, report, known.size + fresh.length, now);
    } else {
      const open = questions.find(({ answer }) => answer === undefined);
      questions = [...questions.filter((question) => question !== open), asked(open, report, fresh, now)];
    }
  }
  const after = [...otherKinds(kept, kind), ...questions];
  return after.length === kept.length && after.every((question) => kept.includes(question)) ? kept : after;
}

interface AfterAnswer {
  readonly kept: readonly KeptQuestion[];
  readonly answered: KeptQuestion;
  readonly isNew: boolean;
  /** The answer that stood before. */
  readonly earlier: Answer | undefined;
}

/**
 * Takes a person's answer to what they were shown. A standing answer may be changed, for what is left of it.
 * @returns `undefined` where no question has this id: it was withdrawn, used up, or has more items since
 */
export function afterAnswer(kept: readonly KeptQuestion[], id: string, answer: Answer): AfterAnswer | undefined {
  const question = kept.find((each) => each.id === id);
  if (question === undefined) return undefined;
  const { answer: earlier } = question;
  if (earlier?.decision === answer.decision) return { kept, answered: question, isNew: false, earlier };
  const answered = { ...question, answer };
  return { kept: kept.map((each) => (each === question ? answered : each)), answered, isNew: true, earlier };
}

function wordOf(answer: Answer | undefined): 'granted' | 'refused' | 'open' {
  if (answer === undefined) return 'open';
  return answer.decision === 'approve' ? 'granted' : 'refused';
}

/** Which asking of its items a question is, and which answer to it: what came later is another matter. */
function askingOf({ askedAt, answer }: KeptQuestion): string {
  return `${askedAt} ${answer?.at ?? ''}`;
}

function isApproved({ answer, beyond }: KeptQuestion): boolean {
  return answer?.decision === 'approve' && beyond === undefined;
}

function without(question: KeptQuestion, over: ReadonlySet<string>): readonly KeptQuestion[] {
  if (question.beyond !== undefined) return [question];
  const items = question.items.filter((key) => !over.has(key));
  if (items.length === 0) return [];
  return [items.length === question.items.length ? question : { ...question, items }];
}

function asked(open: KeptQuestion | undefined, report: DueReport, fresh: readonly string[], now: string): KeptQuestion {
  const oldest = [open?.oldest, report.oldest].filter((each) => each !== undefined).sort()[0];
  return identified({
    kind: report.kind,
    askedAt: open?.askedAt ?? now,
    items: [...(open?.items ?? []), ...fresh].sort(),
    ...askedByOf(open, report),
    ...defined({ oldest }),
  });
}

function tooMany(
  questions: readonly KeptQuestion[],
  report: DueReport,
  total: number,
  now: string,
): readonly KeptQuestion[] {
  const before = questions.find(({ beyond }) => beyond !== undefined);
  const answered = questions.filter(({ answer, beyond }) => answer !== undefined && beyond === undefined);
  // A refusal stands, and fewer than a person was shown are no news.
  if (before?.beyond !== undefined && (before.answer?.decision === 'refuse' || total <= before.beyond)) {
    return [...answered, before.answer?.decision === 'refuse' ? { ...before, beyond: total } : before];
  }
  const open = questions.find(({ answer }) => answer === undefined);
  const items = [...new Set([...(open?.items ?? []), ...report.due])].sort().slice(0, SHOWN);
  const base = { kind: report.kind, askedAt: open?.askedAt ?? now, items, beyond: total, ...askedByOf(open, report) };
  return [...answered, identified(base)];
}

/** A full comparison finds again what any run found; another run may not find what a comparison did. */
function askedByOf(open: KeptQuestion | undefined, { askedBy }: DueReport): Pick<KeptQuestion, 'askedBy'> {
  const by = open?.askedBy === WorkflowType.reconcile ? open.askedBy : (askedBy ?? open?.askedBy);
  return by === undefined ? {} : { askedBy: by };
}

function identified(question: Omit<KeptQuestion, 'id'>): KeptQuestion {
  return { id: `${question.kind}-${fingerprintOf(question).slice(0, 8)}`, ...question };
}

/** The same items falling another time make another question. */
export function fingerprintOf({ kind, askedAt, items, beyond }: Omit<KeptQuestion, 'id'>): string {
  return shortDigest(JSON.stringify([kind, askedAt, items, beyond]));
}

function ofKind(kept: readonly KeptQuestion[], kind: QuestionKind): readonly KeptQuestion[] {
  return kept.filter((question) => question.kind === kind);
}

function otherKinds(kept: readonly KeptQuestion[], kind: QuestionKind): readonly KeptQuestion[] {
  return kept.filter((question) => question.kind !== kind);
}

/** The run that makes an approval true. What a full comparison asked about, only a full comparison finds again. */
export function beginsWith({ kind, askedBy, beyond }: KeptQuestion): Begin {
  if (kind === 'first-import') return 'compare-orders';
  return askedBy === WorkflowType.reconcile || beyond !== undefined ? 'compare-stock' : 'latest-changes';
}
