import { sideNames } from '../../contract/failures.ts';
import type { Connection, Disabled, IntegrationStage } from '../../contract/integration.ts';
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
    const side = sideNames[s.refusedBy];
    return { by: 'circuit', reason: `${side} refuses the credentials` };
  }
  return undefined;
}

/** Who disabled latest changes, and when. */
export function disabledWords({ by, at }: Disabled): string {
  return `disabled by a person (${by === undefined ? '' : `${by}, `}${at})`;
}
