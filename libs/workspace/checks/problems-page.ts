import { built } from './built.ts';
import { heading, table } from './markdown.ts';

interface ProblemKind {
  readonly http: number;
  readonly rpc: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly title: string;
}

/** Every way in which a request fails that is not a refusal, and how each protocol says it. */
export async function problemsPage(): Promise<string> {
  const { problems } = (await built('libs/platform/dist/problems/problem.js')) as {
    problems: Record<string, ProblemKind>;
  };
  const rows = Object.entries(problems).map(([code, { title, http, rpc, retryable, retryAfterMs }]) => [
    `\`${code}\``,
    title,
    retryable ? `yes, after ${retryAfterMs ?? 0} ms` : 'no',
    String(http),
    rpc,
  ]);
  return [
    heading('Problems', '`libs/platform/src/problems/problem.ts`'),
    'A problem is a request that failed and is no refusal. GraphQL says it as a top-level error with',
    '`extensions {code, retryable, retryAfterMs, correlationId}`, HTTP as problem details (RFC 9457), gRPC as a status. A command that',
    'failed so may be sent again under the same id: it acts once. GraphQL answers with the status of the column HTTP where the whole',
    'request was not taken, and with 200 where it was and one of its fields failed.\n',
    table(['code', 'it says', 'send it again', 'HTTP', 'gRPC'], rows),
  ].join('\n');
}
