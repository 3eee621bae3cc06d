import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bounded, handOver, planted, stockGate, type ModelFile, type Planted } from '../../../models/planted.ts';
import { QuintModel } from '../../../models/quint-model.ts';
import { search } from '../../../models/search.ts';
import { isLong } from '../../support/sample.ts';

// `npm run model` looks at every state within larger bounds, and plants every fault.

function searched(model: ModelFile, bounds: ModelFile['bounds']['full'], fault?: Planted) {
  const text = bounded(readFileSync(new URL(`../../../models/${model.file}`, import.meta.url), 'utf8'), bounds);
  return search(new QuintModel(fault === undefined ? text : planted(text, fault)), model.promises);
}

describe.each([
  ['hand-over', handOver],
  ['stock gate', stockGate],
] as const)('the model of the %s', (_, model) => {
  it('keeps its promises in every state, and can come to rest from each', () => {
    const { fault, states } = searched(model, isLong ? model.bounds.full : model.bounds.small);
    expect(fault).toBeUndefined();
    expect(states).toBeGreaterThan(50);
  });

  const faults = [...model.assumptions, ...model.wrong];
  it.each(isLong ? faults : faults.slice(-1))('shows what goes wrong: $what', (fault) => {
    const { fault: found } = searched(model, isLong ? model.bounds.full : model.bounds.faulty, fault);
    expect(found).toBeDefined();
  });
});

it('a fault that is not planted proves nothing', () => {
  const nowhere = { what: 'nothing', from: 'no such rule', to: '' };
  expect(() => searched(stockGate, stockGate.bounds.small, nowhere)).toThrow(/exactly one place/);
});
