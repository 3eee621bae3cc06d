import type { StoreHash } from '../../contract/ids.ts';
import { pauseStands, type Connection, type IntegrationStatus } from '../../contract/integration.ts';
import { defined } from '../../contract/defined.ts';
import { failingWords, type FailingLeg } from '../../contract/integration/health.ts';
import type { HooksKept } from '../../contract/integration/hooks.ts';
import { BOTH_TOKENS, rotation } from '../../contract/integration/rotation.ts';
import { failingNow } from './attention.ts';
import { scheduleInTemporal, schedulesOf, whyNotFollowed } from './integration-schedules.ts';
import { closedBy, disabledWords, stageOf } from './integration-stage.ts';
import { stretchNow } from './hooks/polls-stretch.ts';
import { webhooksView } from './hooks/webhooks-view.ts';
import { pausedWords } from './pauses.ts';
import { shownQuestion } from './questions/shown-question.ts';
import type { IntegrationSnapshot } from './integration-snapshot.ts';

/** What activities need before any effect. */
export function connectionView(storeHash: StoreHash, s: IntegrationSnapshot): Connection {
  const closed = closedBy(s);
  const { why: stopped } = schedulesOf(s);
  return {
    storeHash,
    merchantId: s.merchantId,
    credentials: s.credentials,
    stage: stageOf(s),
    ...defined({ closed: closed && { ...closed, ...defined({ words: standsBy(s) }) }, stopped }),
    settings: s.settings,
    settingsVersion: s.settingsVersion,
    links: s.links,
    linksVersion: s.linksVersion,
    store: s.store,
    ...(s.questions.some(({ kind }) => kind === 'stock-brake') ? { zerosAsked: true } : {}),
    ...importWaits(s),
    ...defined({ owedParts: s.owedParts }),
    ...(s.hooks?.place === undefined ? {} : { hooks: secretsOf(s.hooks) }),
  };
}

function secretsOf({ oldestSecret, oldestSecrets }: HooksKept): NonNullable<Connection['hooks']> {
  return { oldestSecret, ...defined({ oldestSecrets }) };
}

/** What a person has to do before anything of the store goes on. */
function standsBy(s: IntegrationSnapshot): string | undefined {
  if (s.paused !== undefined) return pauseStands(s.paused);
  return stageOf(s) === 'needs-credentials' ? `Nothing flows since ${s.since}. ${summaryOf(s)}` : undefined;
}

function importWaits({ questions }: IntegrationSnapshot): Pick<Connection, 'importWaitsBefore' | 'importAsked'> {
  const imports = questions.filter(({ kind }) => kind === 'first-import');
  const open = imports.find(({ answer }) => answer === undefined);
  return {
    ...(imports.length === 0 ? {} : { importAsked: true }),
    ...defined({ importWaitsBefore: open?.askedAt }),
  };
}

/** What people read. */
export function statusView(storeHash: StoreHash, s: IntegrationSnapshot, now: number): IntegrationStatus {
  const { running, why, stretch } = schedulesOf(s);
  const note = why ?? whyNotFollowed(s);
  return {
    storeHash,
    merchantId: s.merchantId,
    stage: stageOf(s),
    since: s.since,
    summary: summaryOf(s),
    ...failingView(s),
    settings: s.settings,
    settingsChanges: s.settingsChanges,
    links: s.links,
    latestChanges: {
      wanted: s.wanted,
      allowed: running,
      running: running && note === undefined,
      every: s.settings.every,
      ...defined({ stretch, why: note }),
      ...scheduleInTemporal(s),
    },
    store: s.store,
    lastTest: s.lastTest,
    credentialsVersion: s.credentials?.version,
    missingCapabilities: s.missingCapabilities,
    ...defined({ paused: s.paused, disabled: s.disabled, merchantSince: s.merchantSince }),
    questions: s.questions.map(shownQuestion),
    webhooks: webhooksView(s.hooks, s.hooksPlace, stretchNow(s, now), now, beforeWebhooks(s)),
    ...defined({ owedParts: s.owedParts }),
  };
}

/** The workers are asked for their public address by what makes the schedules. */
function beforeWebhooks(s: IntegrationSnapshot): string | undefined {
  if (s.disconnected) return 'the store is disconnected';
  return s.schedulesAre === undefined ? 'they are made once latest changes are enabled' : undefined;
}

function failingView(s: IntegrationSnapshot): Pick<IntegrationStatus, 'failing'> {
  const failing = failingNow(s);
  return failing.length === 0 ? {} : { failing };
}

function summaryOf(s: IntegrationSnapshot): string {
  switch (stageOf(s)) {
    case 'connecting':
      return 'Is being connected.';
    case 'disconnected':
      return 'Disconnected. Delete the API account in BigCommerce: that alone revokes its token.';
    case 'paused':
      return s.paused === undefined ? 'Paused' : pausedWords(s.paused);
    case 'needs-credentials':
      return s.unopened === undefined
        ? `Needs new credentials: ${closedBy(s)?.reason ?? ''}. Nothing is lost; everything goes on after ${rotation(s.lastTest, s.refusedBy)}, or by itself where the same ones work again.`
        : `Needs its key, or new credentials: ${s.unopened}. Nothing is lost; everything goes on when the workers have that key in CREDENTIAL_KEYS again, or after ${BOTH_TOKENS}.`;
    case 'awaiting-goods':
      if (s.disabled !== undefined)
        return `Latest changes are ${disabledWords(s.disabled)}: only a person enables them.`;
      return s.goodsArrived
        ? 'Goods are in stock: it is time to enable latest changes.'
        : 'Waits for goods in stock; then latest changes are enabled.';
    case 'live':
      if (s.wanted) return liveSummary(failingNow(s));
      return `Latest changes are ${s.disabled === undefined ? 'disabled' : disabledWords(s.disabled)}.`;
  }
}

/** Nobody reads that all is well where it is not. */
function liveSummary(failing: readonly FailingLeg[]): string {
  return failing.length === 0 ? 'Live: stock and orders flow.' : failingWords(failing);
}
