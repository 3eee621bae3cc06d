import { patched, setCurrentDetails, upsertMemo, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { AttentionMemo } from '../../contract/integration/health.ts';
import { Memo, Patch } from '../../contract/registered-names.ts';
import { holdKey, stageKey } from '../../contract/runs/search-attributes.ts';
import { attentionOf } from '../../domain/integration/attention.ts';
import type { IntegrationState } from '../../domain/integration/integration-state.ts';
import { integrationDetails } from './integration-details.ts';

/** What lists and the Temporal UI show of an integration: written where it differs from what stands there. */
export class ShownIntegration {
  #stage: string | undefined;
  // What a run before this one wrote goes on standing there.
  #hold = workflowInfo().typedSearchAttributes.get(holdKey);
  readonly #memo = new Map<string, string | undefined>(
    [Memo.attention, Memo.schedules].map((key) => [key, JSON.stringify(workflowInfo().memo?.[key])]),
  );

  show(state: IntegrationState): void {
    const { stage } = state;
    const attention = attentionShown(state);
    setCurrentDetails(integrationDetails(state.status));
    const hold = attentionOf(attention);
    if (stage !== this.#stage || hold !== this.#hold) {
      upsertSearchAttributes([
        ...(stage === this.#stage ? [] : [{ key: stageKey, value: stage }]),
        ...(hold === this.#hold ? [] : [{ key: holdKey, value: hold ?? null }]),
      ]);
      this.#stage = stage;
      this.#hold = hold;
    }
    this.#remember({
      [Memo.attention]: hold === undefined ? undefined : attention,
      [Memo.schedules]: state.schedulesMemo,
    });
  }

  /** What differs from what stands there, at once; what is `undefined` is taken away. */
  #remember(wanted: Readonly<Record<string, object | undefined>>): void {
    const differing = Object.entries(wanted).filter(([key, value]) => JSON.stringify(value) !== this.#memo.get(key));
    if (differing.length === 0) return;
    for (const [key, value] of differing) this.#memo.set(key, JSON.stringify(value));
    upsertMemo(Object.fromEntries(differing.map(([key, value]) => [key, value ?? null])));
  }
}

/** A history that began before goes on without what it did not show. */
function attentionShown({ attention, attentionOfRuns }: IntegrationState): AttentionMemo {
  if (attention.failing.length === attentionOfRuns.failing.length) return attention;
  return patched(Patch.missingPermissions) ? attention : attentionOfRuns;
}
