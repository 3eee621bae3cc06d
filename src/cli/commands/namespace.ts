import type { Command } from 'commander';
import type { BuildReport, DeploymentReport, DoctorReport, StandStill } from '../../client/index.ts';
import type { CliContext } from '../context.ts';
import type { Output } from '../output.ts';

const MAINTENANCE = { created: 'scheduled', present: 'there already', updated: 'brought up to date' } as const;

/** Commands about the Temporal namespace and the workers in it. */
export function namespaceCommands(program: Command, context: CliContext): void {
  const { out } = context;

  program
    .command('setup')
    .description('register the search attributes and schedule the maintenance; run once per namespace, safe to repeat')
    .action(async () => {
      const report = await context.withClient((client) => client.setUp());
      context.failed = report.problem !== undefined;
      await out.result(report, ({ namespace, searchAttributes: { added, present }, maintain, problem }) => {
        out.facts([
          ['namespace', namespace],
          ['added', added.join(', ') || 'nothing'],
          ['there already', present.join(', ') || 'nothing'],
          ['hourly maintenance', MAINTENANCE[maintain]],
        ]);
        showProblem(out, problem);
      });
    });

  program
    .command('doctor')
    .description('look at everything that has to be so, one line for each with its remedy; changes nothing')
    .action(async () => {
      const { OgoshipClient } = await import('../../client/index.ts');
      const report = await OgoshipClient.doctor(context.clientOptions());
      context.failed = !report.ok;
      await out.result(report, (each) => showDoctor(out, each));
    });

  program
    .command('deployment')
    .description(
      'which builds of the worker run, what runs on each, and whether tasks reach one; exit code 1 where none',
    )
    .option(
      '--make-current <build id>',
      'send new tasks to the workers of this build; "" for workers without a build id',
    )
    .action(async ({ makeCurrent }: { makeCurrent?: string }) => {
      const report = await context.withClient((client) =>
        makeCurrent === undefined ? client.deployment() : client.makeCurrent(makeCurrent),
      );
      context.failed = report.problem !== undefined;
      await out.result(report, (each) => showDeployment(out, each));
    });
}

function showDoctor(out: Output, { ok, checks }: DoctorReport): void {
  out.table(
    ['check', 'needed', 'ok'],
    checks.map((each) => [each.check, each.needed, each.ok]),
  );
  for (const { check, problem, remedy } of checks.filter((each) => each.ok === false)) {
    out.line();
    out.line(`${capital(check)}? No: ${problem ?? 'it is not so'}`);
    if (remedy !== undefined) out.line(`What to do: ${remedy}`);
  }
  out.line();
  out.line(ok ? 'All that is required is in order.' : 'Something that is required is wrong.');
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function showDeployment(out: Output, { builds, answer, problem }: DeploymentReport): void {
  out.table(
    ['build', 'status', 'workers', 'open runs', 'last heard', 'deployment'],
    builds.map((build) => [
      nameOf(build),
      build.status,
      build.workers.length,
      build.openRuns,
      build.lastHeard ?? '–',
      build.deployment,
    ]),
  );
  if (answer === 'answered') out.line('A worker of the current build has answered just now.');
  if (answer === 'nobody to ask') {
    out.line('No run has completed on the current build yet, so no worker could be asked whether it lives:');
    out.line('one that ended is listed for 70 s.');
  }
  showProblem(out, problem);
}

function nameOf({ buildId }: BuildReport): string {
  return buildId ?? '(no build id)';
}

function showProblem(out: Output, problem: StandStill | undefined): void {
  if (problem === undefined) return;
  out.line();
  out.line(problem.message);
  out.line(`What to do: ${problem.remedy}.`);
}
