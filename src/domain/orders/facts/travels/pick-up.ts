import { distinctPoints, pointKey, type PickUpRead } from '../../../shipping/pick-up/pick-up-read.ts';
import { isOfWay, type Decision } from '../decision-facts.ts';
import type { SentContent } from '../warehouse-facts.ts';

/** Where an order goes beside its address, as far as anybody knows. */
export type PickUpNow =
  | { readonly kind: 'none' }
  | { readonly kind: 'point'; readonly point: string }
  | { readonly kind: 'missing'; readonly odd: readonly string[] }
  | { readonly kind: 'several'; readonly points: readonly string[] };

/** A person's word about a pick-up point: it stands for what the store said when it was given. */
export interface PointByHand {
  readonly point: string;
  /** What the order said then. */
  readonly seen: readonly string[];
}

/** What of a place says where it goes. */
interface Asked {
  readonly place: number;
  readonly method: string;
  readonly country: string;
  readonly pickUp?: PickUpRead;
}

/**
 * The pick-up point of a place that is shipped by this code. A person's word stands until the store says something that it was
 * not given for: then both are told.
 */
export function pickUpAt(
  { decisions }: { readonly decisions: readonly Decision[] },
  read: Asked,
  shippingCode: string,
): PickUpNow {
  const { pickUp } = read;
  const asked = pickUp?.shippingCode === shippingCode ? pickUp : undefined;
  const codes = asked?.codes ?? [];
  const given = pointByHand(decisions, read);
  const seen = given?.seen.map(pointKey) ?? [];
  const points = distinctPoints([
    ...(given === undefined ? [] : [given.point]),
    ...codes.filter((code) => !seen.includes(pointKey(code))),
  ]);
  const [first] = points;
  if (points.length > 1) return { kind: 'several', points };
  if (first !== undefined) return { kind: 'point', point: first };
  return asked?.need === 'required' ? { kind: 'missing', odd: asked.odd ?? [] } : { kind: 'none' };
}

/** All that are named, one or several. */
export function pointsOf(now: PickUpNow): readonly string[] {
  if (now.kind === 'several') return now.points;
  return now.kind === 'point' ? [now.point] : [];
}

/** What a person said last, unless another shipping code was chosen since. */
function pointByHand(decisions: readonly Decision[], read: Asked): PointByHand | undefined {
  const here = decisions.filter((one) => one.place === read.place && one.spent !== true && isOfWay(one, read));
  const last = here.findLast(({ kind }) => kind === 'use-pickup-point' || kind === 'use-code');
  return last?.pointByHand;
}

/** True where the store says another point than when this was sent, looked for in the same places. */
export function isOtherPoint(sent: Pick<SentContent, 'pickUp' | 'pickUpPoint'>, now: PickUpRead | undefined): boolean {
  const then = sent.pickUp;
  if (then === undefined || now === undefined || then.by !== now.by) return false;
  const words = (codes: readonly string[]) => codes.map(pointKey).sort().join(' ');
  if (words(then.codes) === words(now.codes)) return false;
  return words(now.codes) !== pointKey(sent.pickUpPoint ?? '');
}
