import { defaultSettings } from '../../src/contract/settings.ts';
import { settingRules } from '../../src/domain/integration/settings.ts';
import { code, membersOf, page, table, type Page } from './page.ts';

/** A merchant's settings: meaning from the contract, bounds from the rules that check them. */
export function settingsPage(): Page {
  const defaults = defaultSettings('the time of the first connect');
  const rows = membersOf('src/contract/settings.ts', 'Settings').map(({ name, doc }) => {
    const field = name as keyof typeof defaults; // a member of the same interface
    const value = name === 'ordersFrom' ? defaults.ordersFrom : code(JSON.stringify(defaults[field]));
    return [code(name), doc.replace(/\s*Default: [^.]*(?:\.[^.\s][^.]*)*\.$/, ''), settingRules[field].expected, value];
  });
  return page(
    'reference/settings.md',
    'Settings of an integration',
    'Changed by `changeSettings` of the client, or `npx ogoship <store> settings name=value …`; shown by `npx ogoship <store> settings`. A value that is not as expected is refused before any effect, with the name of the setting.',
    table(['setting', 'means', 'takes', 'default'], rows),
  );
}
