import type { Command } from 'commander';
import { many } from '../../contract/runs/many.ts';
import type { AnsweredQuestion, Question } from '../../client/index.ts';
import { oneOf } from '../arguments.ts';
import { confirmed, DRY_RUN, YES, type ActOptions } from '../confirm.ts';
import type { CliContext } from '../context.ts';

const decisions = ['approve', 'refuse'] as const;

function said(answer: Question['answer']): string {
  if (answer === undefined) return 'open';
  return answer.by === undefined ? answer.decision : `${answer.decision}, by ${answer.by}`;
}

/** Of two people who answer one question the second hears of the first. */
function answered({ id, answer, earlier }: AnsweredQuestion, storeHash: string): string {
  const word = `${id}: ${answer?.decision ?? 'open'}`;
  const then = followed(answer, storeHash);
  if (earlier === undefined) return `${word}. ${then}`;
  const before = `${earlier.by === undefined ? '' : `by ${earlier.by} `}at ${earlier.at}`;
  return earlier.decision === answer?.decision
    ? `${word}. It was answered so already, ${before}: nothing was changed.`
    : `${word}, for what is left of it, in place of ${earlier.decision} ${before}. ${then}`;
}

/** When it happens. */
function followed(answer: Question['answer'], storeHash: string): string {
  return answer?.decision === 'approve'
    ? `A run that carries it out begins now, or as soon as the store may be written to; \`ogoship ${storeHash} reconcile\` runs one and waits for it.`
    : 'So it stays: no run follows.';
}

/** Commands about what only a person may decide. */
export function questionCommands(program: Command, context: CliContext): void {
  const { out } = context;

  program
    .command('questions')
    .description('what only a person may decide')
    .action(async () => {
      const questions = await context.withStore((store) => store.questions());
      await out.result(questions, (all) => {
        if (all.length === 0) {
          out.line('There are no questions.');
          return;
        }
        out.table(
          ['question', 'asked', 'answer', 'about'],
          all.map(({ id, askedAt, answer, summary }) => [id, askedAt, said(answer), summary]),
        );
        for (const { id, items, count, answer, levels = [] } of all) {
          if (answer !== undefined || items.length === 0) continue;
          out.line();
          out.line(`${id}, ${many(count, 'item')}:`);
          if (levels.length > 0) {
            out.table(
              ['SKU', 'from', 'to'],
              levels.map(({ sku, from, to }) => [sku, from ?? '–', to]),
            );
            if (levels.length < count)
              out.line(`${levels.length} of ${count} with their levels; --json lists the items.`);
          } else for (const item of items) out.line(`  ${item}`);
        }
        for (const { id, answer } of all) {
          if (answer !== undefined) continue;
          out.line();
          out.line(
            `What to do: \`ogoship ${context.storeHash} answer ${id} approve\`, or refuse; --dry-run shows first.`,
          );
        }
      });
    });

  program
    .command('answer')
    .description('decide a question')
    .argument('<question>', 'its id')
    .argument('<decision>', decisions.join(' or '), oneOf(decisions))
    .option(...YES)
    .option(...DRY_RUN)
    .action(async (questionId: string, decision: (typeof decisions)[number], options: ActOptions) => {
      const question = await context.withStore(async (store) =>
        (await confirmed(context, await store.preview.answer(questionId, decision), options))
          ? store.answer(questionId, decision)
          : undefined,
      );
      if (question === undefined) return;
      await out.result(question, (each) => out.line(answered(each, context.storeHash)));
    });
}
