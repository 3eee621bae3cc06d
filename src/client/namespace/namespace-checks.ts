import type { ConnectionLike } from '@temporalio/client';
import { SearchAttribute } from '../../contract/temporal.ts';

/** A namespace of a server, as a check asks it. */
export interface NamespaceAsked {
  readonly workflowService: ConnectionLike['workflowService'];
  readonly namespace: string;
}

/** What must be so before a worker may take its first task. The worker looks at its start, `doctor` whenever it is asked. */
export interface NamespaceCheck {
  /** For the reference. */
  readonly requires: string;
  /** @returns what is wrong, in one line */
  readonly problem: (asked: NamespaceAsked) => Promise<string | undefined>;
  readonly remedy: string;
  /** How long a problem may pass by itself, because the server's parts learn of a change one after the other. */
  readonly patienceMs?: number;
}

/** gRPC status codes that mean something here. */
const Grpc = { invalidArgument: 3, notFound: 5, permissionDenied: 7 };
/** Older servers take fairness keys and ignore them, and know no pause of a run. */
const OLDEST_SERVER = [1, 30] as const;

export const namespaceChecks: readonly NamespaceCheck[] = [
  {
    requires: `the Temporal server is of version ${OLDEST_SERVER.join('.')} or newer`,
    remedy: 'a newer server (docs/operations/temporal-server.md), one minor version at a time',
    problem: async ({ workflowService }) => {
      const { serverVersion } = await workflowService.getSystemInfo({});
      const [, major, minor] = /^(\d+)\.(\d+)/.exec(serverVersion) ?? [];
      if (major === undefined || minor === undefined) return undefined; // some hosted servers keep it to themselves
      const [oldMajor, oldMinor] = OLDEST_SERVER;
      const isOld = Number(major) < oldMajor || (Number(major) === oldMajor && Number(minor) < oldMinor);
      return isOld
        ? `the Temporal server is of version ${serverVersion}, too old (expected ${OLDEST_SERVER.join('.')} or newer)`
        : undefined;
    },
  },
  {
    requires: 'the namespace is there, and this worker may use it',
    remedy: 'TEMPORAL_NAMESPACE with the name of one that exists, or make it (docs/operations/setup.md)',
    problem: async ({ workflowService, namespace }) => {
      try {
        await workflowService.describeNamespace({ namespace });
        return undefined;
      } catch (error) {
        const code = codeOf(error);
        if (code === Grpc.notFound) return `Namespace ${namespace} is not found.`;
        // An account that may run workers need not be one that may describe namespaces.
        if (code === Grpc.permissionDenied) return undefined;
        throw error;
      }
    },
  },
  {
    requires: `the search attributes ${Object.values(SearchAttribute).join(', ')} are registered (\`ogoship setup\`)`,
    remedy: '`ogoship setup`; on Temporal Cloud `tcld namespace search-attributes add` (docs/operations/setup.md)',
    patienceMs: 5_000,
    problem: async ({ workflowService, namespace }) => {
      const missing: string[] = [];
      for (const name of Object.values(SearchAttribute)) {
        try {
          await workflowService.countWorkflowExecutions({ namespace, query: `${name}="none"` });
        } catch (error) {
          if (codeOf(error) !== Grpc.invalidArgument) throw error;
          missing.push(name);
        }
      }
      if (missing.length === 0) return undefined;
      return `namespace ${namespace} lacks the search attributes ${missing.join(', ')} (\`ogoship setup\` registers them)`;
    },
  },
];

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
