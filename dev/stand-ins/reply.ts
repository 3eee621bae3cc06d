/** What a handler answers. `json` is written as JSON, `text` as it is; neither means an empty body. */
export interface Reply {
  status: number;
  json?: unknown;
  text?: string;
  contentType?: string;
  headers?: Record<string, string>;
}

export const ok = (json: unknown): Reply => ({ status: 200, json });
export const noContent: Reply = { status: 204 };

const staged = Symbol('staged');

/** A row that says something else than the contract: whoever checks answers against the specs leaves its answer out. */
export const stagedRow = (row: Record<string, unknown>, odd: Record<string, unknown>): Record<string, unknown> => ({
  ...row,
  ...odd,
  [staged]: true,
});

/** Whether an answer has a {@link stagedRow}. */
export function isStaged({ json }: Reply): boolean {
  const rows: unknown[] = Array.isArray(json) ? json : [json];
  return rows.some((row) => typeof row === 'object' && row !== null && staged in row);
}

/** Thrown by a handler to answer early. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`Refused with ${reply.status}`);
    this.reply = reply;
  }
}
