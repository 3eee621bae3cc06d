/** A place where an exchange and the specs do not agree. */
export interface Finding {
  /** E.g. `GET /v2/orders/{}`; myOGO's are `GET /api/v1/Orders`. */
  readonly operation: string;
  readonly part: 'operation' | 'query' | 'request headers' | 'request body' | 'status' | 'content type' | 'body';
  readonly status: number;
  /** Where in the part, with `#` for each index of a list: `/data/#/sku`. "" for the whole. */
  readonly at: string;
  readonly problem: string;
}

/** One line for people; values of the exchange are not in it. */
export const wordsOf = ({ operation, part, status, at, problem }: Finding): string =>
  `${operation} (${status}) ${part}${at === '' ? '' : ` ${at}`}: ${problem}`;
