import { NotFound } from '../errors.ts';

/** What it means that a run or a schedule is not there. */
export const notThere = (): NotFound => new NotFound('There is no such run or schedule.');

/** What is not there says nothing. */
export async function unlessNotThere<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
