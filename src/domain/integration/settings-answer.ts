import { defined } from '../../contract/defined.ts';
import type { SettingsChange } from '../../contract/integration.ts';
import {
  settingNames,
  wordsOf,
  type SettingChangedBy,
  type SettingsChanged,
} from '../../contract/integration/setting-effects.ts';
import type { Settings, SettingsPatch } from '../../contract/settings.ts';

/** The settings, and who changed what. */
interface Kept {
  readonly settings: Settings;
  readonly settingsChanges: readonly SettingsChange[];
}

/**
 * The answer to a change of settings: of each that is different what follows, and of each whether somebody else was at it
 * before, so that of two people the second hears of the first.
 * @param changed the fields that are different now
 */
export function settingsAnswer(
  before: Kept,
  after: Settings,
  patch: SettingsPatch,
  changed: readonly string[],
): SettingsChanged {
  const by = (field: string): SettingChangedBy | undefined => {
    const last = before.settingsChanges.findLast(({ fields }) => fields.includes(field));
    return last === undefined ? undefined : { at: last.at, by: last.by };
  };
  const already = settingNames
    .filter((field) => field in patch && !changed.includes(field))
    .map((field) => ({ field, ...defined({ changedBefore: by(field) }) }));
  return {
    ...after,
    effects: settingNames
      .filter((field) => changed.includes(field))
      .map((field) => ({
        field,
        ...wordsOf(field),
        was: before.settings[field],
        ...defined({ changedBefore: by(field) }),
      })),
    ...(already.length === 0 ? {} : { already }),
  };
}
