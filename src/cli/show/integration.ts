import type { IntegrationOverview, IntegrationStatus, Paused, TestReport } from '../../client/index.ts';
import { sideNames } from '../../contract/failures.ts';
import { returningWords } from '../../contract/integration/returning-drift.ts';
import type { Output } from '../output.ts';
import { ageOf } from './age.ts';
import { dueReason, showDueWords } from './due-words.ts';
import { showLegs } from './legs.ts';
import { showOddRows } from './odd-rows.ts';

/** An integration's status for a person: what happens, what it waits for, what to do. */
export function showStatus(out: Output, status: IntegrationStatus & Partial<IntegrationOverview>): void {
  const { latestChanges, lastTest, lastRun, paused } = status;
  const good = status.stage === 'live' || status.stage === 'awaiting-goods';
  const name = out.style('bold', status.store?.name ?? status.storeHash);
  // What fails stands before the stage: nobody reads “live” of a store whose orders stand still.
  const fails = status.health === 'failing' || (status.failing?.length ?? 0) > 0;
  const failing = fails ? [out.style('red', 'failing'), ', '] : [];
  out.line(name, ': ', ...failing, out.style(good ? 'green' : 'yellow', status.stage));
  out.line(status.summary);
  out.line();
  out.facts([
    ['store hash', status.storeHash],
    ['merchant', status.merchantId],
    ['since', status.since],
    [
      'latest changes',
      latestChanges.running
        ? `${latestChanges.every === null ? 'in the worker’s cadence' : `every ${latestChanges.every}`}${stretchWords(latestChanges.stretch)}`
        : `off: ${latestChanges.why ?? ''}`,
    ],
    ['daily comparison', status.comparison?.why === undefined ? undefined : `off: ${status.comparison.why}`],
    ['drift found', driftWords(status.drift)],
    [
      'last run',
      lastRun === undefined
        ? undefined
        : `${lastRun.startedAt}${lastRun.report?.note === undefined ? '' : `, ${lastRun.report.note}`}`,
    ],
    ['last test', lastTest && lastTestWords(lastTest)],
    ['missing permissions', status.missingCapabilities.join(', ')],
    ['paused', paused === undefined ? undefined : [paused, ...(paused.also ?? [])].map(pauseWords).join('; also ')],
    ['stores of the same merchant', siblingsLine(status)],
    ['webhooks', status.webhooks.summary],
    ['shipping links', status.links.length],
    ['open questions', openQuestions(status)],
  ]);
  if (status.drift?.returning !== undefined) {
    out.line();
    out.line(out.style('yellow', returningWords(status.storeHash, status.drift.returning)));
  }
  for (const lost of [status.firstGoodsLost, status.owedLost]) {
    if (lost === undefined) continue;
    out.line();
    out.line(lost.state === 'lost' ? out.style('yellow', lost.summary) : lost.summary);
  }
  if (status.legs !== undefined) {
    out.line();
    showLegs(out, status.legs);
  }
  showSources(out, status.webhooks);
  showDueLevels(out, status.dueLevels);
  showOddRows(out, status.oddRows);
  const holds = status.holds ?? [];
  if (holds.length === 0) return;
  out.line();
  out.table(
    ['held because', 'runs'],
    holds.map(({ reason, runs }) => [reason, runs]),
  );
  out.line(
    status.stage === 'disconnected'
      ? `They wait for the store: \`connect\` connects it again.`
      : `What to do: ogoship ${status.storeHash} orders held`,
  );
}

function pauseWords({ reason, by, at }: Paused): string {
  return [reason, ...(by === undefined ? [] : [`by ${by}`]), at].join(', ');
}

function driftWords(drift: IntegrationOverview['drift']): string | undefined {
  if (drift === undefined) return undefined;
  return `${drift.found} on ${drift.at}: ${drift.repaired} repaired, ${drift.left} left`;
}

