import { Argument, Option, type Command } from 'commander';
import { many } from '../../contract/runs/many.ts';
import { defined } from '../../contract/defined.ts';
import { holdReasons, type HoldReason } from '../../contract/hold-reasons.ts';
import { decisionKinds, type DecisionKind } from '../../contract/orders.ts';
import { decisionsAbout, mayAnswer } from '../../contract/runs/decisions-about.ts';
import type { HeldAnywhere, OgoshipClient, Page, ReleaseDecision, Released } from '../../client/index.ts';
import { oneOf, wholeNumber } from '../arguments.ts';
import { confirmed, DRY_RUN, YES, type ActOptions } from '../confirm.ts';
import type { CliContext } from '../context.ts';
import { AsTyped } from '../layout.ts';
import { ORDER, STORE } from '../show/columns.ts';
import { UsageError } from '../usage-error.ts';

export interface DecisionOptions {
  readonly code?: string;
  readonly address?: number;
  readonly finding?: string;
}

export interface ReleaseAllOptions extends ActOptions {
  readonly reason: HoldReason;
  readonly code?: string;
  readonly limit?: number;
}

/** What is held, and how the rest of it is asked for. */
interface Shown {
  readonly rows: readonly HeldAnywhere[];
  readonly more?: string;
}

/** One decision for many: without a reason it would be taken for what nobody has looked at. */
export function releaseAllOptions(command: Command): Command {
  return command
    .addArgument(new Argument('<decision>', decisionKinds.join(', ')).argParser(oneOf(decisionKinds)))
    .addOption(
      new Option('--reason <reason>', `of what is held: one of ${holdReasons.join(', ')}`)
        .argParser(oneOf(holdReasons))
        .makeOptionMandatory(),
    )
    .option('--code <code>', 'the myOGO shipping code, for use-code')
    .option('--limit <holds>', 'about so many of them; default: all', wholeNumber)
    .option(...YES)
    .option(...DRY_RUN);
}

/**
 * Reads what is held, says in numbers what the decision would do, asks, and releases it; shows what was not done, and why.
 * @param read what is held now
 */
export async function releaseAll(
  context: CliContext,
  kind: DecisionKind,
  options: ReleaseAllOptions,
  read: (client: OgoshipClient) => Promise<Shown>,
): Promise<void> {
  const { out } = context;
  const { reason } = options;
  if (!mayAnswer(reason, kind)) {
    throw new UsageError(`What is held as ${reason} is not released with ${kind}.`, {
      field: 'decision',
      expected: decisionsAbout[reason].join(' or '),
    });
  }
  const decision = decisionOf(kind, defined({ code: options.code }));
  await context.withClient(async (client) => {
    client.stores.previewRelease(decision, []); // a decision that cannot be is refused before anything is read
    out.progress('Reading what is held …');
    const { rows, more } = await read(client);
    if (!(await confirmed(context, client.stores.previewRelease(decision, rows), options))) return;
    let done = 0;
    const counted = async function* (): AsyncGenerator<Page<Released>> {
      for await (const page of client.stores.release(decision, rows)) {
        done += page.rows.filter((row) => row.done).length;
        context.failed ||= page.rows.some((row) => !row.done);
        // People are shown what is left to do; a script gets every row.
        yield { ...page, rows: out.json ? page.rows : page.rows.filter((row) => !row.done) };
        out.progress(`${done} of ${rows.length} released`);
      }
    };
    await out.rows(
      { pages: counted(), limit: Infinity, ofAct: true },
      [STORE, ORDER, 'address', 'not released because'],
      ({ storeHash, orderId, addressId, why }) => [storeHash, orderId, addressId === 0 ? 'all' : addressId, why],
      { none: rows.length === 0 ? 'Nothing is held for this reason.' : '', more: () => '' },
    );
    if (out.json || rows.length === 0) return;
    await out.result(undefined, () => {
      out.line(`Released ${done} of ${many(rows.length, 'hold')}.`);
      if (more !== undefined) out.line(new AsTyped(more));
    });
  });
}

/** @throws UsageError where the code is missing, or one is given in vain */
export function decisionOf(kind: DecisionKind, { code, address, finding }: DecisionOptions): ReleaseDecision {
  const where = defined({ addressId: address, finding });
  if (kind === 'use-code' || kind === 'use-pickup-point') {
    if (code !== undefined) return { kind, code, ...where };
    const what = kind === 'use-code' ? 'myOGO shipping code' : 'pick-up point’s code';
    throw new UsageError(`The ${what} is missing.`, { field: 'code', expected: `--code with a ${what}` });
  }
  if (code === undefined) return { kind, ...where };
  throw new UsageError(`${kind} takes no code.`, {
    field: 'code',
    expected: 'use-code or use-pickup-point, or no --code',
  });
}
