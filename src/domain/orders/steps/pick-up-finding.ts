import type { OrderFacts } from '../facts/facts.ts';
import { pickUpAt } from '../facts/pick-up.ts';
import type { ReadPlace } from '../facts/store-facts.ts';
import { finding, type Finding } from './findings.ts';

/** Why a place cannot go to its pick-up point yet; `undefined` where it can, or has none. */
export function pickUpFinding(facts: OrderFacts, read: ReadPlace, shippingCode: string): Finding | undefined {
  const now = pickUpAt(facts, read, shippingCode);
  const { place } = read;
  switch (now.kind) {
    case 'none':
    case 'point':
      return undefined;
    case 'missing': {
      const odd = now.odd.length === 0 ? '' : ` What stands in the ${now.odd.join(', ')} is no code.`;
      const message = `${shippingCode} goes to a pick-up point, and the order names none where it is looked for.${odd}`;
      return finding('pickup-point-missing', message, { place });
    }
    case 'several': {
      const message = `The order names several pick-up points for ${shippingCode}: ${now.points.join(', ')}.`;
      return finding('pickup-point-missing', message, { place, remedy: 'several-pickup-points' });
    }
  }
}
