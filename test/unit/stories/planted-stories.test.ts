import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planted } from '../../../models/planted.ts';
import { storyFaults } from '../../stories/planted/faults.ts';

// A fault whose line is gone or doubled plants nothing: whoever changes that line moves the fault with it.

describe('a planted fault of the stories', () => {
  it.each(storyFaults)('$name stands in exactly one place', (fault) => {
    const text = readFileSync(new URL(`../../../${fault.file}`, import.meta.url), 'utf8');
    expect(planted(text, fault)).not.toBe(text);
  });

  it('has a name of its own', () => {
    expect(new Set(storyFaults.map(({ name }) => name)).size).toBe(storyFaults.length);
  });
});
