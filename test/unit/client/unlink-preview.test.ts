import { describe, expect, it } from 'vitest';
import type { Calls } from '../../../src/client/calls/calls.ts';
import { Previews } from '../../../src/client/integration/previews.ts';
import { parseStoreHash } from '../../../src/contract/ids.ts';
import { removeLink } from '../../../src/domain/shipping/shipping-links.ts';

interface Link {
  readonly method: string;
  readonly code: string;
  readonly country?: string;
}

/** A store with these links, whose past orders are one, and changed by every other list of links. */
function previewsOf(links: readonly Link[], tried: Link[][] = []): Previews {
  const calls = {
    query: () => Promise.resolve({ stage: 'live', links }),
    lookup: (_store: string, request: { links: Link[] }) => {
      tried.push(request.links);
      return Promise.resolve({ orders: 1, changed: 1 });
    },
  };
  const storeHash = parseStoreHash('abc123');
  if (storeHash === undefined) throw new Error('a store hash');
  return new Previews(calls as unknown as Calls, storeHash); // nothing else of it is used here
}

describe('the preview of unlink', () => {
  it.each(['*', '**', ' * ', '***'])('takes %j for the default link, as the removal does', async (method) => {
    const links = [
      { method: '*', code: 'DHL' },
      { method: 'GLS*', code: 'GLS' },
    ];
    const effect = await previewsOf(links).unlink({ method });
    expect(effect).toMatchObject({ confirm: true, numbers: { orders: 1, changed: 1 } });
    expect(effect.sentence).toContain('default link');
  });

  const FORMS = ['DHL  Express**', 'dhl express*', 'Cafe\u0301*', 'CAFÉ*', 'ΟΔΟΣ', 'οδος', 'STRASSE', 'straße'];
  const COUNTRIES = [undefined, '', 'fi', ' FI ', 'SE'];
  const keys = FORMS.flatMap((method) =>
    COUNTRIES.map((country) => (country === undefined ? { method } : { method, country })),
  );
  it.each(keys)('tries the links that removing %j leaves', async (key) => {
    for (const saved of keys) {
      const links = [
        { ...saved, code: 'A' },
        { method: 'Other', code: 'B' },
      ];
      const left = removeLink(links, key);
      const tried: Link[][] = [];
      const { sentence } = await previewsOf(links, tried).unlink(key);
      expect({ saved, tried, nothing: sentence.includes('nothing would change') }).toEqual({
        saved,
        tried: left.changed ? [left.links] : [],
        nothing: !left.changed,
      });
    }
  });
});
