import type { StoreHash } from '../../contract/ids.ts';
import type {
  Connection,
  Disabled,
  EarlierIntegration,
  IntegrationStage,
  IntegrationStatus,
} from '../../contract/integration.ts';
import { pausedInTemporal } from './schedule-words.ts';
import { shownQuestion } from './questions.ts';
import type { IntegrationSnapshot } from './integration-snapshot.ts';

export function stageOf(s: IntegrationSnapshot): IntegrationStage {
  if (s.disconnected) return 'disconnected';
  if (!s.connected) return 'connecting';
  if (s.paused !== undefined) return 'paused';
  if (s.refusedBy !== undefined) return 'needs-credentials';
  return s.live ? 'live' : 'awaiting-goods';
}

/** Why no run may touch the outside now. */
export function closedBy(s: IntegrationSnapshot): Connection['closed'] {
  if (s.disconnected) return { by: 'disconnected', reason: 'it is disconnected' };
  if (s.paused !== undefined) return { by: 'person', reason: s.paused.reason };
  if (s.unopened !== undefined) return { by: 'circuit', reason: s.unopened };
  if (s.refusedBy !== undefined) {
    const side = s.refusedBy === 'bigcommerce' ? 'BigCommerce' : 'myOGO';
    return { by: 'circuit', reason: `${side} refuses the credentials` };
  }
  return undefined;
}

/** Who disabled latest changes, and when. */
function disabledWords({ by, at }: Disabled): string {
  return `disabled by a person (${by === undefined ? '' : `${by}, `}${at})`;
}

/** Whether the schedules run: derived, never toggled. */
export function schedulesOf(s: IntegrationSnapshot): {
  readonly running: boolean;
  readonly every: string | null;
  readonly why?: string;
} {
  const off =
    s.disabled === undefined ? 'latest changes are not enabled' : `latest changes are ${disabledWords(s.disabled)}`;
  const why = !s.wanted ? off : closedBy(s)?.reason;
  return { running: why === undefined, every: s.settings.every, ...(why === undefined ? {} : { why }) };
}

/** True where the schedules in Temporal were brought to what they should be now, or that was tried. */
export function schedulesFollowed(s: IntegrationSnapshot): boolean {
  return s.schedulesAre === JSON.stringify(schedulesOf(s));
}

/** Why the schedule in Temporal is not what it should be, as far as is known. */
function whyNotFollowed(s: IntegrationSnapshot): string | undefined {
  if (!schedulesFollowed(s)) return 'the schedule is being brought up to date';
  if (s.schedulesUnknown === true) return 'the schedule could not be brought up to date, which is done within the hour';
  return s.scheduleNote === undefined ? undefined : pausedInTemporal(s.scheduleNote);
}

/** What activities need before any effect. */
export function connectionView(storeHash: StoreHash, s: IntegrationSnapshot): Connection {
  const closed = closedBy(s);
  const { why: stopped } = schedulesOf(s);
  return {
    storeHash,
    merchantId: s.merchantId,
    credentials: s.credentials,
    stage: stageOf(s),
    ...(closed === undefined ? {} : { closed }),
    settings: s.settings,
    settingsVersion: s.settingsVersion,
    links: s.links,
    linksVersion: s.linksVersion,
    store: s.store,
    ...(stopped === undefined ? {} : { stopped }),
    ...(s.questions.some(({ kind }) => kind === 'stock-brake') ? { zerosAsked: true } : {}),
    ...importWaits(s),
  };
}

function importWaits({ questions }: IntegrationSnapshot): Pick<Connection, 'importWaitsBefore' | 'importAsked'> {
  const imports = questions.filter(({ kind }) => kind === 'first-import');
  const open = imports.find(({ answer }) => answer === undefined);
  return {
    ...(imports.length === 0 ? {} : { importAsked: true }),
    ...(open === undefined ? {} : { importWaitsBefore: open.askedAt }),
  };
}

/** What people read. */
export function statusView(storeHash: StoreHash, s: IntegrationSnapshot): IntegrationStatus {
  const { running, why } = schedulesOf(s);
  const note = why ?? whyNotFollowed(s);
  return {
    storeHash,
    merchantId: s.merchantId,
    stage: stageOf(s),
    since: s.since,
    summary: summaryOf(s),
    settings: s.settings,
    settingsChanges: s.settingsChanges,
    links: s.links,
    latestChanges: {
      wanted: s.wanted,
      allowed: running,
      running: running && note === undefined,
      every: s.settings.every,
      ...(note === undefined ? {} : { why: note }),
    },
    store: s.store,
    lastTest: s.lastTest,
    credentialsVersion: s.credentials?.version,
    missingCapabilities: s.missingCapabilities,
    ...(s.paused === undefined ? {} : { paused: s.paused }),
    ...(s.disabled === undefined ? {} : { disabled: s.disabled }),
    questions: s.questions.map(shownQuestion),
  };
}

/** What connecting again goes on with. Free of secrets. */
export function keptView(s: IntegrationSnapshot, endedAt: string): EarlierIntegration {
  return {
    merchantId: s.merchantId,
    endedAt,
    live: s.live,
    enabled: s.wanted || s.wasEnabled,
    ...(s.disabled === undefined ? {} : { disabled: s.disabled }),
    ...(s.paused === undefined ? {} : { paused: s.paused }),
    settings: s.settings,
    links: s.links,
    versions: { credentials: s.credentials?.version ?? 0, links: s.linksVersion, settings: s.settingsVersion },
  };
}

function summaryOf(s: IntegrationSnapshot): string {
  switch (stageOf(s)) {
    case 'connecting':
      return 'Is being connected.';
    case 'disconnected':
      return 'Disconnected. Delete the API account in BigCommerce: that alone revokes its token.';
    case 'paused':
      return `Paused${s.paused?.by === undefined ? '' : ` by ${s.paused.by}`}: ${s.paused?.reason ?? ''}`;
    case 'needs-credentials':
      return `Needs new credentials: ${closedBy(s)?.reason ?? ''}. Nothing is lost; everything goes on after rotateCredentials, or by itself where the same ones work again.`;
    case 'awaiting-goods':
      if (s.disabled !== undefined)
        return `Latest changes are ${disabledWords(s.disabled)}: only a person enables them.`;
      return s.goodsArrived
        ? 'Goods are in stock: it is time to enable latest changes.'
        : 'Waits for goods in stock; then latest changes are enabled.';
    case 'live':
      if (s.wanted) return 'Live: stock and orders flow.';
      return `Latest changes are ${s.disabled === undefined ? 'disabled' : disabledWords(s.disabled)}.`;
  }
}
