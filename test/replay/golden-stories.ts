import { startDevServer } from '../../dev/temporal-server/dev-server.ts';
import { changeLives } from './lives/changes.ts';
import { integrationLives } from './lives/integration.ts';
import { laterOrderLives, orderLives } from './lives/orders.ts';
import { productLives } from './lives/products.ts';
import { RENEWED_AFTER, renewals } from './lives/renewals.ts';
import { stockLives } from './lives/stock.ts';
import { openLivesWorld, type Lived, type Lives, type LivesWorld } from './lives/world.ts';
import { carriedBy, lastResultIn, plainHistory } from './plain-history.ts';

/** A run's history as JSON, by what happened in it, with the id that it ran under: some code chooses by it. */
export interface GoldenStory {
  readonly name: string;
  readonly recorded: { readonly workflowId: string } & object;
  /** What it left for others to read, by the name of its shape. */
  readonly left: Readonly<Record<string, unknown>>;
}

/** Lives that share a store, one after the other; each group has a store of its own. */
const groups = [orderLives, laterOrderLives, integrationLives, productLives, stockLives, changeLives];

/** Of these schedules each run reads what the one before it said. */
const handedOn: Readonly<Record<string, string>> = {
  'latest-changes-nothing-new': 'latest-changes-last-result',
  'reconcile-of-schedule-again': 'reconcile-last-result',
};

/** Lives every life of every workflow, or of the stores that these lives share, and takes the histories. */
export async function goldenStories(wanted: readonly string[] = []): Promise<readonly GoldenStory[]> {
  const isWanted = (lives: Lives): boolean =>
    wanted.length === 0 || Object.keys(lives).some((name) => wanted.some((each) => each.startsWith(name)));
  const dynamicConfig = { 'limit.historyCount.suggestContinueAsNew': RENEWED_AFTER };
  const servers = await Promise.all([
    startDevServer({ memory: true, headless: true }),
    startDevServer({ memory: true, headless: true, dynamicConfig }),
  ]);
  const [plain, renewing] = servers;
  try {
    const told: GoldenStory[] = [];
    for (const lives of groups.filter(isWanted)) told.push(...(await inAWorld(plain.address, lives, takenOnce)));
    if (isWanted(renewals)) told.push(...(await inAWorld(renewing.address, renewals, takenTwice)));
    return told;
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

type Take = (world: LivesWorld, name: string, lived: Lived) => Promise<readonly GoldenStory[]>;

async function inAWorld(address: string, lives: Lives, take: Take): Promise<readonly GoldenStory[]> {
  const world = await openLivesWorld(address);
  const told: GoldenStory[] = [];
  try {
    for (const [name, live] of Object.entries(lives)) told.push(...(await take(world, name, await live(world))));
  } finally {
    // Proves besides that no history holds a token or a person.
    await world.close();
  }
  return told;
}

const takenOnce: Take = async (world, name, lived) => {
  const history = await historyOf(world, lived);
  const shape = handedOn[name];
  const carried = carriedBy(history);
  const left = {
    ...lived.left,
    ...(shape === undefined ? {} : { [shape]: lastResultIn(history) }),
    ...(carried === undefined ? {} : { [name.replace(/renewed$/, 'carried')]: carried }),
  };
  return [{ name, recorded: plainHistory(lived.id, history), left }];
};

/** The first run, which continued as new, and the next one. */
const takenTwice: Take = async (world, name, { id }) => {
  const last = await historyOf(world, { id });
  const runId = last.events?.[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId ?? '';
  const first = await historyOf(world, { id, runId });
  const next = first.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? '';
  const second = await historyOf(world, { id, runId: next });
  return [
    { name: `${name}-renewed`, recorded: plainHistory(id, first), left: { [`${name}-carried`]: carriedBy(first) } },
    { name: `${name}-carried`, recorded: plainHistory(id, second), left: {} },
  ];
};

function historyOf({ client }: LivesWorld, { id, runId }: Lived) {
  return client.workflow.getHandle(id, runId).fetchHistory();
}
