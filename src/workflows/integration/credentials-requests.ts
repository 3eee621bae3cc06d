import type { ConnectRequest } from '../../contract/integration.ts';
import { checkMessage, type MessageProblem } from '../../contract/schemas/check-message.ts';
import { connectRequest, rotateRequest } from '../../contract/schemas/integration.ts';
import { invalid } from '../shared/refusals.ts';

// What a validator refuses is in no history. That matters here: a person may paste a token in clear into a form.

/** Refuses a request to connect that cannot be one, whoever sent it. */
export function checkConnect(given: unknown): ConnectRequest {
  const result = checkMessage(connectRequest, given);
  if (result.ok) return result.value;
  const { problem } = result;
  if (problem.field === 'sealed') {
    const expected = 'sealed credentials: connect by the command line or the client';
    throw invalid('bigcommerce.apiToken', NOT_SEALED, expected);
  }
  throw refusal(problem.field === 'merchantId' ? { ...problem, field: 'myogo.merchantId' } : problem);
}

/** The same for new credentials. */
export function checkRotate(given: unknown): void {
  const result = checkMessage(rotateRequest, given);
  if (result.ok) return;
  const { problem } = result;
  const expected = 'what “ogoship <store> rotate --print” prints';
  if (problem.field === 'sealed') throw invalid('sealed', NOT_SEALED, expected);
  throw refusal({ ...problem, expected });
}

const NOT_SEALED = 'These credentials are not sealed.';

function refusal({ field, message, expected }: MessageProblem): Error {
  return invalid(field, message, expected);
}
