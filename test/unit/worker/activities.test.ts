import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Dependencies } from '../../../src/activities/runtime/dependencies.ts';
import { WorkflowType } from '../../../src/contract/temporal.ts';
import { activityNames } from '../../../src/worker/activity-names.ts';
import { activityGroups, createActivities } from '../../../src/worker/activities.ts';
import * as workflows from '../../../src/workflows/index.ts';

// Factories only keep what they are given; nothing is called here.
const nothing: unknown = new Proxy(() => undefined, { get: () => nothing });
const deps = nothing as Dependencies;

test('no two activities share a name: one would silently replace the other', () => {
  const names = Object.values(activityGroups(deps)).flatMap((group) => Object.keys(group));
  expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
  expect(Object.keys(createActivities(deps)).toSorted()).toEqual(names.toSorted());
});

test('the names that the worker takes tasks by are those of its activities', () => {
  expect([...activityNames]).toEqual(Object.keys(createActivities(deps)).toSorted());
});

test('every factory of activities is part of the worker', () => {
  const folder = new URL('../../../src/activities/', import.meta.url);
  const composed = readFileSync(new URL('../../../src/worker/activities.ts', import.meta.url), 'utf8');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const factories = files.flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^export function (create\w+Activities)\(/gm)].map(
      ([, name]) => name,
    ),
  );
  expect(factories.length).toBeGreaterThan(5);
  for (const factory of factories) expect(composed).toContain(`${factory ?? ''}(`);
});

test('what is registered is in the contract', () => {
  expect(Object.values<string>(WorkflowType)).toEqual(expect.arrayContaining(Object.keys(workflows)));
});
