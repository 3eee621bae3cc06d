import type { Settings, SettingsChanged } from '../../client/index.ts';
import { AsTyped } from '../layout.ts';
import type { Output } from '../output.ts';

/** All settings as they are typed, and what follows from those that were changed. */
export function showSettings(out: Output, settings: Settings | SettingsChanged): void {
  const { effects = [], ...values } = { ...settings } as Settings & Partial<Pick<SettingsChanged, 'effects'>>; // either of the two
  out.table(
    ['setting', 'value'],
    Object.entries(values).map(([name, value]) => [name, new AsTyped(JSON.stringify(value))]),
  );
  for (const { field, fromNowOn, unchanged } of effects) {
    out.line();
    out.line(out.style('bold', field));
    out.facts([
      ['  from now on', fromNowOn],
      ['  not changed', unchanged],
    ]);
  }
}
