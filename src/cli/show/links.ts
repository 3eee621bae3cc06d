import type { LinkResult, ShippingLink, StoreMethod } from '../../client/index.ts';
import { needsText } from '../files/link-file.ts';
import type { Output } from '../output.ts';
import { placesText } from '../files/pick-up-places.ts';

/** The methods, and below them the rows of the store that cannot be read. */
export function showMethods(out: Output, methods: readonly StoreMethod[]): void {
  out.table(
    ['zone', 'method', 'code', 'enabled', 'linked to'],
    methods
      .filter(({ problem }) => problem === undefined)
      .map(({ zone, name, code, enabled, linkedTo }) => [zone, name, code, enabled, linkedTo ?? '—']),
  );
  const problems = methods.flatMap(({ zone, problem }) => (problem === undefined ? [] : [`${zone}: ${problem}`]));
  if (problems.length > 0) out.line();
  for (const problem of problems) out.line(`• ${problem}`);
}

export function showLinks(out: Output, links: readonly ShippingLink[]): void {
  out.table(
    ['method', 'country', 'myOGO code', 'carrier', 'pick-up point', 'needs', 'up to'],
    links.map(({ method, country, code, trackingCarrier, pickUpPoint, where = [], needs, maxWeight }) => [
      method,
      country ?? 'any',
      code,
      trackingCarrier,
      pickUpPoint === undefined ? undefined : `${pickUpPoint}: ${placesText(where)}`,
      needs === undefined ? undefined : needsText(needs),
      maxWeight,
    ]),
  );
}

export function showResult(out: Output, { changed, replaced, warnings, links }: LinkResult, done: string): void {
  out.line(changed ? done : 'It was so already: nothing had to be changed.');
  if (replaced !== undefined) out.line(`In place of what was saved for this pattern: ${restOfLink(replaced)}.`);
  for (const warning of warnings) out.line(out.style('yellow', warning));
  out.line();
  showLinks(out, links);
}

/** What a link says beside its pattern and country. */
function restOfLink({ code, trackingCarrier, pickUpPoint, where = [], needs, maxWeight }: ShippingLink): string {
  const parts = [
    code,
    trackingCarrier === undefined ? 'no carrier' : `carrier ${trackingCarrier}`,
    pickUpPoint === undefined ? [] : `pick-up point ${pickUpPoint}: ${placesText(where)}`,
    needs === undefined ? [] : `needs ${needsText(needs)}`,
    maxWeight === undefined ? [] : `up to ${maxWeight}`,
  ];
  return parts.flat().join(', ');
}
