import type { IntegrationStatus } from '../../contract/integration.ts';
import type { TestReport } from '../../contract/integration/access.ts';
import type { Question } from '../../contract/integration/questions.ts';
import { SearchAttribute, WorkflowType } from '../../contract/temporal.ts';
import { BY_UPDATE, code, escaped, time } from '../shared/markdown.ts';

/** Items of a question that are shown; the command line lists more. */
const SHOWN = 5;

/** What is shown of an integration's status. */
type Shown = Pick<IntegrationStatus, 'storeHash' | 'merchantId' | 'stage' | 'since' | 'summary' | 'links' | 'store'> &
  Pick<IntegrationStatus, 'failing'> &
  Pick<IntegrationStatus, 'lastTest' | 'credentialsVersion' | 'paused' | 'questions'> & {
    readonly latestChanges: Pick<IntegrationStatus['latestChanges'], 'running' | 'why'>;
  };

/** An integration's state as Markdown, for the Temporal UI: how it stands, what it waits for, what can be done here. */
export function integrationDetails(status: Shown): string {
  const { storeHash, stage, store, latestChanges, links, questions } = status;
  const open = questions.filter(({ answer }) => answer === undefined);
  const why = latestChanges.why === undefined ? '' : ` (${escaped(latestChanges.why)})`;
  const lines = [
    `### ${store?.name === undefined ? 'Store' : `${escaped(store.name)}, store`} ${storeHash}: ${status.failing === undefined ? '' : 'failing, '}${stage}`,
    '',
    escaped(status.summary),
  ];
  // What a person must do comes first: the page shows little at once.
  if (open.length > 0)
    lines.push('', '**Questions that only a person may decide**', '', ...open.flatMap(questionLines));
  lines.push(
    '',
    `- ${stage} since ${time(status.since)}, myOGO merchant ${code(status.merchantId)}`,
    `- latest changes: ${latestChanges.running ? 'running' : `not running${why}`}`,
    `- shipping links: ${links.length}; credentials: version ${status.credentialsVersion ?? 'none'}`,
    ...testLines(status),
  );
  if (stage !== 'disconnected') lines.push('', '**What can be done here**', '', ...waysOn(status));
  return lines.join('\n');
}

function testLines({ lastTest }: Shown): readonly string[] {
  if (lastTest === undefined) return [];
  const verdict = lastTest.ok ? 'all that the guide requires is there' : '**something required is missing**';
  const missing = lastTest.checks.filter(({ ok }) => ok === false);
  const helpful = missing.filter(({ needed }) => needed === 'recommended').map(({ capability }) => capability);
  return [
    `- last test, ${time(lastTest.at)}: ${verdict}`,
    ...missing
      .filter(({ needed }) => needed === 'required')
      .map(({ capability, problem, remedy }) => {
        const words = [problem ?? 'It is missing.', remedy ?? ''].join(' ').trim();
        return `- **missing:** ${escaped(capability)}. ${escaped(words)}`;
      }),
    ...oddLines(lastTest.oddRows),
    ...(helpful.length === 0 ? [] : [`- recommended, and done without: ${escaped(helpful.join(', '))}`]),
  ];
}

/** Rows that are there and cannot be read: which, which field, what would be right. */
function oddLines(odd: TestReport['oddRows']): readonly string[] {
  if (odd === undefined) return [];
  const named = odd.rows.slice(0, SHOWN).map(({ kind, id, field, expected }) => {
    return `${kind} ${id ?? 'without a readable id'} (${field} should be ${expected ?? 'something else'})`;
  });
  return [`- cannot be read in the store: ${escaped(named.join(', '))}; ${odd.count} in all`];
}

function questionLines({ id, summary, items, count }: Question): readonly string[] {
  const first = items.slice(0, SHOWN).map(escaped).join(', ');
  const rest = count > SHOWN ? ` and ${count - Math.min(SHOWN, items.length)} more` : '';
  const data = (decision: string) => code(JSON.stringify({ questionId: id, decision }));
  return [
    `- ${escaped(summary)}${first === '' ? '' : ` It is about: ${first}${rest}.`}`,
    `- to answer it: ${BY_UPDATE}, ${code('answer')}, data ${data('approve')} or ${data('refuse')}`,
  ];
}

function waysOn({ storeHash, paused }: Shown): readonly string[] {
  const ours = `WorkflowType="${WorkflowType.fulfilOrder}" AND ${SearchAttribute.integration}="${storeHash}"`;
  return [
    paused === undefined
      ? `- pause everything: ${BY_UPDATE}, ${code('pause')}, data ${code('{"reason":"why"}')}`
      : `- end the pause: ${BY_UPDATE}, ${code('resume')}, no data`,
    `- ask both sides what works: ${BY_UPDATE}, ${code('test')}, no data`,
    `- its held orders: filter the list of workflows by ${code(`${ours} AND ${SearchAttribute.hold} IS NOT NULL`)}`,
    '- *Pause Workflow* above is not the way to pause an integration: it only makes it deaf',
  ];
}
