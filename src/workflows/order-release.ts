import { FailureType, type FailureDetail } from '../contract/failures.ts';
import type { ReleaseDecision } from '../contract/orders.ts';
import type { AddressRun } from './order-run.ts';

/** Why a decision cannot be taken. */
export interface Refusal {
  readonly type: FailureType;
  readonly message: string;
  readonly detail: FailureDetail;
}

const kinds: readonly string[] = ['use-code', 'hand-over-again', 'treat-as-done', 'cancel'];

function isDecision(decision: { readonly kind: string }): decision is ReleaseDecision {
  return kinds.includes(decision.kind);
}

/** The held addresses that a decision is about. */
export function releasable(addresses: readonly AddressRun[], decision: ReleaseDecision): readonly AddressRun[] {
  const { addressId } = decision;
  return addresses.filter(
    (run) => run.stage === 'held' && (addressId === undefined || run.plan.addressId === addressId),
  );
}

/** What a person may decide now; with an address where the order has several. The code is a person's to fill in. */
export function possibleDecisions(addresses: readonly AddressRun[]): readonly ReleaseDecision[] {
  const each = addresses.filter(({ stage }) => stage === 'held');
  return each
    .flatMap(({ plan }) => {
      const where = addresses.length > 1 ? { addressId: plan.addressId } : {};
      return decisionsOf(where);
    })
    .filter((decision) => refusalOf(addresses, decision) === undefined);
}

function decisionsOf(where: { readonly addressId?: number }): readonly ReleaseDecision[] {
  return [
    { kind: 'use-code', code: 'CODE', ...where },
    { kind: 'hand-over-again', ...where },
    { kind: 'treat-as-done', ...where },
    { kind: 'cancel', ...where },
  ];
}

/** True for a decision that no state of the order could make possible. */
export function isMalformed(decision: ReleaseDecision): boolean {
  return refusalOfForm(decision) !== undefined;
}

function refusalOfForm(given: ReleaseDecision | undefined): Refusal | undefined {
  const decision = given ?? { kind: '' };
  if (!isDecision(decision)) {
    const expected = `one of ${kinds.join(', ')}`;
    return invalid('kind', `There is no such decision: the data are {"kind": …}, ${expected}.`, expected);
  }
  if (decision.kind === 'use-code' && (typeof decision.code !== 'string' || decision.code.trim() === '')) {
    return invalid('code', 'The shipping code is empty.', 'a myOGO shipping code');
  }
  return undefined;
}

/** Judges a person's decision before anything is changed. It may come from a form, so nothing of it is believed. */
export function refusalOf(
  addresses: readonly AddressRun[],
  decision: ReleaseDecision | undefined,
): Refusal | undefined {
  const form = refusalOfForm(decision);
  if (form !== undefined || decision === undefined) return form;
  if (decision.addressId !== undefined && !addresses.some((run) => run.plan.addressId === decision.addressId)) {
    const known = addresses.map((run) => run.plan.addressId).join(', ');
    return invalid('addressId', `The order has no address ${String(decision.addressId)}.`, `one of ${known || 'none'}`);
  }
  const held = releasable(addresses, decision);
  if (held.length === 0) {
    return refused('addressId', 'Nothing of this order is held.', 'an address that is held');
  }
  if (decision.kind === 'use-code' && held.some((run) => run.handedOver)) {
    return refused('kind', 'It is in myOGO already: its shipping code is changed there.', 'a decision after hand-over');
  }
  if (decision.kind === 'hand-over-again' && held.some((run) => !mayGoAgain(run))) {
    return refused(
      'kind',
      'The warehouse still has this order: handing it over again would ship it twice.',
      'treat-as-done or cancel',
    );
  }
  return undefined;
}

/** Only what the warehouse does not have, or has cancelled. */
function mayGoAgain(run: AddressRun): boolean {
  return !run.handedOver || run.hold?.reason === 'cancelled-in-warehouse';
}

/** Does what a person decided about a held address. */
export function applyDecision(run: AddressRun, decision: ReleaseDecision): void {
  const reason = run.hold?.reason;
  delete run.hold;
  run.todo = true;
  run.stage = run.handedOver ? 'handed-over' : 'ready';
  switch (decision.kind) {
    case 'use-code':
      run.codeByHand = decision.code.trim();
      break;
    case 'hand-over-again':
      run.again = true;
      run.handedOver = false;
      run.stage = 'ready';
      break;
    case 'treat-as-done':
      run.todo = false;
      if (reason === 'changed-after-hand-over' && run.changedPlan !== undefined) {
        run.plan = run.changedPlan;
        run.stage = run.complete ? 'shipped' : 'handed-over';
      } else run.stage = run.handedOver ? 'shipped' : 'ignored';
      delete run.changedPlan;
      break;
    case 'cancel':
      run.cancelBy = 'person';
      break;
  }
}

function invalid(field: string, message: string, expected: string): Refusal {
  return { type: FailureType.invalidInput, message, detail: { field, expected } };
}

function refused(field: string, message: string, expected: string): Refusal {
  return { type: FailureType.refused, message, detail: { field, expected } };
}
