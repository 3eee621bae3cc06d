import proto from '@temporalio/proto';
import { SearchAttribute } from '../contract/temporal.ts';
import type { Calls } from './calls.ts';
import { Refused } from './errors.ts';

/** What `setUp` found and did. */
export interface SetUpReport {
  readonly namespace: string;
  readonly searchAttributes: { readonly added: readonly string[]; readonly present: readonly string[] };
}

/** Registers what a namespace needs once. */
export async function setUpNamespace(calls: Calls): Promise<SetUpReport> {
  const { connection, options } = calls.client;
  const { namespace } = options;
  const { operatorService } = connection;
  const wanted = Object.values(SearchAttribute);
  const refused = () => cannotRegister(wanted);
  const { customAttributes } = await calls.ask(refused, () => operatorService.listSearchAttributes({ namespace }));
  const { INDEXED_VALUE_TYPE_KEYWORD } = proto.temporal.api.enums.v1.IndexedValueType;
  const wrong = wanted.filter((name) => ![undefined, INDEXED_VALUE_TYPE_KEYWORD].includes(customAttributes[name]));
  if (wrong.length > 0) {
    throw new Refused(`Search attributes of another type than Keyword are in the way: ${wrong.join(', ')}.`, {
      field: wrong[0] ?? '',
      expected: 'Keyword; remove them, or use another namespace',
    });
  }
  const added = wanted.filter((name) => customAttributes[name] === undefined);
  if (added.length > 0) {
    const searchAttributes = Object.fromEntries(added.map((name) => [name, INDEXED_VALUE_TYPE_KEYWORD]));
    try {
      await calls.ask(refused, () => operatorService.addSearchAttributes({ namespace, searchAttributes }));
    } catch (error) {
      // Temporal Cloud has its own way, and refuses this one.
      if (error instanceof Refused) throw cannotRegister(added, error);
      throw error;
    }
  }
  return { namespace, searchAttributes: { added, present: wanted.filter((name) => !added.includes(name)) } };
}

function cannotRegister(names: readonly string[], cause?: Error): Refused {
  const expected = `search attributes of type Keyword, made by the server’s own tool (Temporal Cloud: tcld or its UI): ${names.join(', ')}`;
  return new Refused(
    'This server lets no client register search attributes.',
    { field: 'TEMPORAL_NAMESPACE', expected },
    cause === undefined ? {} : { cause },
  );
}
