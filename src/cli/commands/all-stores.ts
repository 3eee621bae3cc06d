import { Option, type Command } from 'commander';
import { many } from '../../contract/runs/many.ts';
import { defined } from '../../contract/defined.ts';
import { holdReasons, type HoldReason } from '../../contract/hold-reasons.ts';
import { failingClasses, legWords, type FailingClass } from '../../contract/integration/health.ts';
import { questionKinds, type QuestionKind } from '../../contract/integration/questions.ts';
import type { DecisionKind } from '../../contract/orders.ts';
import type { Found, HeldAnywhere } from '../../client/index.ts';
import { CONNECT_AGAIN } from '../../contract/integration.ts';
import { oneOf, wholeNumber } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import type { Cell } from '../layout.ts';
import { ageOf } from '../show/age.ts';
import { aged, ORDER, STORE } from '../show/columns.ts';
import { goOn } from '../show/go-on.ts';
import { needsOf } from '../show/legs.ts';
import { releaseAll, releaseAllOptions, type ReleaseAllOptions } from './release-all.ts';

/** Rows that a terminal is shown at once; a pipe gets all of them. */
const ON_A_TERMINAL = 100;

interface FilterOptions {
  readonly older?: string;
  readonly merchant?: string;
  readonly after?: string;
  readonly limit?: number;
}

/** Commands that look at all stores at once. Rows are shown as they come. */
export function allStoresCommands(program: Command, context: CliContext): void {
  const { out } = context;
  const merchant = () => new Option('--merchant <id>', 'stores of this myOGO merchant only');
  const filtered = (name: string, description: string, reason: Option) =>
    program
      .command(name)
      .description(description)
      .addOption(reason)
      .option('--older <age>', 'at least so old, for example 2h or 3d')
      .addOption(merchant())
      .option('--limit <rows>', `about so many; default ${ON_A_TERMINAL} on a terminal, else all`, wholeNumber)
      .option('--after <next>', 'go on where an earlier answer ended');

  program
    .command('list')
    .description('all integrations with their health; those that need a person first')
    .addOption(merchant())
    .action((options: { merchant?: string }) =>
      context.withClient(async ({ stores }) => {
        if (options.merchant !== undefined) out.progress(`Looking which stores merchant ${options.merchant} has …`);
        await out.rows(
          { pages: stores.list(options), limit: Infinity },
          [STORE, ['health', 7], ['stage', 17], ['merchant', 8], 'needs'],
          ({ storeHash, health, stage, merchantId, legs, questions, holds }) => [
            storeHash,
            health === 'failing' ? out.style('red', health) : health,
            stage,
            merchantId,
            needsOf(legs, questions, holds),
          ],
          { none: 'No store is connected.', more: () => '' },
        );
      }),
    );

  filtered(
    'held',
    'what is held in any store, why, since when, and what to do',
    new Option('--reason <reason>', `one of ${holdReasons.join(', ')}`).argParser(oneOf(holdReasons)),
  ).action((options: FilterOptions & { reason?: HoldReason }) =>
    context.withClient(async ({ stores }) => {
      await out.rows(
        {
          pages: stores.held({ ...filterOf(options), ...defined({ reason: options.reason }) }),
          limit: limitOf(options),
        },
        [STORE, ORDER, 'address', ['held because', 26], aged('since'), 'what to do'],
        ({ storeHash, orderId, addressId, reason, since, remedy, notAsked }) => {
          if (notAsked !== undefined)
            out.waiting(`${notAsked} Shown is what a list knows: the first reason of each order.`);
          const age = notAsked === undefined ? ageOf(since) : `${ageOf(since)} at most`;
          return [storeHash, orderId, addressId === 0 ? 'all' : addressId, reason, `${since} (${age})`, remedy];
        },
        { none: noneOf('Nothing is held.', options), more: goOn(['held'], options) },
      );
    }),
  );

  filtered(
    'questions',
    'what only a person may decide, in any store',
    new Option('--reason <kind>', `one of ${questionKinds.join(', ')}`).argParser(oneOf(questionKinds)),
  ).action((options: FilterOptions & { reason?: QuestionKind }) =>
    context.withClient(async ({ stores }) => {
      await out.rows(
        {
          pages: stores.questions({ ...filterOf(options), ...defined({ reason: options.reason }) }),
          limit: limitOf(options),
        },
        [STORE, ['question', 16], aged('asked'), ['about', 12], 'what to do'],
        ({ storeHash, id, kind, askedAt, count }) => [
          storeHash,
          id,
          `${askedAt} (${ageOf(askedAt)})`,
          many(count, kind === 'first-import' ? 'order' : 'SKU'),
          `ogoship ${storeHash} questions`,
        ],
        { none: noneOf('There are no questions.', options), more: goOn(['questions'], options) },
      );
    }),
  );

  filtered(
    'failing',
    'what does not get through in any store, since when, and why',
    new Option('--reason <class>', `one of ${failingClasses.join(', ')}`).argParser(oneOf(failingClasses)),
  ).action((options: FilterOptions & { reason?: FailingClass }) =>
    context.withClient(async ({ stores }) => {
      await out.rows(
        {
          pages: stores.failing({ ...filterOf(options), ...defined({ reason: options.reason }) }),
          limit: limitOf(options),
        },
        [STORE, ['what', 19], aged('failing since'), ['why', 30], ['last good', 25], ['next', 25]],
        ({ storeHash, leg, since, message, lastSuccess, next }) => [
          storeHash,
          legWords[leg],
          `${since} (${ageOf(since)})`,
          message,
          lastSuccess ?? '–',
          next ?? '–',
        ],
        { none: noneOf('Nothing fails.', options), more: goOn(['failing'], options) },
      );
    }),
  );

  releaseAllOptions(
    program
      .command('release')
      .description('settle all that is held for one reason, in any store, by one decision; says first what it would do')
      .option('--older <age>', 'held at least so long, for example 2h or 3d')
      .addOption(merchant())
      .option('--after <next>', 'go on where an earlier answer ended'),
  ).action((kind: DecisionKind, options: FilterOptions & ReleaseAllOptions) =>
    releaseAll(context, kind, options, async ({ stores }) => {
      const rows: HeldAnywhere[] = [];
      const filter = { ...filterOf(options), reason: options.reason };
      for await (const page of stores.held(filter)) {
        rows.push(...page.rows);
        out.progress(`Reading what is held: ${rows.length}`);
        if (rows.length < (options.limit ?? Infinity)) continue;
        return { rows, ...(page.next === undefined ? {} : { more: goOn(['release', kind], options)(page.next) }) };
      }
      return { rows };
    }),
  );

  const meanings = ['order', 'sku', 'reference'] as const;
  program
    .command('find')
    .description('where an order’s number, a SKU or a myOGO reference is, in all stores')
    .argument('<text>', 'for example 1042, MUG-BLUE or abc123-1042')
    .addOption(
      new Option('--as <kind>', `${meanings.join(', ')}; default: all that it may be`).argParser(oneOf(meanings)),
    )
    .addOption(merchant())
    .action((text: string, options: { as?: (typeof meanings)[number]; merchant?: string }) =>
      context.withClient(async ({ stores }) => {
        out.progress('Looking …');
        await out.rows(
          { pages: stores.find(text, options), limit: Infinity },
          [STORE, ['what', 24], ['stands', 18], 'more'],
          foundCells,
          {
            none:
              options.merchant === undefined
                ? 'Nothing was found: no connected store knows of it, and none’s myOGO does. A store that is not connected cannot be asked.'
                : `Nothing was found: no connected store of merchant ${options.merchant} knows of it.`,
            more: () => '',
          },
        );
      }),
    );
}

