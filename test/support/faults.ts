import { faultKinds, type FaultKind } from '../../dev/stand-ins/faults.ts';

/** Every fault that leaves the other side reachable again; the two that only last long are in the transport's own tests, and a refusal is an answer. */
export const passingFaults: readonly FaultKind[] = faultKinds.filter(
  (kind) => !['endless', 'drip', 'refused'].includes(kind),
);
