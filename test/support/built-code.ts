import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Has the tests import `dist/` where they name `src/`: the code that is shipped, loaded by Node itself, so that V8's
 * own coverage knows it by its file, in this process as in those that tests start.
 */
export function builtCode(): Plugin {
  return {
    name: 'built-code',
    enforce: 'pre',
    async resolveId(id, importer) {
      const found = await this.resolve(id, importer, { skipSelf: true });
      const path = found?.id.split('?')[0] ?? '';
      if (!path.startsWith(`${root}src/`) || !path.endsWith('.ts')) return null;
      return { id: `${root}dist/${path.slice(`${root}src/`.length, -'.ts'.length)}.js`, external: true };
    },
  };
}
