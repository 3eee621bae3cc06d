interface Lock {
  readonly version?: string;
  readonly packages?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** True where two `package-lock.json` install the same: the project's own version makes no difference. */
export function sameModules(one: string, other: string): boolean {
  return installed(one) === installed(other);
}

function installed(text: string): string {
  const { packages = {}, ...lock } = JSON.parse(text) as Lock; // npm's own file
  const { '': project = {}, ...others } = packages;
  const withoutVersion = Object.fromEntries(Object.entries(project).filter(([field]) => field !== 'version'));
  return JSON.stringify({ ...lock, version: undefined, project: withoutVersion, others });
}
