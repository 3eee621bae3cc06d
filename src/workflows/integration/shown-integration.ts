import { setCurrentDetails, upsertMemo, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { Memo } from '../../contract/registered-names.ts';
import { holdKey, stageKey } from '../../contract/runs/search-attributes.ts';
import { attentionOf } from '../../domain/integration/attention.ts';
import type { IntegrationState } from '../../domain/integration/integration-state.ts';
import { integrationDetails } from './integration-details.ts';

/** What lists and the Temporal UI show of an integration: written where it differs from what stands there. */
export class ShownIntegration {
  #stage: string | undefined;
  // What a run before this one wrote goes on standing there.
  #hold = workflowInfo().typedSearchAttributes.get(holdKey);
  #memo: string | undefined = JSON.stringify(workflowInfo().memo?.[Memo.attention]);

  show(state: IntegrationState): void {
    const { stage, attention } = state;
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
    const memo = hold === undefined ? undefined : JSON.stringify(attention);
    if (memo === this.#memo) return;
    this.#memo = memo;
    upsertMemo({ [Memo.attention]: hold === undefined ? null : attention });
  }
}
