import type { SettingEffect, Settings, SettingsChanged } from '../../client/index.ts';
import { AsTyped } from '../layout.ts';
import type { Output } from '../output.ts';

/** All settings as they are typed, and what follows from those that were changed. */
export function showSettings(out: Output, settings: Settings | SettingsChanged): void {
  const { effects = [], already = [], ...values } = { ...settings } as Settings & Partial<SettingsChanged>; // either of the two
  out.table(
    ['setting', 'value'],
    Object.entries(values).map(([name, value]) => [name, new AsTyped(JSON.stringify(value))]),
  );
  for (const { field, changedBefore } of already) {
    out.line();
    out.line(out.style('bold', field), ` was so already${before(changedBefore)}: nothing was changed.`);
  }
  for (const { field, fromNowOn, unchanged, was, changedBefore } of effects) {
    out.line();
    out.line(out.style('bold', field));
    out.facts([
      ['  before', `${JSON.stringify(was)}${before(changedBefore)}`],
      ['  from now on', fromNowOn],
      ['  not changed', unchanged],
    ]);
  }
}

/** Who was at it before: of two people the second must hear of the first. */
function before(changed: SettingEffect['changedBefore']): string {
  return changed === undefined ? '' : ` (set by ${changed.by} at ${changed.at})`;
}
