import type { IntegrationStatus } from '../contract/integration.ts';

/** An integration's state as Markdown, for the Temporal UI. */
export function integrationDetails(status: IntegrationStatus): string {
  const { latestChanges, links, lastTest, questions } = status;
  const open = questions.filter(({ answer }) => answer === undefined);
  const lines = [
    `### Store ${status.storeHash}: ${status.stage}`,
    '',
    status.summary,
    '',
    `- since ${status.since}, merchant \`${status.merchantId}\``,
    `- latest changes: ${latestChanges.running ? 'running' : `not running${latestChanges.why ? ` (${latestChanges.why})` : ''}`}`,
    `- ${links.length} shipping link(s), credentials version ${status.credentialsVersion ?? 'none'}`,
  ];
  if (lastTest !== undefined) {
    lines.push(
      `- last test ${lastTest.at}: ${lastTest.ok ? 'all that the guide requires is there' : 'something required is missing'}`,
    );
    for (const check of lastTest.checks) {
      if (check.ok === false)
        lines.push(`  - ${check.capability}: ${check.problem ?? 'missing'} ${check.remedy ?? ''}`);
    }
  }
  if (open.length > 0)
    lines.push('', '**Questions**', ...open.map((question) => `- \`${question.id}\`: ${question.summary}`));
  return lines.join('\n');
}
