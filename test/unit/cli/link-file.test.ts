import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  compareLinks,
  LINK_COLUMNS,
  linksAfter,
  linksOfFile,
  rowOfLink,
  toSave,
} from '../../../src/cli/files/link-file.ts';
import type { ShippingLink } from '../../../src/contract/shipping.ts';
import { saveLink } from '../../../src/domain/shipping/shipping-links.ts';

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

  it('carries the most that goods may weigh there and back', async () => {
    const link = { method: 'GLS', code: 'GLS', maxWeight: 31.5 };
    expect(rowOfLink(link)[LINK_COLUMNS.indexOf('maxWeight')]).toBe('31.5');
    expect(await links('method,code,maxWeight\nGLS,GLS,31.5\nDHL,DHL,\n')).toEqual([
      link,
      { method: 'DHL', code: 'DHL' },
    ]);
  });

  it('carries what a method needs there and back', async () => {
    const link = { method: 'GLS', code: 'GLS', needs: ['phone', 'street-number'] as const };
    expect(rowOfLink(link)[LINK_COLUMNS.indexOf('needs')]).toBe('phone street-number');
    expect(await links('method,code,needs\nGLS,GLS,phone street-number\n')).toEqual([link]);
    expect(await links('method,code,needs\nGLS,GLS,"phone, street-number"\n')).toEqual([link]);
    const nothing = { method: 'GLS', code: 'GLS', needs: [] };
    expect(rowOfLink(nothing)[LINK_COLUMNS.indexOf('needs')]).toBe('none');
    expect(await links('method,code,needs\nGLS,GLS, None \n')).toEqual([nothing]);
    expect(await links('method,code,needs\nGLS,GLS,\n')).toEqual([{ method: 'GLS', code: 'GLS' }]);
    const [left] = compareLinks([{ method: 'GLS', code: 'GLS' }], [nothing]);
    expect(left?.outcome).toBe('changed');
  });

  it.each([
    ['method,code\nDHL,\n', 'Line 2 has no code'],
    ['method,code\nDHL,A\n,B\n', 'Line 3 has no method'],
    ['method,code\n', 'holds no links'],
    ['method\nDHL\n', 'no column “code”'],
    // Without it the link would be for every country, or for every weight.
    ['method,code,contry\nDHL,A,FI\n', 'column “contry”'],
    ['method,code,max weight\nDHL,A,30\n', 'column “max weight”'],
    ['method,code\nDHL, Express,DHL-E\n', 'Line 2'],
    ['method;code;maxWeight\nDHL;A;31,5\n', 'maxWeight of line 2'],
    ['method,code,maxWeight\nDHL,A,0x10\n', 'maxWeight of line 2'],
    ['method,code,maxWeight\nDHL,A,1e3\n', 'maxWeight of line 2'],
  ])('%j is refused: %s', async (text, message) => {
    await expect(links(text)).rejects.toThrow(message);
  });

  it.each([
    ['Latin-1', Buffer.from('method,code\nÖsterreich*,AT\n', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFFmethod,code\nÖsterreich*,AT\n', 'utf16le')],
  ])('in %s is refused: its names would fit nothing', async (_, bytes) => {
    const file = join(folder, 'other.csv');
    await writeFile(file, bytes);
    await expect(linksOfFile(file)).rejects.toThrow(/other\.csv .*UTF-8/);
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

  it('are changed where the method needs something else, in whatever order it is written', () => {
    const before = [{ method: 'GLS', code: 'GLS', needs: ['phone', 'email'] as const }];
    const outcome = (needs: readonly ('phone' | 'email')[]) =>
      compareLinks([{ method: 'GLS', code: 'GLS', needs }], before)[0]?.outcome;
    expect([outcome(['email', 'phone']), outcome(['email']), outcome([])]).toEqual([
      'saved already',
      'changed',
      'changed',
    ]);
  });

  it('that contradict each other are a conflict', () => {
    const twice = [
      { method: 'GLS', code: 'A' },
      { method: 'gls', code: 'B' },
    ];
    expect(compareLinks(twice, []).map(({ outcome }) => outcome)).toEqual(['new', 'conflict']);
  });
});

describe('the links that an import is tried with', () => {
  const saved: readonly ShippingLink[] = [
    { method: 'DHL*', code: 'DHL' },
    { method: 'DHL*', code: 'DHL-FI', country: 'FI' },
    { method: 'Café  express', code: 'CAFE' },
  ];
  /** What the integration keeps once it has been given each of them. */
  const kept = (links: readonly ShippingLink[]) =>
    links.reduce<readonly ShippingLink[]>((before, link) => {
      const result = saveLink(before, link);
      if (!('links' in result)) throw new Error(`refused: ${JSON.stringify(result)}`);
      return result.links;
    }, saved);

  it.each<[string, readonly ShippingLink[]]>([
    ['the same pattern of another country stays', [{ method: 'DHL*', code: 'DHL', trackingCarrier: 'dhl' }]],
    ['a pattern in other letters is replaced', [{ method: 'dhl**', code: 'DHL', needs: ['phone'] }]],
    ['a country in other letters is replaced', [{ method: 'DHL*', code: 'DHL-FI', country: 'fi', needs: ['phone'] }]],
    ['a pattern in other characters is replaced', [{ method: 'CAFE\u0301 Express', code: 'CAFE', needs: ['email'] }]],
    [
      'of two lines about one link the last stands',
      [
        { method: 'GLS', code: 'GLS', needs: ['phone'] },
        { method: 'gls', code: 'GLS', needs: ['email'] },
      ],
    ],
  ])('are those that are kept when it is saved: %s', (_, links) => {
    const compared = compareLinks(links, saved);
    const written = (each: ShippingLink) => ({ ...each, ...(each.country && { country: each.country.toUpperCase() }) });
    expect(linksAfter(saved, compared).map(written)).toEqual(kept(compared.flatMap(toSave)));
  });
});
