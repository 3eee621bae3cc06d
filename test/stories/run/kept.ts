import { readFile, readdir } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import type { Timed } from '../acts/act.ts';

const FOUND = new URL('../found/', import.meta.url);

/** A story that failed once, as it is kept. */
export interface Kept {
  readonly rule: string;
  readonly what: string;
  readonly seed: number;
  readonly acts: readonly Timed[];
  /** It was lived with webhooks. */
  readonly webhooks?: true;
}

/** @returns the file's name */
export function save(kept: Kept): string {
  const name = `${kept.rule.replaceAll(/[^a-z]+/g, '-')}-${kept.seed}.json`;
  writeFileSync(new URL(name, FOUND), `${JSON.stringify(kept, undefined, 2)}\n`);
  return name;
}

export async function readKept(file: string | URL): Promise<Kept> {
  return JSON.parse(await readFile(file, 'utf8')) as Kept; // written by `save`
}

/** All stories that once found a fault, by their files. */
export async function allFound(): Promise<ReadonlyMap<string, Kept>> {
  const files = (await readdir(FOUND)).filter((name) => name.endsWith('.json')).sort();
  return new Map(await Promise.all(files.map(async (file) => [file, await readKept(new URL(file, FOUND))] as const)));
}
