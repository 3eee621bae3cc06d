import { retryable } from '../../src/activities/runtime/failures.ts';
import { errorOfType } from '../../src/client/errors.ts';
import type { FailureType } from '../../src/contract/failures.ts';
import { caseRemedies, holdReasons, holdRemedies, type HoldReason } from '../../src/contract/hold-reasons.ts';
import { decisionsAbout } from '../../src/contract/runs/decisions-about.ts';
import { classesOf, code, membersOf, page, table, type Page } from './page.ts';

/** Classes of failure, as they are in the Web UI, in logs and in the client's errors. */
export function failuresPage(): Page {
  const rows = membersOf('src/contract/failures.ts', 'FailureType').map(({ value, doc }) => [
    code(value),
    doc,
    retryable.includes(value) ? 'yes' : 'no',
    code(errorOfType(value as FailureType, '', {}, {}).name), // a value of that object
  ]);
  const details = membersOf('src/contract/failures.ts', 'FailureDetail').map(({ name, doc }) => [code(name), doc]);
  const classes = classesOf('src/client/errors.ts').map(({ name, doc }) => [code(name), doc]);
  return page(
    'reference/failures.md',
    'Failures',
    'The type of an activity’s failure in the Web UI, of a `type` in the log, and of the client’s errors. “Retried” is by Temporal, without anybody’s doing; what is not retried holds, or is reported to the caller. `Defect` is one of ours: it is retried, and the worker’s log has its text.',
    table(['type', 'means', 'retried', 'the client throws'], rows),
    '## What travels with a failure',
    'Never a secret, never a person.',
    table(['field', 'means'], details),
    '## Errors of the client',
    table(['class', 'means'], classes),
  );
}

function decisionsOf(reason: HoldReason): string {
  return decisionsAbout[reason].map(code).join(', ');
}

/** Every reason to hold with its remedy. */
export function holdsPage(): Page {
  return page(
    'reference/holds.md',
    'Hold reasons',
    'The value of `OgoHold`, of `reason` in `orders held`, and of the metric `ogoship_holds`. [Why each holds, and what ends it](../operations/holds.md).',
    'A decision is offered only where it leads on: of an order that could not even be read there is none. “Decisions” are what a hold of this reason may take (pieces of `changed-after-hand-over` that moved here from another address, or came to a line beside a refund, may be handed over again, too); `status` and the Web UI show those of the very order.',
    table(
      ['reason', 'decisions', 'what to do'],
      holdReasons.map((reason) => [code(reason), decisionsOf(reason), holdRemedies[reason]]),
    ),
    '## Cases with a remedy of their own',
    'Each hold shows the remedy of its case.',
    table(
      ['reason', 'case', 'what to do'],
      Object.entries(caseRemedies).map(([name, { reason, words }]) => [code(reason), name.replaceAll('-', ' '), words]),
    ),
  );
}
