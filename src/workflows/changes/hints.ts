import {
  condition,
  continueAsNew,
  patched,
  proxyActivities,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import type { createScheduleActivities } from '../../activities/integration/schedules.ts';
import type { createHintActivities } from '../../activities/changes/hinted-orders.ts';
import { defined } from '../../contract/defined.ts';
import { workflowId, type StoreHash } from '../../contract/ids.ts';
import type { HintsCarried, HintsInput, HintsReport, HooksSeen } from '../../contract/integration/hooks.ts';
import { hintMessages, integrationMessages } from '../../contract/messages.ts';
import { Patch } from '../../contract/registered-names.ts';
import { hint as hintSchema, hintsInput } from '../../contract/schemas/hooks.ts';
import { HintWindow, type ListToRead, type ToRead } from '../../domain/changes/hint-window.ts';
import { failureOf } from '../shared/part-failure.ts';
import { onSignal, startedWith } from '../shared/checked.ts';
import { tellRun } from '../shared/tell-run.ts';
import { boundedActivities } from './bounded-activities.ts';

/** A hint is worth a few minutes of trying: what it told of is found by the poll. */
const WORTH_MS = 5 * 60_000;
/** Before the first hint came, something may have changed already. */
const BEFORE_MS = 60_000;
/** Pages of 250 that are read for a flood; more is left to the poll. */
const MOST_PAGES = 20;

const { readHintedOrders } = proxyActivities<ReturnType<typeof createHintActivities>>({
  startToCloseTimeout: '1m',
  scheduleToCloseTimeout: WORTH_MS,
  heartbeatTimeout: '30s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
  summary: 'Read the orders that webhooks tell of',
});
const { triggerLatestChanges } = proxyActivities<
  Pick<ReturnType<typeof createScheduleActivities>, 'triggerLatestChanges'>
>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '1m',
  retry: { initialInterval: '500ms', maximumInterval: '10s' },
  summary: 'Run latest changes now',
});

/**
 * What a store's webhooks set off. The hints of a few seconds are read together, and nothing that they say is believed:
 * orders are read by their number, levels by a run of latest changes. The run ends when nothing waits any more; whatever it
 * misses, the next poll finds.
 */
