import { QuintModel, type ModelState } from './quint-model.ts';

/** What a search found: every state that the model can reach was looked at, unless it stopped at the first fault. */
export interface Searched {
  readonly states: number;
  readonly steps: number;
  /** Actions on the way to the state that is farthest from the beginning. */
  readonly depth: number;
  /** How often each action was taken: one that never is shows a model that proves nothing. */
  readonly taken: ReadonlyMap<string, number>;
  readonly fault: ModelFault | undefined;
}

export interface ModelFault {
  /** The promise that does not hold, or `can come to rest`. */
  readonly promise: string;
  /** The actions that lead there, from the beginning. */
  readonly path: readonly string[];
  readonly state: string;
}

interface Seen {
  readonly state: ModelState;
  readonly from: number;
  readonly action: string;
  readonly depth: number;
  readonly before: number[];
}

/**
 * Looks at every state that can be reached, breadth first, so that a fault is shown by the fewest actions. Each promise must
 * hold in each; and from each, rest must be within reach: whatever happened, the protocol can still come to an end.
 */
export function search(model: QuintModel, promises: readonly string[], rest = 'atRest'): Searched {
  const seen: Seen[] = [];
  const buckets = new Map<number, number[]>();
  const taken = new Map<string, number>(model.actions.map((name) => [name, 0]));
  const resting: number[] = [];
  let steps = 0;
  let fault: ModelFault | undefined;

  const meet = (state: ModelState, from: number, action: string): void => {
    const hash = state.hashCode();
    const bucket = buckets.get(hash) ?? [];
    const known = bucket.find((index) => seen[index]?.state.equals(state) === true);
    if (known !== undefined) {
      seen[known]?.before.push(from);
      return;
    }
    const index = seen.push({ state, from, action, depth: (seen[from]?.depth ?? -1) + 1, before: [from] }) - 1;
    buckets.set(hash, [...bucket, index]);
    const broken = promises.find((promise) => !model.holds(promise, state));
    if (broken !== undefined) fault ??= faultAt(seen, index, broken);
    if (model.holds(rest, state)) resting.push(index);
  };

  for (const state of model.beginnings()) meet(state, -1, 'init');
  for (let index = 0; index < seen.length && fault === undefined; index += 1) {
    const at = seen[index];
    if (at === undefined) break;
    for (const { action, state } of model.successors(at.state)) {
      steps += 1;
      taken.set(action, (taken.get(action) ?? 0) + 1);
      meet(state, index, action);
    }
  }
  fault ??= restless(seen, resting);
  const depth = seen.reduce((most, one) => Math.max(most, one.depth), 0);
  return { states: seen.length, steps, depth, taken, fault };
}

/** The first state from which rest cannot be reached. */
function restless(seen: readonly Seen[], resting: readonly number[]): ModelFault | undefined {
  const reaches = new Set(resting);
  const left = [...resting];
  for (let index = left.pop(); index !== undefined; index = left.pop()) {
    for (const before of seen[index]?.before ?? []) {
      if (before < 0 || reaches.has(before)) continue;
      reaches.add(before);
      left.push(before);
    }
  }
  const lost = seen.findIndex((_, index) => !reaches.has(index));
  return lost < 0 ? undefined : faultAt(seen, lost, 'can come to rest');
}

function faultAt(seen: readonly Seen[], index: number, promise: string): ModelFault {
  const path: string[] = [];
  for (let at = seen[index]; at !== undefined && at.from >= 0; at = seen[at.from]) path.unshift(at.action);
  const state = seen[index]?.state;
  return { promise, path, state: state === undefined ? '' : QuintModel.words(state) };
}
