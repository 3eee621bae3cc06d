import { ApplicationFailure, log, setHandler, workflowInfo, type SignalDefinition } from '@temporalio/workflow';
import { FailureType } from '../../contract/failures.ts';
import { checkMessage, type MessageProblem, type MessageSchema } from '../../contract/schemas/check-message.ts';
import { invalid } from './refusals.ts';
import { describedSignal } from './report-descriptions.ts';

/**
 * What an update says, or its refusal. In a validator the refusal is in no history and fails no task.
 * @param name what the whole is called, for example `link`
 */
export function checked<T>(schema: MessageSchema<T>, given: unknown, name = 'input'): T {
  const result = checkMessage(schema, given, name);
  if (result.ok) return result.value;
  const { field, message, expected } = result.problem;
  throw invalid(field, message, expected);
}

/**
 * What a run was started with. Anything else ends the run at once: a failing task would be tried for ever, under an id
 * that nothing else could then use.
 * @param carried the state of the run that this one continues
 */
export function startedWith<T>(schema: MessageSchema<T>, given: unknown, carried?: object): T {
  const result = checkMessage(schema, given, 'input');
  if (!result.ok) throw cannotStart(result.problem);
  // Only a run that continues another carries its state.
  if (carried !== undefined && workflowInfo().continuedFromExecutionRunId === undefined) {
    throw cannotStart({ field: 'carried', message: 'A run starts with one input.', expected: 'no second input' });
  }
  return result.value;
}

function cannotStart({ field, message, expected }: MessageProblem): ApplicationFailure {
  return ApplicationFailure.create({
    type: FailureType.invalidInput,
    message: `${message} Expected: ${expected}.`,
    nonRetryable: true,
    details: [{ field, expected }],
  });
}

/**
 * Takes a signal that says what it may say; one of anything else has no effect but a line in the log.
 * @param options.empty what one without data says, where that is allowed
 */
export function onSignal<T>(
  definition: SignalDefinition<[T]> | SignalDefinition<[T?]>,
  schema: MessageSchema<T>,
  take: (said: T) => void | Promise<void>,
  { empty, description }: { readonly empty?: T; readonly description?: string } = {},
): void {
  const checkedTake = checkedSignal(definition.name, schema, take, (text, of) => log.warn(text, of));
  const described = description === undefined ? describedSignal(definition.name) : { description };
  setHandler(definition, (given: unknown) => checkedTake(given ?? empty), described);
}

/** What becomes of a signal. @param warn hears of one that is not taken: by field, never with its value */
export function checkedSignal<T>(
  signal: string,
  schema: MessageSchema<T>,
  take: (said: T) => void | Promise<void>,
  warn: (text: string, of: Readonly<Record<string, string>>) => void,
): (given: unknown) => void | Promise<void> {
  return (given) => {
    const result = checkMessage(schema, given, signal);
    if (result.ok) return take(result.value);
    const { field, expected } = result.problem;
    warn('an invalid signal was ignored', { signal, field, expected });
  };
}
