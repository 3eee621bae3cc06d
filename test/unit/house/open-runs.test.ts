import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const src = new URL('../../../src/', import.meta.url);
/** Means runs that a worker has in hand, and says why there. */
const meantSo = 'activities/integration/in-flight.ts';

test('whoever lists or looks at open runs takes those, too, that a person paused in Temporal', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(100);
  const narrow = files.filter((file) =>
    /ExecutionStatus\s*=\s*\\?"Running/.test(readFileSync(new URL(file, src), 'utf8')),
  );
  expect(narrow).toEqual([meantSo]);
});
