import { faultKinds, type FaultKind } from '../../dev/stand-ins/faults.ts';

/** Every fault that leaves the other side reachable again; the two that only last long are in the transport's own tests. */
export const passingFaults: readonly FaultKind[] = faultKinds.filter((kind) => kind !== 'endless' && kind !== 'drip');
