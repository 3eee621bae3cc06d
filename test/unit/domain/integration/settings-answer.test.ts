import { expect, it } from 'vitest';
import { defaultSettings } from '../../../../src/contract/settings.ts';
import { settingsAnswer } from '../../../../src/domain/integration/settings-answer.ts';

// Two people who change settings: the second hears what the first had made of them.

const settings = { ...defaultSettings('2026-11-28T08:00:00.000Z'), stockBuffer: 5 };
const settingsChanges = [
  { at: '2026-11-28T09:00:00.000Z', by: 'Cid', fields: ['stockBuffer'] },
  { at: '2026-11-28T09:30:00.000Z', by: 'Ada', fields: ['stockBuffer', 'graceMinutes'] },
  { at: '2026-11-28T09:40:00.000Z', by: 'Cid', fields: ['graceMinutes'] },
];
const byAda = { at: '2026-11-28T09:30:00.000Z', by: 'Ada' };

it('what is different now is told with what it was, and whose that was', () => {
  const after = { ...settings, stockBuffer: 7 };
  const answer = settingsAnswer({ settings, settingsChanges }, after, { stockBuffer: 7 }, ['stockBuffer']);
  expect(answer).toMatchObject({ ...after, effects: [{ field: 'stockBuffer', was: 5, changedBefore: byAda }] });
  expect(answer.effects[0]?.fromNowOn).toMatch(/\S/);
  expect(answer).not.toHaveProperty('already');
});

it('what was so already is told as that, with who had made it so', () => {
  const patch = { stockBuffer: 5, brakeShare: settings.brakeShare };
  expect(settingsAnswer({ settings, settingsChanges }, settings, patch, [])).toEqual({
    ...settings,
    effects: [],
    already: [{ field: 'stockBuffer', changedBefore: byAda }, { field: 'brakeShare' }],
  });
});
