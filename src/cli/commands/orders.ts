import { Option, type Command } from 'commander';
import { defined } from '../../contract/defined.ts';
import type { HoldReason, StoreHash } from '../../client/index.ts';
import { decisionKinds, type DecisionKind } from '../../contract/orders.ts';
import { holdReasons } from '../../contract/hold-reasons.ts';
import { many } from '../../contract/runs/many.ts';
import { oneOf, wholeNumber } from '../arguments.ts';
import {
  decisionOf,
  releaseAll,
  releaseAllOptions,
  type DecisionOptions,
  type ReleaseAllOptions,
} from './release-all.ts';
import { confirmed, DRY_RUN, YES, type ActOptions } from '../confirm.ts';
import type { CliContext } from '../context.ts';
import { showOrder, showStory } from '../show/order.ts';
import { UsageError } from '../usage-error.ts';

const ORDER = 'the order’s number in the store';

/** Commands about orders on their way through the warehouse. */
export function orderCommands(program: Command, context: CliContext): void {
  const { out } = context;
  const orders = program.command('orders').description('the store’s orders on their way through the warehouse');
  const reason = () =>
    new Option('--reason <reason>', `one of ${holdReasons.join(', ')}`).argParser(oneOf(holdReasons));

  orders
    .command('fulfil')
    .description('take one order, whatever its age; what is done already is not repeated')
    .argument('<order>', ORDER, wholeNumber)
    .action(async (orderId: number) => {
      const [started, keeps] = await context.withStore(async (store) => [
        await store.orders.fulfil(orderId),
        await store.orders.standing(),
      ]);
      await out.result({ ...started, ...defined({ keeps }) }, ({ outcome, workflowId }) => {
        out.line(outcome === 'started' ? `Started ${workflowId}.` : `${workflowId} is under way; it looks again.`);
        if (keeps !== undefined) out.line(`It cannot go on yet. ${keeps.words}`);
      });
    });

  orders
    .command('status')
    .description('where the order stands, address by address; any order of the store')
    .argument('<order>', ORDER, wholeNumber)
    .action(async (orderId: number) => {
      const status = await context.withStore((store) => store.orders.status(orderId));
      await out.result(status, (each) => showOrder(out, each));
    });

  orders
    .command('explain')
    .description('the order’s story: decisions and effects with times, and what it waits for')
    .argument('<order>', ORDER, wholeNumber)
    .action(async (orderId: number) => {
      const story = await context.withStore((store) => store.orders.explain(orderId));
      await out.result(story, (each) => showStory(out, each));
    });

  orders
    .command('held')
    .description('what is held, why, since when, and what to do')
    .addOption(reason())
    .option('--limit <entries>', 'at most so many', wholeNumber)
    .action(async (options: { reason?: HoldReason; limit?: number }) => {
      const held = await context.withStore((store) => store.orders.held(options));
      await out.result(held, (rows) =>
        rows.length === 0
          ? out.line('Nothing is held.')
          : out.table(
              ['order', 'address', 'held because', 'since', 'what to do'],
              rows.map((row) => [
                row.orderId,
                row.addressId === 0 ? 'all' : row.addressId,
                row.reason,
                row.since,
                row.remedy,
              ]),
            ),
      );
    });

  orders
    .command('retry')
    .description('let one held order try again, or all of them, or those held for a reason')
    .argument('[order]', ORDER, wholeNumber)
    .addOption(reason())
    .option('--all', 'every held order')
    .option(...YES)
    .option(...DRY_RUN)
    .action(async (orderId: number | undefined, options: ActOptions & { reason?: HoldReason; all?: true }) => {
      const bulk = options.reason !== undefined || options.all === true;
      if ((orderId === undefined) === !bulk) {
        throw new UsageError('Specify which orders.', {
          field: 'orderId',
          expected: 'an order’s number, or --reason, or --all',
        });
      }
      if (bulk) out.progress('Telling what is held to try again …');
      const told = await context.withStore(async (store) => {
        if (orderId === undefined) {
          const which = defined({ reason: options.reason });
          const goesOn = await confirmed(context, await store.preview.retryHeld(which), options);
          return goesOn ? store.orders.retryHeld(which) : undefined;
        }
        await store.orders.retry(orderId);
        return 1;
      });
      if (told === undefined) return;
      const keeps = told === 0 ? undefined : await context.withStore((store) => store.orders.standing());
      await out.result({ told, ...(keeps === undefined ? {} : { keeps }) }, () => {
        if (told === 0) out.line('Nothing was held.');
        else if (keeps === undefined) out.line(`${many(told, 'order tries', 'orders try')} again.`);
        else out.line(`${many(told, 'order was', 'orders were')} told, and cannot go on yet. ${keeps.words}`);
      });
    });

  orders
    .command('release')
    .description('settle what is held by a decision')
    .argument('<order>', ORDER, wholeNumber)
    .argument('<decision>', decisionKinds.join(', '), oneOf(decisionKinds))
    .option('--code <code>', 'the myOGO shipping code, for use-code; the pick-up point’s, for use-pickup-point')
    .option('--address <id>', 'this address only; default: all that are held', wholeNumber)
    .option('--finding <finding>', 'what was shown, as status names it; refused if it has changed')
    .action(async (orderId: number, kind: DecisionKind, options: DecisionOptions) => {
      const decision = decisionOf(kind, options);
      const story = await context.withStore((store) => store.orders.release(orderId, decision));
      await out.result(story, (each) => showStory(out, each));
    });

  releaseAllOptions(
    orders
      .command('release-all')
      .description('settle all that is held for one reason by one decision; says first what it would do'),
  ).action((kind: DecisionKind, options: ReleaseAllOptions) =>
    releaseAll(context, kind, options, async (client) => {
      const { reason, limit } = options;
      const rows = await client.integration(context.storeHash).orders.held(defined({ reason, limit }));
      const storeHash = context.storeHash as StoreHash; // the command line has read it as one
      return { rows: rows.map((row) => ({ storeHash, ...row })) };
    }),
  );

  orders
    .command('cancel')
    .description('cancel the order; myOGO is asked where it was handed over')
    .argument('<order>', ORDER, wholeNumber)
    .action(async (orderId: number) => {
      const story = await context.withStore((store) => store.orders.cancel(orderId));
      await out.result(story, (each) => showStory(out, each));
    });
}
