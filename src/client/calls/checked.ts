import { checkMessage, type MessageSchema } from '../../contract/schemas/check-message.ts';
import { InvalidInput } from '../errors.ts';

/**
 * What a caller gave, or the error that names its field: callers may be JavaScript, and forms may send anything. The
 * worker checks messages by the same schemas.
 * @param name what the whole is called, for example `link`
 */
export function checked<T>(schema: MessageSchema<T>, given: unknown, name: string): T {
  const result = checkMessage(schema, given, name);
  if (result.ok) return result.value;
  const { field, message, expected } = result.problem;
  throw new InvalidInput(message, { field, expected });
}
