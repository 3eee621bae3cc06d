import { defined } from '../../contract/defined.ts';
import type { EarlierIntegration } from '../../contract/integration.ts';
import type { KeptQuestion } from '../../contract/integration/questions.ts';
import type { IntegrationSnapshot } from './integration-snapshot.ts';

/**
 * What connecting again takes over of the integration that was connected before. With the same merchant everything is as
 * it was, so that orders which came meanwhile are taken. Another merchant's codes and habits are not known: only what is
 * placed after the end is new there, and what was handed over to the first merchant must not be sent to the second. What
 * a person forbade is forbidden still, with either.
 */
export function takenOver(earlier: EarlierIntegration, merchantId: string): Partial<IntegrationSnapshot> {
  const { settings, links, versions, disabled, paused, live, enabled = false, merchantSince, endedAt } = earlier;
  return {
    settingsVersion: versions.settings + 1,
    linksVersion: versions.links + 1,
    disabled,
    paused,
    ...(earlier.merchantId === merchantId
      ? {
          ...{ settings, links, lookForGoods: live, wasEnabled: enabled },
          ...defined({ merchantSince, questions: earlier.refused }),
        }
      : { merchantSince: endedAt }),
  };
}

/** What a person said of zeros stands for their fall, whoever disconnects meanwhile. */
export function refusedZeros(questions: readonly KeptQuestion[]): Pick<EarlierIntegration, 'refused'> {
  const refused = questions.filter(({ kind, answer }) => kind === 'stock-brake' && answer?.decision === 'refuse');
  return refused.length === 0 ? {} : { refused };
}

/** What is copied beside a schedule: refusals may be long, and the run itself keeps them. */
export function copyOf({ refused: _, ...kept }: EarlierIntegration): EarlierIntegration {
  return kept;
}

/** What connecting again goes on with. Free of secrets. */
export function keptView(s: IntegrationSnapshot, endedAt: string): EarlierIntegration {
  return {
    merchantId: s.merchantId,
    ...defined({ merchantSince: s.merchantSince }),
    endedAt,
    // Connected again and not looked for goods yet: it was live before that.
    live: s.live || s.lookForGoods,
    enabled: s.wanted || s.wasEnabled,
    ...defined({ disabled: s.disabled, paused: s.paused }),
    settings: s.settings,
    links: s.links,
    versions: { credentials: s.credentials?.version ?? 0, links: s.linksVersion, settings: s.settingsVersion },
  };
}
