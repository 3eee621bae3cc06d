import { FailureType } from '../../contract/failures.ts';
import { HttpFailure } from '../../http/failure.ts';

/** A parcel's tracking, as a shipment of the store takes it. */
export interface Tracking {
  readonly trackingNumber?: string;
  readonly trackingLink?: string;
  readonly trackingCarrier?: string;
}

/** What of a shipment's tracking it can do without. */
export type OptionalField = 'link' | 'carrier';

/**
 * Link and carrier are optional: where the store refuses one of them, the shipment goes without it. A refusal that names no
 * field may be about either; one that is about neither stays as it was told first.
 */
export async function asFarAsTaken<T>(
  refused: Set<OptionalField>,
  tracking: Tracking,
  send: (tracking: Tracking) => Promise<T>,
): Promise<T> {
  const taken = withoutFields(tracking, [...refused]);
  try {
    return await send(taken);
  } catch (error) {
    for (const fields of mayBeAtFault(error, taken)) {
      try {
        const value = await send(withoutFields(taken, fields));
        for (const field of fields) refused.add(field);
        return value;
      } catch (again) {
        if (!isRefusal(again)) throw again;
      }
    }
    throw error;
  }
}

function withoutFields(
  { trackingLink, trackingCarrier, ...rest }: Tracking,
  fields: readonly OptionalField[],
): Tracking {
  return {
    ...rest,
    ...(trackingLink === undefined || fields.includes('link') ? {} : { trackingLink }),
    ...(trackingCarrier === undefined || fields.includes('carrier') ? {} : { trackingCarrier }),
  };
}

/** What a refused shipment is to be sent without, one try after the other. */
function mayBeAtFault(error: unknown, { trackingLink, trackingCarrier }: Tracking): readonly OptionalField[][] {
  if (!isRefusal(error)) return [];
  const sent: OptionalField[] = [];
  if (trackingLink !== undefined) sent.push('link');
  if (trackingCarrier !== undefined) sent.push('carrier');
  const both = sent.length > 1 ? [sent] : [];
  const { message } = error;
  const named = sent.find((field) => new RegExp(`tracking[_ ]${field}`, 'i').test(message));
  if (named !== undefined) return [[named], ...both];
  // It names what no tracking mends.
  if (/\bitems?\b|quantit|order[_ ](?:product|address)|tracking[_ ]number/i.test(message)) return [];
  return [...sent.map((field) => [field]), ...both];
}

/** Nothing was written, and for what the body says. */
function isRefusal(error: unknown): error is HttpFailure {
  if (!(error instanceof HttpFailure) || error.type !== FailureType.rejected) return false;
  return error.detail.status === 400 || error.detail.status === 422;
}
