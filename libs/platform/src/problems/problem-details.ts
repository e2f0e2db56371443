import { refusals, type Refusal, type RefusalCode } from '@ledgerdesk/contracts';
import { problems, type Problem } from './problem.ts';

/** The media type of problem details. */
export const PROBLEM_JSON = 'application/problem+json';

/** An HTTP answer's body for what went wrong; see RFC 9457. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly correlationId: string;
  readonly [extension: string]: unknown;
}

/** A problem as problem details. */
export const toProblemDetails = (failed: Problem, correlationId: string): ProblemDetails => ({
  type: `urn:ledgerdesk:problem:${failed.code}`,
  status: problems[failed.code].http,
  ...failed,
  correlationId,
});

/** A refusal as problem details, with the numbers behind it. */
export const refusalDetails = ({ code, ...numbers }: Refusal, correlationId: string): ProblemDetails => ({
  ...numbers,
  type: `urn:ledgerdesk:refusal:${code}`,
  title: refusals[code],
  status: refusalStatus(code),
  code,
  retryable: false,
  correlationId,
});

function refusalStatus(code: RefusalCode): number {
  if (code === 'INVALID_INPUT') return 422;
  if (code === 'NOT_PERMITTED') return 403;
  return code.endsWith('_NOT_FOUND') ? 404 : 409;
}
