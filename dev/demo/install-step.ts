import { workflowId } from '../../src/contract/ids.ts';
import type { Check } from '../../src/contract/integration/access.ts';
import type { LedgerReport } from '../stand-ins/ledger.ts';
import type { Step } from './step.ts';
import { walkSettings } from './walk-environment.ts';

/** What testing may leave behind: nothing but the sign-in. */
const HARMLESS = new Set(['myogo token issued']);

/** Guide step 1: the merchant's two forms, and the Test button. */
export async function install(step: Step): Promise<void> {
  const [merchant] = step.stack.sandbox.stores;
  if (merchant === undefined) throw new Error('The sandbox has no store.');
  const status = await step.ask('the store is connected', () =>
    step.shop.connect({
      bigcommerce: { apiToken: merchant.apiToken },
      myogo: { merchantId: merchant.merchantId, secretToken: merchant.secretToken },
      settings: walkSettings,
    }),
  );
  step.run(workflowId.integration(status.storeHash));
  const report = await step.ask('the Test button has its answer', () => step.shop.test());
  for (const check of report.checks) step.show(checkLine(check));
  step.require(
    report.ok,
    'nothing that the guide requires is missing',
    report.checks.filter(({ ok }) => ok === false).map(checkLine),
  );

  const ledger = await step.sides.ledger();
  const changes = Object.keys(ledger.effects).filter((effect) => !HARMLESS.has(effect));
  const seen = [`store: ${answers(ledger, 'store')}`, `warehouse: ${answers(ledger, 'warehouse')}`];
  step.require(changes.length === 0, 'testing changes nothing on either side', [...seen, ...changes]);
  step.require(
    good(ledger, 'store') > 0 && (ledger.effects['myogo token issued']?.[merchant.merchantId] ?? 0) > 0,
    'both sides answered with the merchant’s own credentials',
    seen,
  );
  step.verified('store', `it took the API token: ${answers(ledger, 'store')}; nothing was changed`);
  step.verified(
    'warehouse',
    `it signed in merchant ${merchant.merchantId}: ${answers(ledger, 'warehouse')}; nothing was changed`,
  );
}

function checkLine({ side, capability, needed, ok, problem, fallback }: Check): string {
  const where = side === 'bigcommerce' ? 'BigCommerce' : 'myOGO';
  if (ok === true) return `✔ ${where} · ${capability}`;
  if (ok === 'not provable') return `○ ${where} · ${capability}: cannot be tried without changing something`;
  if (needed === 'recommended')
    return `– ${where} · ${capability} is not given: ${fallback ?? 'it is only recommended'}`;
  return `✘ ${where} · ${capability}: ${problem ?? 'missing'}`;
}

function good(ledger: LedgerReport, side: 'store' | 'warehouse'): number {
  return Object.entries(ledger.answers[side]).reduce((sum, [status, n]) => (/^2/.test(status) ? sum + n : sum), 0);
}

/** For example `14 requests (11× 200, 3× 403)`. */
function answers(ledger: LedgerReport, side: 'store' | 'warehouse'): string {
  const counts = Object.entries(ledger.answers[side]);
  const all = counts.reduce((sum, [, n]) => sum + n, 0);
  return `${all} requests (${counts.map(([status, n]) => `${n}× ${status}`).join(', ')})`;
}
