import { Context } from '@temporalio/activity';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { Connection } from '../../contract/integration.ts';
import { itemKey, type KeptQuestion } from '../../contract/integration/questions.ts';
import { integrationMessages } from '../../contract/messages.ts';
import type { DueReason } from '../../contract/stock.ts';
import { inStockForZeros } from '../../domain/stock/stock-level.ts';
import { A_MESSAGE, divide, reportsOf } from '../../domain/integration/questions.ts';
import type { Tally } from '../../domain/stock/tally.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { askOpenRun } from '../runtime/query-open-run.ts';
import type { StockWriter } from './writers/stock-writers.ts';
import { zerosAwaited } from './awaited/awaited.ts';

type Temporal = Pick<Dependencies, 'temporal'>;
type Asking = Pick<Dependencies, 'temporal' | 'connections'>;

/** A row that would go to zero. */
export interface ZeroRow {
  readonly sku: string;
  readonly productId: number;
  readonly variantId: number;
  readonly level: number | undefined;
  /** It has a level that could not be read, and that is not known to be zero. */
  readonly unread?: true;
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
  readonly #deps: Asking;
  readonly #connection: Connection;
  /** What people were asked before anything was read; and what they have said since. */
  #knew: readonly KeptQuestion[] | undefined;
  #kept: readonly KeptQuestion[] | undefined;
  /** What was told as falling. */
  readonly #fell = new Set<string>();
  /** The most zeros that fell together while this run went on. */
  #atOnce = 0;

  readonly #awaited: readonly string[];

  /** @param awaited SKUs that were awaited at the run before */
  constructor(deps: Asking, connection: Connection, awaited: readonly string[] = []) {
    this.#deps = deps;
    this.#connection = connection;
    this.#awaited = awaited;
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
    let awaited: ReadonlySet<string>;
    try {
      awaited = await zerosAwaited(this.#deps, this.#connection, zeros, { before: this.#awaited });
    } catch {
      return new Map(zeros.map(({ sku }) => [sku, 'cannot-ask']));
    }
    for (const sku of awaited) back.set(sku, 'awaited');
    // Unknown is not zero: what cannot be read may fall.
    const mayFall = ({ level = 0, unread }: ZeroRow): boolean => level > 0 || unread === true;
    const inStock = zeros.filter((row) => mayFall(row) && !awaited.has(row.sku));
    const falling = [...new Set(inStock.map(({ sku }) => sku))];
    const { brakeShare } = this.#connection.settings;
    const isAsked = this.#connection.zerosAsked === true;
    if (falling.length === 0 || (brakeShare >= 1 && !isAsked)) return back;
    let kept: readonly KeptQuestion[] = [];
    let together = 0;
    try {
      if (falling.length >= NEVER_ASKED || isAsked) kept = await this.#questions();
      together = await this.#together(divide(kept, 'stock-brake', falling, { all }).fresh);
    } catch {
      for (const sku of falling) back.set(sku, 'cannot-ask');
      return back;
    }
    const { refused, open, fresh } = divide(kept, 'stock-brake', falling, { all });
    for (const sku of refused) back.set(sku, 'refused-by-person');
    for (const sku of open) back.set(sku, 'asked');
    const needed = inStockForZeros(Math.max(fresh.length + openCount(kept), together), brakeShare);
    if (fresh.length > 0 && inStockRead < needed && !(await inStockAtLeast(writer, needed))) {
      for (const sku of fresh) back.set(sku, 'asked');
    }
    return back;
  }

  /**
   * All zeros that are due fall together, whoever found them. Each run tells its own **before** it asks how many there are:
   * of two side by side at least one sees both.
   */
  async #together(fresh: readonly string[]): Promise<number> {
    const untold = fresh.filter((sku) => !this.#fell.has(sku)).slice(0, A_MESSAGE);
    if (untold.length === 0) return this.#atOnce;
    const { storeHash } = this.#connection;
    const entity = this.#deps.temporal.workflow.getHandle(workflowId.integration(storeHash));
    await entity.signal(integrationMessages.reportDue, {
      kind: 'stock-brake',
      due: [],
      over: [],
      fell: untold.map(itemKey),
    });
    for (const sku of untold) this.#fell.add(sku);
    const together = await askOpenRun(this.#deps.temporal, 'is the integration', (runs) =>
      runs.getHandle(workflowId.integration(storeHash)).query(integrationMessages.zerosFalling),
    );
    // What was kept back for it in a first pass is so in a second one, although that sees fewer.
    this.#atOnce = Math.max(this.#atOnce, together ?? 0);
    return this.#atOnce;
  }

  /** Tells the entity what this run has seen: items are added by any run, and withdrawn by what a run has read of them. */
  async tell(tally: Tally, { all }: { readonly all: boolean }): Promise<void> {
    const keptBack = tally.dueFor('asked', 'refused-by-person');
    if (keptBack.length === 0 && this.#connection.zerosAsked !== true && this.#knew === undefined) return;
    const { workflowType } = Context.current().info;
    const knew = this.#knew ?? (await this.#questions());
    const named = new Set(knew.flatMap(({ kind, items }) => (kind === 'stock-brake' ? items : [])));
    const due = [...keptBack, ...zerosNotDone(tally).filter((sku) => named.has(itemKey(sku)))];
    const look = {
      kind: 'stock-brake' as const,
      due,
      // What could not be asked about or read is neither due nor over.
      seen: tally.seen().filter((sku) => !unclear.has(tally.reasonOf(sku))),
      all: all && tally.dueFor('cannot-ask', 'unreadable').length === 0,
      ...(workflowType === undefined ? {} : { askedBy: workflowType }),
    };
    const entity = this.#deps.temporal.workflow.getHandle(workflowId.integration(this.#connection.storeHash));
    for (const report of reportsOf(knew, look)) {
      await entity.signal(integrationMessages.reportDue, report);
    }
  }

  async #questions(): Promise<readonly KeptQuestion[]> {
    this.#kept ??= await keptQuestions(this.#deps, this.#connection.storeHash);
    this.#knew ??= this.#kept;
    return this.#kept;
  }
}

/** Zeros that are due still, although nobody is asked about them now: what people said of them stands. */
function zerosNotDone(tally: Tally): readonly string[] {
  const stuck: ReadonlySet<DueReason> = new Set([
    'refused-by-store',
    'not-looked-for',
    'several-rows',
    'tracking-mismatch',
  ] as const);
  return tally.allDue().flatMap(([sku, { reason, wanted }]) => (stuck.has(reason) && !wanted ? [sku] : []));
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
