import { defined } from '../../contract/defined.ts';
import type { StoreHash } from '../../contract/ids.ts';
import type { Versions } from '../../contract/orders.ts';
import type { ShippingDecision } from '../../contract/shipping.ts';
import type { ReadMatch, ShippingWay } from '../../domain/orders/learn/answers.ts';
import { compileLinks, type LinkTable } from '../../domain/shipping/link-rank.ts';
import { decideShipping, needsCode } from '../../domain/shipping/shipping-links.ts';
import type { OpenConnection } from '../runtime/connections.ts';
import type { Dependencies } from '../runtime/dependencies.ts';
import { againWhereUnclear } from '../runtime/retry-unreadable.ts';

export interface MatchRequest {
  readonly storeHash: StoreHash;
  readonly orderId: number;
  readonly addressId: number;
  /** The store's shipping method text. */
  readonly method: string;
  readonly country: string;
}

export interface MatchResult {
  readonly decision: ShippingDecision;
  /** What it was judged by: a hold that rests on older links is judged again. */
  readonly versions: Versions;
}

/**
 * The matcher over the entity's links. A normal activity, never a local one: a local activity that queries holds the
 * very workflow-task slot that the query may need.
 */
export function createShippingActivities(deps: Dependencies) {
  return {
    /** Decides by the links which myOGO code ships an address. One request only where a link asks for a code. */
    matchShipping({ storeHash, orderId, addressId, method, country }: MatchRequest): Promise<MatchResult> {
      const decide = async (fresh: boolean): Promise<MatchResult> => {
        const open = await deps.connections.open(storeHash, 'orders', { fresh });
        const decision = await decideFor(open, orderId, addressId, { method, country });
        return { decision, versions: open.versions };
      };
      return againWhereUnclear(async () => {
        const first = await decide(false);
        // A hold must rest on the links as they are now, not on a remembered answer.
        return first.decision.kind === 'code' ? first : decide(true);
      });
    },
  };
}

/** So many shipping methods a reading brings the links' word of; an order with more asks for the others one by one. */
const MOST_WITH_READING = 3;

/**
 * What the links say of shipping methods, where they name a code and no request is needed. Whatever a person may have to
 * settle is left to {@link createShippingActivities}, which judges by the links as they are at that moment.
 */
export function clearMatches(
  { connection }: Pick<OpenConnection, 'connection'>,
  addresses: readonly ShippingWay[],
): readonly ReadMatch[] {
  const links = compileLinks(connection.links);
  const ways = new Map(
    addresses.map(({ method, country }) => [JSON.stringify([method, country]), { method, country }]),
  );
  return [...ways.values()].slice(0, MOST_WITH_READING).flatMap((way) => {
    if (needsCode(links, way)) return [];
    const decision = decideShipping(links, way);
    return decision.kind === 'code' ? [{ ...way, decision }] : [];
  });
}

/** One request only where a link asks for the method's code. */
export async function decideFor(
  { connection, store }: OpenConnection,
  orderId: number,
  addressId: number,
  of: ShippingWay,
  links: LinkTable = compileLinks(connection.links),
): Promise<ShippingDecision> {
  const code = needsCode(links, of)
    ? (await store.quotes.list(orderId, addressId)).find(({ methodId }) => methodId !== undefined)?.methodId
    : undefined;
  return decideShipping(links, { ...of, ...defined({ code }) });
}
