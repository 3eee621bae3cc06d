import { many } from '../../../contract/runs/many.ts';
import { defined } from '../../../contract/defined.ts';
import type { KeptQuestion, Question } from '../../../contract/integration/questions.ts';
import { fingerprintOf, SHOWN } from '../questions.ts';

/** A question as people read it. */
export function shownQuestion(question: KeptQuestion): Question {
  const { id, kind, items, beyond, askedAt, askedBy, answer } = question;
  return {
    id,
    kind,
    summary: summaryOf(question),
    items: items.slice(0, SHOWN),
    count: beyond ?? items.length,
    fingerprint: fingerprintOf(question),
    ...defined({ askedBy }),
    askedAt,
    ...defined({ answer }),
  };
}

function summaryOf({ kind, items, beyond, oldest, answer }: KeptQuestion): string {
  const count = beyond ?? items.length;
  const by = answer?.by === undefined ? '' : ` by ${answer.by}`;
  const word =
    answer === undefined ? '' : `${answer.decision === 'approve' ? 'approved' : 'refused'}${by} at ${answer.at}`;
  if (kind === 'first-import') {
    const orders = `${many(count, 'paid order was', 'paid orders were')} never handed over, the oldest of ${oldest ?? 'an unknown date'}.`;
    return answer === undefined
      ? `${orders} ${count === 1 ? 'It waits' : 'They wait'}; later ones do not.`
      : `${orders} ${count === 1 ? 'Its' : 'Their'} import was ${word}.`;
  }
  const zeros = `${many(count, 'SKU that is', 'SKUs that are')} in stock in the store would go to zero.`;
  if (answer?.decision === 'refuse') return `${zeros} They keep their levels in this fall: ${word}.`;
  if (answer !== undefined) return `${zeros} Their zeros are being written: ${word}.`;
  return beyond === undefined
    ? `${zeros} Everything else was written.`
    : `${zeros} That is too many to keep by name: a full comparison is due. An approval starts it, for as many zeros.`;
}
