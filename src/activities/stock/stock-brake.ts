import { Context } from '@temporalio/activity';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { Connection } from '../../contract/integration.ts';
import type { KeptQuestion } from '../../contract/integration/questions.ts';
import { integrationMessages } from '../../contract/messages.ts';
import type { DueReason } from '../../contract/stock.ts';
import { inStockForZeros } from '../../domain/stock/stock-level.ts';
import { divide, reportsOf } from '../../domain/integration/questions.ts';
import type { Tally } from '../../domain/stock/tally.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { askOpenRun } from '../runtime/query-open-run.ts';
import type { StockWriter } from './writers/stock-writers.ts';
import { stillAwaited } from './awaited/awaited.ts';

type Temporal = Pick<Dependencies, 'temporal'>;

/** A row that would go to zero. */
export interface ZeroRow {
  readonly sku: string;
  readonly variantId: number;
  readonly level: number | undefined;
}

/** A run's zeros, for the brake to judge. */
export interface FallingLevels {
  readonly zeros: readonly ZeroRow[];
  /** SKUs in stock among the rows that the run has read. */
  readonly inStockRead: number;
  /** True for a run that has read everything. */
  readonly all: boolean;
}

/** Fewer zeros than this never need a person, and nobody is asked about them. */
const NEVER_ASKED = 10;

/**
 * Decides which zeros of one run are written: not those whose first goods are awaited, nor so many at once that a person
 * must allow them. What a person has said of an item stands for this fall of it.
 */
export class Zeros {
  readonly #deps: Temporal;
  readonly #connection: Connection;
  /** What people were asked before anything was read; and what they have said since. */
  #knew: readonly KeptQuestion[] | undefined;
  #kept: readonly KeptQuestion[] | undefined;

  constructor(deps: Temporal, connection: Connection) {
    this.#deps = deps;
    this.#connection = connection;
  }

  /** Asks what people were asked before anything is read: an older reading must not withdraw what was asked by a newer one. */
  async begin(): Promise<void> {
    this.#kept = undefined;
    if (this.#connection.zerosAsked !== true && this.#knew === undefined) return;
    try {
      await this.#questions();
    } catch {
      // Asked again where it is needed; then zeros wait where there is no answer.
    }
  }

  /** @returns SKU → why its zero is kept back; all others may be written */
  async keptBack(
    writer: Pick<StockWriter, 'allRows'>,
    { zeros, inStockRead, all }: FallingLevels,
  ): Promise<ReadonlyMap<string, DueReason>> {
    const back = new Map<string, DueReason>();
    if (zeros.length === 0) return back;
    const skus = [...new Set(zeros.map(({ sku }) => sku))];
    let awaited: ReadonlySet<string>;
    try {
      awaited = await stillAwaited(this.#deps, this.#connection, skus, zeros);
    } catch {
      return new Map(skus.map((sku) => [sku, 'cannot-ask']));
    }
    for (const sku of awaited) back.set(sku, 'awaited');
    const inStock = zeros.filter(({ sku, level }) => (level ?? 0) > 0 && !awaited.has(sku));
    const falling = [...new Set(inStock.map(({ sku }) => sku))];
    const { brakeShare } = this.#connection.settings;
    if (falling.length < NEVER_ASKED && this.#connection.zerosAsked !== true) return back;
    let kept: readonly KeptQuestion[];
    try {
      kept = await this.#questions();
    } catch {
      for (const sku of falling) back.set(sku, 'cannot-ask');
      return back;
    }
    const { refused, open, fresh } = divide(kept, 'stock-brake', falling, { all });
    for (const sku of refused) back.set(sku, 'refused-by-person');
    for (const sku of open) back.set(sku, 'asked');
    // All zeros that are due fall together, whoever found them.
    const needed = inStockForZeros(fresh.length + openCount(kept), brakeShare);
    if (fresh.length > 0 && inStockRead < needed && !(await inStockAtLeast(writer, needed))) {
      for (const sku of fresh) back.set(sku, 'asked');
    }
    return back;
  }

  /** Tells the entity what this run has seen: items are added by any run, and withdrawn by what a run has read of them. */
  async tell(tally: Tally, { all }: { readonly all: boolean }): Promise<void> {
    const due = tally.dueFor('asked', 'refused-by-person');
    if (due.length === 0 && this.#connection.zerosAsked !== true && this.#knew === undefined) return;
    const { workflowType } = Context.current().info;
    const look = {
      kind: 'stock-brake' as const,
      due,
      // What could not be asked about or read is neither due nor over.
      seen: tally.seen().filter((sku) => !unclear.has(tally.reasonOf(sku))),
      all: all && tally.dueFor('cannot-ask', 'unreadable').length === 0,
      ...(workflowType === undefined ? {} : { askedBy: workflowType }),
    };
    const entity = this.#deps.temporal.workflow.getHandle(workflowId.integration(this.#connection.storeHash));
    for (const report of reportsOf(this.#knew ?? (await this.#questions()), look)) {
      await entity.signal(integrationMessages.reportDue, report);
    }
  }

  async #questions(): Promise<readonly KeptQuestion[]> {
    this.#kept ??= await keptQuestions(this.#deps, this.#connection.storeHash);
    this.#knew ??= this.#kept;
    return this.#kept;
  }
}

const unclear: ReadonlySet<DueReason | undefined> = new Set<DueReason | undefined>(['cannot-ask', 'unreadable']);

/** What people were asked and have answered. */
export async function keptQuestions({ temporal }: Temporal, storeHash: StoreHash): Promise<readonly KeptQuestion[]> {
  const kept = await askOpenRun(temporal, 'is the integration', (runs) =>
    runs.getHandle(workflowId.integration(storeHash)).query(integrationMessages.questions),
  );
  return kept ?? [];
}

/** Zeros that a person was asked about, and has not answered. */
function openCount(kept: readonly KeptQuestion[]): number {
  return kept
    .filter(({ kind, answer }) => kind === 'stock-brake' && answer === undefined)
    .reduce((sum, { items, beyond }) => sum + (beyond ?? items.length), 0);
}

async function inStockAtLeast(writer: Pick<StockWriter, 'allRows'>, needed: number): Promise<boolean> {
  if (!Number.isFinite(needed)) return false;
  let inStock = 0;
  for await (const rows of writer.allRows()) {
    inStock += rows.filter(({ level }) => (level ?? 0) > 0).length;
    if (inStock >= needed) return true;
  }
  return false;
}