/** How many, and how long each has waited. */
function openQuestions({ questions }: Pick<IntegrationStatus, 'questions'>): string {
  const open = questions.filter(({ answer }) => answer === undefined);
  if (open.length === 0) return '0';
  return `${open.length}: ${open.map(({ id, askedAt }) => `${id}, asked ${ageOf(askedAt)} ago`).join('; ')}`;
}

function stretchWords(stretch = 1): string {
  return stretch === 1 ? '' : `, ${stretch} times as rare (an hour at most) because webhooks tell of changes`;
}

/** What webhooks told of and what polls found, of the last day. */
function showSources(out: Output, { sources, problems }: IntegrationStatus['webhooks']): void {
  for (const problem of problems) out.line(`• ${problem}`);
  if (sources.length === 0) return;
  const seconds = (lag: number | undefined) => (lag === undefined ? '–' : `${lag} s`);
  out.line();
  out.table(
    ['source', 'by webhook', 'by poll', 'p50', 'p95', 'last webhook', 'polls stretched'],
    sources.map(({ source, announced, polled, lagP50, lagP95, lastDelivery, stretch, why }) => [
      source,
      announced,
      polled,
      seconds(lagP50),
      seconds(lagP95),
      lastDelivery ?? '–',
      `${stretch} ×${why === undefined ? '' : `: ${why}`}`,
    ]),
  );
}

/** Levels that are not what they should be, by name. */
function showDueLevels(out: Output, due: IntegrationOverview['dueLevels']): void {
  if (due === undefined || due.count === 0) return;
  out.line();
  out.table(
    ['level is due', 'shown', 'should be', 'because', 'since'],
    due.rows.slice(0, 20).map((row) => [row.sku, row.level ?? '–', row.wanted ?? '–', dueReason(row), row.since]),
  );
  if (due.count > 20) out.line(`20 of ${due.count}; --json lists up to 100.`);
  showDueWords(out, due.rows);
}

/** They sell the same goods: until the stock has been written to all, two of them may sell the last piece. */
function siblingsLine({
  siblings = [],
  settings,
}: Partial<IntegrationOverview> & IntegrationStatus): string | undefined {
  if (siblings.length === 0) return undefined;
  const advice = settings.stockBuffer > 0 ? '' : '; they share its stock: consider a stockBuffer';
  return `${siblings.join(', ')}${advice}`;
}

/** What a side that could not be asked has is not known: nothing of it is missing. */
function testVerdict({ ok, checks, unreachable = [] }: TestReport): string {
  if (ok) return 'Nothing that is required is missing.';
  const silent = unreachable.map((side) => sideNames[side]).join(' and ');
  const isMissing = checks.some(
    (check) => check.ok === false && check.needed === 'required' && !unreachable.includes(check.side),
  );
  if (silent === '') return 'Something that is required is missing.';
  const rest = isMissing
    ? 'something that is required is missing on the other side'
    : 'nothing else that is required is missing';
  return `${silent} could not be asked now: test again later; ${rest}.`;
}

function lastTestWords({ ok, at, unreachable }: TestReport): string {
  const found = ok ? 'good' : unreachable === undefined ? 'something is missing' : 'a side could not be asked';
  return `${found}, ${at}`;
}

/** The Test button's report, one line for each capability. */
export function showReport(out: Output, report: TestReport): void {
  const sign = { true: out.style('green', 'yes'), false: out.style('red', 'no'), 'not provable': 'not provable' };
  out.table(
    ['side', 'capability', 'needed', 'works', 'problem'],
    report.checks.map(({ side, capability, needed, ok, problem, fallback }) => [
      side,
      capability,
      needed,
      sign[`${ok}`],
      problem ?? (ok === true ? '' : fallback),
    ]),
  );
  for (const note of report.notes ?? []) out.line(`• ${note}`);
  showOddRows(out, report.oddRows);
  const remedies = [...new Set(report.checks.flatMap(({ ok, remedy }) => (ok === false && remedy ? [remedy] : [])))];
  if (remedies.length > 0) out.line();
  for (const remedy of remedies) out.line(`• ${remedy}`);
  out.line();
  out.line(testVerdict(report));
}
