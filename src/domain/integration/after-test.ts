import { FailureType } from '../../contract/failures.ts';
import type { TestOutcome } from '../../contract/integration/access.ts';
import { missingAfter } from './missing-permissions.ts';
import type { IntegrationSnapshot } from './integration-snapshot.ts';

/** What a test of the credentials changes. @returns `opens`: something works again that did not before */
export function afterTest(
  s: IntegrationSnapshot,
  { report, store }: TestOutcome,
): { readonly change: Partial<IntegrationSnapshot>; readonly opens: boolean } {
  const { refused, unreachable = [] } = report;
  // A side that could not be asked stands as it stood.
  const stays = refused === undefined && s.refusedBy !== undefined && unreachable.includes(s.refusedBy);
  const judged = refused === undefined && !unreachable.includes('bigcommerce');
  const missing = report.checks
    .filter(({ ok, side }) => ok === false && side === 'bigcommerce')
    .map(({ capability }) => capability);
  const opens =
    refused === undefined &&
    ((s.refusedBy !== undefined && !stays) || (judged && missing.length < s.missingCapabilities.length));
  // Legs that failed by the credentials before do not fail any more: the next run says how they stand.
  const failing = (s.failing ?? []).filter(({ type }) => type !== FailureType.credentialsRejected);
  return {
    change: {
      ...(opens && failing.length < (s.failing ?? []).length
        ? { failing: failing.length === 0 ? undefined : failing }
        : {}),
      lastTest: report,
      store: store ?? s.store,
      refusedBy: stays ? s.refusedBy : refused?.side,
      unopened: stays ? s.unopened : refused?.unopened,
      // A token that is refused says nothing of single permissions.
      missingCapabilities: judged ? missing : s.missingCapabilities,
      ...(judged ? { missingRequired: missingAfter(s, report) } : {}),
    },
    opens,
  };
}
