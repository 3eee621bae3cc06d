import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take long, longest first. A clean clone knows no file's duration and would begin the largest ones: one of
 * these at the end leaves the other cores idle.
 */
export const LONGEST = [
  'test/chaos/orders.test.ts',
  'test/integration/walk.test.ts',
  'test/integration/products-trouble.test.ts',
  'test/integration/order-after.test.ts',
  'test/integration/stock-facts.test.ts',
  'test/integration/lost-way-out.test.ts',
  'test/integration/connected-again.test.ts',
  'test/unit/models/models.test.ts',
  'test/unit/domain/orders/properties.test.ts',
  'test/unit/cli/closed-pipe.test.ts',
  'test/unit/webhooks/attacks.test.ts',
  'test/unit/domain/orders/planted-faults.test.ts',
  'test/unit/activities/stock/side-by-side.test.ts',
];

/** Vitest's own order, with the files that take long before the others of their project. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    // Projects stay together: a worker serves one of them.
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return place < 0 ? LONGEST.length : place;
    };
    return projects.flatMap((name) =>
      sorted.filter(({ project }) => project.name === name).sort((a, b) => placeOf(a) - placeOf(b)),
    );
  }
}
