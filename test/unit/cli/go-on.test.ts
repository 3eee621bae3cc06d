import { expect, it } from 'vitest';
import { goOn } from '../../../src/cli/show/go-on.ts';

it.each([
  [{ merchant: 'm-1', limit: 5 }, 'ogoship held --merchant m-1 --limit 5 --after next'],
  [{ merchant: 'Oy Matti & Co' }, "ogoship held --merchant 'Oy Matti & Co' --after next"],
  [{ code: "DHL's *" }, "ogoship held --code 'DHL'\\''s *' --after next"],
  [{ code: '$(x)' }, "ogoship held --code '$(x)' --after next"],
  [{ older: '2 h' }, "ogoship held --older '2 h' --after next"],
  [{}, 'ogoship held --after next'],
])('the command that goes on can be pasted as it stands: %j', (options, command) => {
  expect(goOn(['held'], options)('next')).toBe(`There is more: ${command}`);
});
