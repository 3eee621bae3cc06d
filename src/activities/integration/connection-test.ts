import { defined } from '../../contract/defined.ts';
import { FailureType, type Side } from '../../contract/failures.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { OddStockRow } from '../../contract/changes.ts';
import type { Check, StoreProfile, TestOutcome, TestReport } from '../../contract/integration/access.ts';
import { HttpFailure } from '../../http/failure.ts';
import type { OpenApis } from '../runtime/connections.ts';
import { profileOf } from './store-profile.ts';
import { type Probe, probes } from './connection-probes.ts';

const NEW_ACCOUNT =
  'BigCommerce: Settings › Store-level API accounts › create an account with the permissions of the guide, then rotate to its token.';
const OTHER_STORE =
  'Copy the API path and the token of one API account again: the path holds the store hash between slashes, and the token is that store’s alone.';

type Refused = NonNullable<TestReport['refused']>;

/**
 * Runs all probes of both sides. Nothing is changed on either, which the probes see to. A side that refuses the
 * credentials themselves has one line, which is true; the other side is asked all the same.
 * @throws HttpFailure where a side cannot be reached: that says nothing about its credentials
 */
export async function testConnection(storeHash: StoreHash, open: OpenApis): Promise<TestOutcome> {
  const store = await testStore(storeHash, open);
  const warehouse = await testWarehouse(open);
  const all = [...store.checks, ...warehouse.checks];
  const refused = store.refused ?? warehouse.refused;
  const { odd = [] } = store;
  return {
    report: {
      ok: all.every(({ ok, needed }) => ok !== false || needed !== 'required'),
      checks: all,
      at: new Date().toISOString(),
      ...defined({ refused }),
      ...(odd.length === 0 ? {} : { oddRows: { count: odd.length, rows: odd.slice(0, 100) } }),
    },
    store: store.profile,
  };
}

/** What a test says where this worker cannot open the credentials: nobody was asked. */
export function unopenedOutcome(why: string): TestOutcome {
  const problem = `This worker cannot open the credentials: ${why}.`;
  const line = (side: Side): Check => ({
    side,
    capability: 'Credentials opened',
    needed: 'required',
    purpose: 'nothing can be asked without them',
    ok: false,
    problem,
    remedy: 'Give the worker its key again (CREDENTIAL_KEYS), or rotate both tokens.',
  });
  const refused = {
    side: 'bigcommerce',
    type: FailureType.credentialsRejected,
    unopened: problem.slice(0, -1),
  } as const;
  const checks = [line('bigcommerce'), line('myogo')];
  return { report: { ok: false, checks, at: new Date().toISOString(), refused }, store: undefined };
}

async function testStore(
  storeHash: StoreHash,
  open: OpenApis,
): Promise<{
  checks: readonly Check[];
  refused?: Refused;
  profile: StoreProfile | undefined;
  odd?: readonly OddStockRow[];
}> {
  const reached = {
    side: 'bigcommerce',
    capability: 'Store reached',
    needed: 'required',
    purpose: 'the store hash names a store of this token',
  } as const;
  const refusal = (type: FailureType, problem: string, remedy: string) => ({
    checks: [{ ...reached, ok: false, problem, remedy }],
    refused: { side: 'bigcommerce', type } as const,
    profile: undefined,
  });

  const checks: Check[] = [];
  for (const probe of probes.filter(({ side }) => side === 'bigcommerce')) {
    const check = await run(probe, open);
    if (check === 'refused') {
      return refusal(FailureType.credentialsRejected, 'BigCommerce refuses the API token.', NEW_ACCOUNT);
    }
    checks.push(check);
  }
  if (checks.every(({ ok }) => ok !== true)) {
    const problem = `Nothing of the store ${storeHash} may be read: the token is another store’s, the store hash is wrong, or every permission is missing.`;
    return refusal(FailureType.scopeMissing, problem, OTHER_STORE);
  }
  const { profile, id, odd } = await profileOf(open, checks);
  if (id !== undefined && id !== '' && id !== storeHash) {
    return refusal(FailureType.scopeMissing, `The token is that of another store: ${id}.`, OTHER_STORE);
  }
  return { checks: [{ ...reached, ok: true }, ...checks], profile, odd };
}

async function testWarehouse(open: OpenApis): Promise<{ checks: readonly Check[]; refused?: Refused }> {
  const checks: Check[] = [];
  for (const probe of probes.filter(({ side }) => side === 'myogo')) {
    const check = await run(probe, open);
    if (check === 'refused') {
      const { capability, needed, purpose, remedy } = probe;
      const problem = 'myOGO refuses the merchant id and the secret token.';
      return {
        checks: [{ side: 'myogo', capability, needed, purpose, ok: false, problem, remedy }],
        refused: { side: 'myogo', type: FailureType.credentialsRejected },
      };
    }
    checks.push(check);
  }
  return { checks };
}

/** Asks one thing. @returns `refused` where it is the credentials themselves that are refused */
async function run(probe: Probe, open: OpenApis): Promise<Check | 'refused'> {
  const { side, capability, needed, purpose, remedy, fallback } = probe;
  const check = { side, capability, needed, purpose, ...defined({ fallback }) };
  if (probe.ask === undefined) return { ...check, ok: 'not provable' };
  try {
    const access = await probe.ask(open);
    if (access === 'granted') return { ...check, ok: true };
    return { ...check, ok: false, problem: `The permission ${capability} is missing.`, remedy };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    if (error.type === FailureType.credentialsRejected) return 'refused';
    if (error.type !== FailureType.scopeMissing) throw error;
    return { ...check, ok: false, problem: error.message, remedy };
  }
}