function filterOf({ older, merchant, after }: FilterOptions) {
  return defined({ olderThan: older, merchant, after });
}

/** What was asked for may have been shown before the place that is gone on from. */
function noneOf(none: string, { after }: FilterOptions): string {
  return after === undefined ? none : 'There is no more.';
}

function limitOf({ limit }: FilterOptions): number {
  return limit ?? (process.stdout.isTTY ? ON_A_TERMINAL : Infinity);
}

function foundCells(found: Found): readonly Cell[] {
  switch (found.kind) {
    case 'absent':
      return found.text === undefined
        ? [found.storeHash, `order ${found.orderId}`, 'not there', found.message]
        : ['–', found.text, 'not found', found.message];
    case 'not-asked':
      return [found.storeHash, 'could not be asked', '', found.message];
    case 'sku': {
      const { storeHash, sku, productId, storeStock, myogoStock, why } = found;
      const sold =
        productId === null ? 'not sold by the store' : `product ${productId}, store shows ${storeStock ?? 'no level'}`;
      const there = myogoStock === null ? 'unknown to myOGO' : `myOGO has ${myogoStock}`;
      return [storeHash, `SKU ${sku}`, sold, why === undefined ? there : `${there}; ${why}`];
    }
    default: {
      const { storeHash, orderId, stage, held, open, since, summary, disconnected } = found;
      const stands = held === undefined ? stage : `held: ${held}`;
      const when = since === undefined ? '' : open ? `open since ${since}` : `its run of ${since} has ended`;
      const gone = disconnected === undefined ? [] : [`its store is not connected: ${CONNECT_AGAIN}`];
      return [storeHash, `order ${orderId}`, stands, [...gone, summary ?? when].join('; ')];
    }
  }
}
