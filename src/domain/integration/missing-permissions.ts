import { FailureType } from '../../contract/failures.ts';
import type { TestReport } from '../../contract/integration/access.ts';
import type { FailingLeg, Leg } from '../../contract/integration/health.ts';
import type { IntegrationSnapshot, MissingPermission } from './integration-snapshot.ts';
import { closedBy } from './integration-stage.ts';

/** What cannot flow without a permission; what is not named here is used for the store's orders. */
const legsWithout: Readonly<Record<string, readonly Leg[]>> = {
  Products: ['myogoStock', 'storeProducts'],
};

/** What the guide requires and a test found missing, each since it was first found so. */
export function missingAfter(
  { missingRequired = [] }: Pick<IntegrationSnapshot, 'missingRequired'>,
  { checks, at }: TestReport,
): readonly MissingPermission[] | undefined {
  const missing = checks.filter(
    ({ ok, side, needed }) => ok === false && side === 'bigcommerce' && needed === 'required',
  );
  if (missing.length === 0) return undefined;
  return missing.map(
    ({ capability }) => missingRequired.find((one) => one.capability === capability) ?? { capability, since: at },
  );
}

/** Legs that cannot get through without a required permission, before any run has met that. */
export function legsMissing(s: IntegrationSnapshot): readonly FailingLeg[] {
  const missing = s.connected && closedBy(s) === undefined ? (s.missingRequired ?? []) : [];
  const of = missing.flatMap(({ capability, since }) => {
    const [scope = ''] = capability.split(':');
    return (legsWithout[scope] ?? ['storeOrders']).map((leg) => ({ leg, capability, since }));
  });
  const legs = new Set(of.map(({ leg }) => leg));
  return [...legs].map((leg): FailingLeg => {
    const here = of.filter((one) => one.leg === leg);
    const names = here.map(({ capability }) => capability).join(', ');
    const since = here.map((one) => one.since).sort()[0] ?? '';
    const message = `the required permission ${names} is missing in BigCommerce: give it to the API account, then test the connection`;
    return { leg, since, type: FailureType.scopeMissing, message };
  });
}
