import { defined } from '../../contract/defined.ts';
import { FailureType, type Side } from '../../contract/failures.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { OddStockRow } from '../../contract/changes.ts';
import type { AccessRefused, Check, StoreProfile, TestOutcome } from '../../contract/integration/access.ts';
import { OddList } from '../../domain/shared/odd-rows.ts';
import { HttpFailure } from '../../http/failure.ts';
import type { OpenApis } from '../runtime/connections.ts';
import { profileOf } from './store-profile.ts';
import { type Probe, probes } from './connection-probes.ts';

const NEW_ACCOUNT =
  'BigCommerce: Settings › Store-level API accounts › create an account with the permissions of the guide, then rotate to its token.';
const OTHER_STORE =
  'In BigCommerce, copy the API path and the token of one API account again: the path holds the store hash between slashes, and the token is that store’s alone. Then connect with that path, or rotate to that token.';

/** Merchant options of myOGO, which its API does not show. */
const COMMENTS_MAY_COST =
  'Ask myOGO about its options for order customisation: with one of them every order with a comment stands as RESERVED until somebody edits it, with another it is charged as work. The settings customerMessage, giftWords and lineOptions say what is sent as a comment.';

/** What was found of one side. */
interface SideTested {
  readonly checks: readonly Check[];
  readonly refused?: AccessRefused;
  /** Its answers cannot be judged: it was away, slow, or wrote something else. */
  readonly unreachable?: true;
  readonly profile?: StoreProfile;
  readonly odd?: readonly OddStockRow[];
}

/** So long new questions are put to a side; a single one takes 20 s at most. */
const ASKS_FOR_MS = 24_000;

/**
 * Runs all probes of both sides, and neither waits for the other: what one answers is in the report whatever becomes of the
 * other. Nothing is changed on either, which the probes see to. A side that refuses the credentials themselves has one
 * line, which is true; one that cannot be reached has one that says why.
 */
export async function testConnection(
  storeHash: StoreHash,
  open: OpenApis,
  asksForMs = ASKS_FOR_MS,
): Promise<TestOutcome> {
  const until = Date.now() + asksForMs;
  const tested = await Promise.allSettled([testStore(storeHash, open, until), testWarehouse(open, until)]);
  const [store, warehouse] = tested.map((side) => {
    if (side.status === 'rejected') throw side.reason;
    return side.value;
  }) as [SideTested, SideTested]; // two were asked
  const checks = [...store.checks, ...warehouse.checks];
  const [refused, refusedToo] = [store, warehouse].flatMap((side) => side.refused ?? []);
  const { odd = [] } = store;
  const unreachable: Side[] = [
    ...(store.unreachable ? ['bigcommerce' as const] : []),
    ...(warehouse.unreachable ? ['myogo' as const] : []),
  ];
  return {
    report: {
      ok: checks.every(({ ok, needed }) => ok !== false || needed !== 'required'),
      checks,
      at: new Date().toISOString(),
      notes: [COMMENTS_MAY_COST],
      ...defined({ refused, refusedToo, oddRows: new OddList(odd).listed }),
      ...(unreachable.length === 0 ? {} : { unreachable }),
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

async function testStore(storeHash: StoreHash, open: OpenApis, until: number): Promise<SideTested> {
  const reached = {
    side: 'bigcommerce',
    capability: 'Store reached',
    needed: 'required',
    purpose: 'the store hash names a store of this token',
  } as const;
  const refusal = (type: FailureType, problem: string, remedy: string): SideTested => ({
    checks: [{ ...reached, ok: false, problem, remedy }],
    refused: { side: 'bigcommerce', type },
  });

  const checks: Check[] = [];
  try {
    for (const probe of probes.filter(({ side }) => side === 'bigcommerce')) {
      const check = await run(probe, open, until);
      if (check === 'refused') {
        return refusal(FailureType.credentialsRejected, 'BigCommerce refuses the API token.', NEW_ACCOUNT);
      }
      checks.push(check);
    }
    if (checks.every(({ ok }) => ok !== true)) {
      // BigCommerce answers the same to a token of another store and to one without any permission.
      const problem = `The token is another store’s, or its account has no permission at all: nothing of the store ${storeHash} may be read with it.`;
      return refusal(FailureType.scopeMissing, problem, OTHER_STORE);
    }
    const { profile, id, odd } = await profileOf(open, checks);
    if (id !== undefined && id !== '' && id !== storeHash) {
      const problem = `The token is that of another store: ${id}, and not ${storeHash}.`;
      return refusal(FailureType.scopeMissing, problem, OTHER_STORE);
    }
    return { checks: [{ ...reached, ok: true }, ...checks], profile, odd };
  } catch (error) {
    return { checks: [{ ...reached, ok: false, ...awayWords('BigCommerce', error) }, ...checks], unreachable: true };
  }
}

async function testWarehouse(open: OpenApis, until: number): Promise<SideTested> {
  const checks: Check[] = [];
  for (const probe of probes.filter(({ side }) => side === 'myogo')) {
    const { capability, needed, purpose, remedy } = probe;
    const line = { side: 'myogo', capability, needed, purpose, ok: false } as const;
    try {
      const check = await run(probe, open, until);
      if (check === 'refused') {
        const problem =
          'myOGO refuses the merchant id and the secret token: one of them is mistyped, replaced, or another merchant’s.';
        return {
          checks: [{ ...line, problem, remedy }],
          refused: { side: 'myogo', type: FailureType.credentialsRejected },
        };
      }
      checks.push(check);
    } catch (error) {
      return { checks: [...checks, { ...line, ...awayWords('myOGO', error) }], unreachable: true };
    }
  }
  return { checks };
}

/** @throws whatever is no answer of a side */
function awayWords(side: string, error: unknown): Pick<Check, 'problem' | 'remedy'> {
  if (error instanceof TooSlow) {
    return { problem: `${side} answers too slowly to be tested.`, remedy: 'Test again in a few minutes.' };
  }
  if (!(error instanceof HttpFailure)) throw error;
  return {
    problem: `${side} gives no answer that can be judged: ${error.message}`,
    remedy: 'This says nothing of the credentials. Test again in a few minutes.',
  };
}

class TooSlow extends Error {}

/** Asks one thing. @returns `refused` where it is the credentials themselves that are refused */
async function run(probe: Probe, open: OpenApis, until: number): Promise<Check | 'refused'> {
  const { side, capability, needed, purpose, remedy, fallback } = probe;
  const check = { side, capability, needed, purpose, ...defined({ fallback }) };
  if (probe.ask === undefined) return { ...check, ok: 'not provable' };
  if (Date.now() >= until) throw new TooSlow();
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
