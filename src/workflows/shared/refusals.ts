import { ApplicationFailure } from '@temporalio/workflow';
import { FailureType, type FailureDetail } from '../../contract/failures.ts';

/** A person's input is wrong: names the field and what would be right. */
export function invalid(field: string, message: string, expected: string): ApplicationFailure {
  return typed(FailureType.invalidInput, message, { field, expected });
}

/** The input is fine, the present state does not allow it: says what would be possible. */
export function refused(message: string, expected: string): ApplicationFailure {
  return typed(FailureType.refused, message, { expected });
}

/** A side could not be asked: nothing was changed, and asking again may help. */
export function unavailable(message: string, expected: string): ApplicationFailure {
  return typed(FailureType.unavailable, message, { expected });
}

interface Problem {
  readonly field: string;
  readonly message: string;
  readonly expected: string;
}

/** A rule's answer, or its problem as a refusal. */
export function refuseProblem<T extends object>(result: T): Exclude<T, Problem> {
  if (isProblem(result)) throw invalid(result.field, result.message, result.expected);
  return result as Exclude<T, Problem>; // what is no problem is the answer
}

function isProblem(result: object): result is Problem {
  return 'field' in result && 'message' in result && 'expected' in result;
}

function typed(type: FailureType, message: string, detail: FailureDetail): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true, details: [detail] });
}
