import { format, resolveConfig } from 'prettier';
import { commandsPage } from './commands.ts';
import { environmentPage } from './environment.ts';
import { failuresPage, holdsPage } from './failures.ts';
import { limitsPage } from './limits.ts';
import { metricsPage } from './metrics.ts';
import type { Page } from './page.ts';
import { settingsPage } from './settings.ts';

/** The whole generated reference, formatted as the rest of the project. */
export async function referencePages(): Promise<readonly Page[]> {
  const pages = [
    settingsPage(),
    environmentPage(),
    holdsPage(),
    failuresPage(),
    limitsPage(),
    metricsPage(),
    commandsPage(),
  ];
  const config = await resolveConfig('docs/README.md');
  return Promise.all(
    pages.map(async ({ path, text }) => ({ path, text: await format(text, { ...config, parser: 'markdown' }) })),
  );
}