export async function hints(given: HintsInput, carried?: HintsCarried): Promise<HintsReport> {
  const input = startedWith(hintsInput, given, carried);
  const { storeHash } = input;
  const lingers = () => patched(Patch.lingeringHints);
  const window = new HintWindow(carried, lingers);
  const report = { hints: 0, readings: 0, passedOn: 0, ...carried?.report, notes: [...(carried?.report.notes ?? [])] };
  // Asked where something is recorded, and not by what waits: that is asked beside an update that is refused, too.
  let mustRenew = workflowInfo().continueAsNewSuggested;
  onSignal(hintMessages.hint, hintSchema, (hint) => {
    report.hints += 1;
    window.add(hint, Date.now());
    mustRenew = workflowInfo().continueAsNewSuggested;
  });
  const legs = boundedActivities(2 * WORTH_MS);
  const since = (read: ListToRead) => new Date(read.since - BEFORE_MS).toISOString();
  const attempt = async (told: readonly ToldOf[], work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      // Paused, disconnected, or a side is away: the poll finds it, which must not be rare because webhooks are trusted.
      const { message } = failureOf(error);
      if (!report.notes.includes(message)) report.notes = [...report.notes, message].slice(-10);
      if (!patched(Patch.unreadHints)) return;
      // With what it was: the poll that finds it must not say that no webhook had told of it.
      for (const one of told) await tell(storeHash, { ...one, announced: 0, lags: [], unread: true });
    }
  };

  const byId = async ({ storeOrders, myogoOrders }: ToRead): Promise<void> => {
    const [ids, references] = [idsOf(storeOrders), idsOf(myogoOrders)];
    if (ids.length + references.length === 0) return;
    const read = await readHintedOrders({ storeHash, storeOrders: ids, myogoOrders: references });
    for (const source of ['storeOrders', 'myogoOrders'] as const) {
      window.passedOn(source, read[source].passedOn, Date.now());
      report.passedOn += read[source].passedOn.length;
      const { passedOn, lags } = read[source];
      const told = source === 'storeOrders' ? ids : references;
      if (told.length > 0)
        await tell(storeHash, { source, announced: passedOn.length, ids: told, lags: lags.slice(0, 50) });
    }
  };
  const byTime = async (read: ToRead): Promise<void> => {
    for (const [source, list, leg] of [
      ['storeOrders', read.storeOrders, legs.storeOrdersLeg],
      ['myogoOrders', read.myogoOrders, legs.myogoOrdersLeg],
    ] as const) {
      if (list === undefined || !('since' in list)) continue;
      await attempt([{ source, ...ofList(list) }], async () => {
        const outcome = await leg({ storeHash, since: since(list), maxPages: MOST_PAGES, hinted: true });
        const announced = outcome.kind === 'done' ? outcome.started + outcome.signalled : 0;
        report.passedOn += announced;
        await tell(storeHash, { source, announced, lags: [], ...ofList(list) });
      });
    }
  };

  /** Told before, so that the integration knows why the run finds changes. */
  const levels = async (read: ListToRead): Promise<void> => {
    await tell(storeHash, { source: 'myogoStock', announced: 0, lags: [], ...ofList(read) });
    await triggerLatestChanges({ storeHash, hinted: true });
  };

  // Started by hand, it has nothing to do. What it has passed on sets off writes of ours, which are told of in a moment.
  const nextDue = async (): Promise<number | undefined> => {
    const waitMs = window.echoMs(Date.now());
    if (window.dueAt === undefined && waitMs > 0 && lingers())
      await condition(() => window.dueAt !== undefined, waitMs);
    return window.dueAt;
  };
  if (window.dueAt === undefined) await condition(() => window.dueAt !== undefined, '10s');
  for (let dueAt = window.dueAt; dueAt !== undefined; dueAt = await nextDue()) {
    // A store that is never quiet keeps its run open.
    mustRenew = workflowInfo().continueAsNewSuggested;
    if (mustRenew) await continueAsNew<typeof hints>(input, { report, ...window.kept });
    // A later hint may be due sooner. One that moves the end of the window is looked at when this one is reached.
    const until = dueAt;
    const woken = () => mustRenew || (window.dueAt ?? Infinity) < until;
    await condition(woken, Math.max(1, until - Date.now()));
    if (workflowInfo().continueAsNewSuggested || (window.dueAt ?? Infinity) > Date.now()) continue;
    const read = window.take(Date.now());
    report.readings += 1;
    const { myogoStock, storeProducts } = read;
    await Promise.all([
      attempt(byNumber(read), () => byId(read)),
      byTime(read),
      ...(myogoStock === undefined
        ? []
        : [attempt([{ source: 'myogoStock', ...ofList(myogoStock) }], () => levels(myogoStock))]),
      ...(storeProducts === undefined
        ? []
        : [
            attempt([{ source: 'storeProducts', ...ofList(storeProducts) }], async () => {
              const { started } = await legs.productsLeg({ storeHash, since: since(storeProducts), hinted: true });
              report.passedOn += started;
              await tell(storeHash, { source: 'storeProducts', announced: started, lags: [] });
            }),
          ]),
    ]);
    setCurrentDetails(detailsOf(report));
  }
  return report;
}

/** What webhooks told of: by number, or as a list with the time of its first delivery. */
type ToldOf = Pick<HooksSeen, 'source' | 'ids' | 'since' | 'flooded'>;

function tell(storeHash: StoreHash, seen: HooksSeen): Promise<void> {
  return tellRun(workflowId.integration(storeHash), integrationMessages.hooksSeen, seen);
}

/** When a list's first delivery came, and whether there were too many. */
function ofList({ since, flooded }: ListToRead): Pick<HooksSeen, 'since' | 'flooded'> {
  return { since: new Date(since).toISOString(), ...defined({ flooded }) };
}

/** Orders that are read by their number. */
function byNumber({ storeOrders, myogoOrders }: ToRead): readonly ToldOf[] {
  return [
    { source: 'storeOrders' as const, ids: idsOf(storeOrders) },
    { source: 'myogoOrders' as const, ids: idsOf(myogoOrders) },
  ].filter(({ ids }) => ids.length > 0);
}

function idsOf<Id>(orders: readonly Id[] | ListToRead | undefined): readonly Id[] {
  return orders === undefined || 'since' in orders ? [] : orders;
}

function detailsOf({ hints: came, readings, passedOn, notes }: HintsReport): string {
  return [
    `- webhooks that came: ${came}, read together in ${readings} ${readings === 1 ? 'reading' : 'readings'}`,
    `- real changes among them: ${passedOn}`,
    ...notes.map((note) => `- **not read:** ${note}`),
  ].join('\n');
}
