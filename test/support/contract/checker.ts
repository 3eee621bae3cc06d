import { createHash } from 'node:crypto';
import type { ValidationResult } from 'openapi-backend';
import type { Observed } from '../../../dev/stand-ins/observed.ts';
import { type Deviation, deviations } from './deviations.ts';
import { type Finding, wordsOf } from './finding.ts';
import { nameOf, operationsOf, type SpecOperation, type SpecOperations } from './operations.ts';
import { type FieldSchema, strayFields } from './undocumented.ts';

/** Who sends the requests: our clients, which must keep the specs, or a test by hand, which may send anything. */
export type Sender = 'clients' | 'by hand';

type LibraryError = NonNullable<ValidationResult['errors']>[number];

/** Checks the exchanges of a sandbox against the OpenAPI files. Exchanges are kept while a test runs and checked afterwards. */
export class ContractChecker {
  readonly #operations: SpecOperations;
  readonly #sender: Sender;
  readonly #allowed: readonly Deviation[];
  readonly #known = new Set<string>();
  #waiting: Observed[] = [];
  readonly #findings = new Map<string, Finding>();
  /** Operations of the specs that an exchange met. */
  readonly seen = new Set<string>();
  /** Deviations that an exchange met. */
  readonly met = new Set<Deviation>();

  /** @param folder of the specs */
  constructor(folder: string, sender: Sender, allowed: readonly Deviation[] = deviations) {
    this.#operations = operationsOf(folder);
    this.#sender = sender;
    this.#allowed = allowed;
  }

  /** Give this to the sandbox. The same exchange is checked once, however often a poll repeats it. */
  readonly observe = (exchange: Observed): void => {
    const { method, path, query, requestBody, status, body } = exchange;
    const same = createHash('sha1');
    for (const part of [method, path, query.toString(), requestBody, status, body]) same.update(`${part ?? ''}\n`);
    const key = same.digest('base64');
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#waiting.push(exchange);
  };

  /** What disagrees with the specs and is no known deviation, of all exchanges so far; each kind once. */
  async findings(): Promise<readonly Finding[]> {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const exchange of waiting) for (const finding of await this.#check(exchange)) this.#keep(finding);
    return [...this.#findings.values()];
  }

  #keep(finding: Finding): void {
    const deviation = this.#allowed.find((each) => covers(each, finding));
    if (deviation) this.met.add(deviation);
    else this.#findings.set(wordsOf(finding), finding);
  }

  async #check(exchange: Observed): Promise<Finding[]> {
    const found = await this.#operations.find(exchange.method, exchange.route ?? exchange.path);
    if (found) {
      this.seen.add(found.name);
      return [
        ...(this.#sender === 'clients' ? requestFindings(exchange, found) : []),
        ...answerFindings(exchange, found),
      ];
    }
    if (this.#sender === 'by hand' && exchange.route === undefined) return [];
    const operation = nameOf(exchange.method, exchange.route ?? exchange.path);
    return [{ operation, part: 'operation', status: exchange.status, at: '', problem: 'is not in the specs' }];
  }
}

/** True when a deviation allows a finding. */
function covers({ operation, part, status, at, problem }: Deviation, finding: Finding): boolean {
  const fits = (pattern: string | RegExp | undefined, text: string): boolean =>
    pattern === undefined || (typeof pattern === 'string' ? pattern === text : pattern.test(text));
  return (
    part === finding.part &&
    fits(operation, finding.operation) &&
    (status === undefined || status === finding.status) &&
    fits(at, finding.at) &&
    fits(problem, finding.problem)
  );
}

function requestFindings(exchange: Observed, { name, operation, validator }: SpecOperation): Finding[] {
  const { method, path, query, requestHeaders, requestBody, status } = exchange;
  const body = requestBody === undefined || requestBody === '' ? undefined : parsed(requestBody);
  const values = Object.fromEntries([...new Set(query.keys())].map((key) => [key, oneOrMore(query.getAll(key))]));
  const { errors } = validator.validateRequest(
    {
      method,
      path: path.replace(/^\/stores\/[^/]+\/v[23]/, ''),
      query: values,
      headers: { ...requestHeaders },
      ...(body === undefined ? {} : { body }),
    },
    operation,
  );
  const findings = (errors ?? []).map((error): Finding => {
    const [, place = '', at = ''] = /^\/([^/]*)(.*)$/.exec(error.instancePath) ?? [];
    const part =
      place === 'requestBody' || place === '' ? 'request body' : place === 'header' ? 'request headers' : 'query';
    return { operation: name, part, status, at: anyIndex(at), problem: problemOf(error) };
  });
  const schema = schemaOf(operation.requestBody);
  const strays = schema === undefined ? [] : strayFields(schema, body, true);
  return [
    ...findings,
    ...strays.map((stray): Finding => ({ operation: name, part: 'request body', status, ...stray })),
  ];
}

function answerFindings(exchange: Observed, { name, operation, validator }: SpecOperation): Finding[] {
  const { status, headers, body } = exchange;
  const finding = (part: Finding['part'], problem: string, at = ''): Finding => ({
    operation: name,
    part,
    status,
    at,
    problem,
  });
  // The document is the library's type, in which an operation may have no answers.
  const answers = (operation.responses ?? {}) as Readonly<Record<string, unknown>>;
  const documented = answers[status] ?? answers['default'];
  if (documented === undefined) return [finding('status', 'is not documented')];
  const schema = schemaOf(documented);
  if (schema === undefined) return [];
  if (headers['content-type']?.includes('json') !== true) return [finding('content type', 'is not JSON')];
  const value = parsed(body);
  const { errors } = validator.validateResponse(value, operation, status);
  return [
    ...(errors ?? []).map((error) => finding('body', problemOf(error), anyIndex(error.instancePath))),
    ...strayFields(schema, value, false).map((stray) => finding('body', stray.problem, stray.at)),
  ];
}

/** The JSON schema of a request's or an answer's body. */
function schemaOf(described: unknown): FieldSchema | undefined {
  // The library has dereferenced the document; the keywords read are all optional.
  const content = (described as { content?: Record<string, { schema?: FieldSchema }> } | undefined)?.content;
  return content?.['application/json']?.schema;
}

function problemOf(error: LibraryError): string {
  const { additionalProperty } = error.params as { additionalProperty?: string }; // depends on the keyword
  return additionalProperty === undefined
    ? (error.message ?? error.keyword)
    : `${additionalProperty} is not documented`;
}

const anyIndex = (path: string): string => path.replaceAll(/\/\d+(?=\/|$)/g, '/#');

const oneOrMore = (values: string[]): string | string[] => (values.length === 1 ? (values[0] ?? '') : values);

/** A body as JSON; as its own text where it is none, which no schema of an object or a list takes. */
function parsed(text: string): object | string {
  try {
    return JSON.parse(text) as object; // or null, a number, a word: the validator takes all
  } catch {
    return text;
  }
}
