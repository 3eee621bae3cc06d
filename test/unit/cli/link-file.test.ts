import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareLinks, linksOfFile } from '../../../src/cli/link-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ogoship-links-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function links(text: string) {
  const file = join(folder, 'links.csv');
  await writeFile(file, text);
  return linksOfFile(file);
}

describe('a link file', () => {
  it('holds links with what is optional left out', async () => {
    expect(await links('method,code,country,trackingCarrier\nDHL*,DHL,,\nGLS,GLS-B,FI,gls\n')).toEqual([
      { method: 'DHL*', code: 'DHL' },
      { method: 'GLS', code: 'GLS-B', country: 'FI', trackingCarrier: 'gls' },
    ]);
  });

  it.each([
    ['method,code\nDHL,\n', 'Line 2 has no code'],
    ['method,code\nDHL,A\n,B\n', 'Line 3 has no method'],
    ['method,code\n', 'holds no links'],
    ['method\nDHL\n', 'no column “code”'],
  ])('%j is refused: %s', async (text, message) => {
    await expect(links(text)).rejects.toThrow(message);
  });

  it('that is not there is refused by its name', async () => {
    await expect(linksOfFile(join(folder, 'none.csv'))).rejects.toThrow(/none\.csv cannot be read \(ENOENT\)/);
  });
});

describe('links beside those that are saved', () => {
  const saved = [
    { method: 'DHL*', code: 'DHL' },
    { method: 'Post', code: 'POSTI', country: 'FI' },
  ];
  it.each([
    [{ method: 'GLS', code: 'GLS' }, 'new'],
    [{ method: ' dhl* ', code: 'dhl' }, 'saved already'],
    [{ method: 'DHL*', code: 'OTHER' }, 'conflict'],
    [{ method: 'DHL**', code: 'OTHER' }, 'conflict'],
    [{ method: 'DHL*', code: 'OTHER', country: 'SE' }, 'new'],
    [{ method: 'post', code: 'OTHER', country: 'fi' }, 'conflict'],
  ])('%j is %s', (link, outcome) => {
    expect(compareLinks([link], saved)).toMatchObject([{ link, outcome }]);
  });

  it('that contradict each other are a conflict', () => {
    const twice = [
      { method: 'GLS', code: 'A' },
      { method: 'gls', code: 'B' },
    ];
    expect(compareLinks(twice, []).map(({ outcome }) => outcome)).toEqual(['new', 'conflict']);
  });
});
