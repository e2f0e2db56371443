import { Metadata, status } from '@grpc/grpc-js';
import { isProblemCode, problem, problems, type Problem, type ProblemCode } from '../problems/problem.ts';
import { RpcError } from './rpc-error.ts';

// Names the problem more finely than the status of gRPC can.
const PROBLEM_TRAILER = 'ledgerdesk-problem';

/** A failed call as it travels: status, words for the caller, trailers. */
export interface RpcFailure {
  readonly code: number;
  readonly details: string;
  readonly metadata: Metadata;
}

/** A problem on its way to the caller. */
export function toRpcFailure(failed: Problem): RpcFailure {
  const metadata = new Metadata();
  metadata.set(PROBLEM_TRAILER, failed.code);
  return { code: status[problems[failed.code].rpc], details: failed.detail ?? failed.title, metadata };
}

/** What the caller makes of a failed call, whichever way it travelled. */
export function toRpcError(failure: unknown): RpcError {
  if (failure instanceof RpcError) return failure;
  return new RpcError(problemOfFailure((failure ?? {}) as Partial<RpcFailure>), { cause: failure });
}

const TIME = / ?\(\d{4}-\d\d-\d\dT[\d:.]+Z\)/g;
/** What its parts put around it as they hand it on. */
const WRAPPED = /(round_robin: |No connection established\. Last error: | ?Resolution note: *$)/g;

/** Why no service was reached, in gRPC's words; nothing of what a service itself says. */
export function reasonUnreachable(failure: unknown): string | undefined {
  const { code, details, metadata } = (failure ?? {}) as Partial<RpcFailure>;
  if (code !== status.UNAVAILABLE || (metadata?.get(PROBLEM_TRAILER).length ?? 0) > 0) return undefined;
  // Each try has a time of its own in it.
  return details?.replaceAll(TIME, '').replaceAll(WRAPPED, '').trim();
}

function problemOfFailure({ code, details, metadata }: Partial<RpcFailure>): Problem {
  const [named] = metadata?.get(PROBLEM_TRAILER) ?? [];
  if (!isProblemCode(named)) return problem(PROBLEM_OF_STATUS[code as status] ?? 'INTERNAL');
  return problem(named, details === problems[named].title ? undefined : details);
}

/** What gRPC itself, and not the service behind it, says of a call. */
const PROBLEM_OF_STATUS: Partial<Record<status, ProblemCode>> = {
  [status.CANCELLED]: 'CANCELLED',
  [status.DEADLINE_EXCEEDED]: 'DEADLINE_EXCEEDED',
  [status.INVALID_ARGUMENT]: 'MALFORMED_REQUEST',
  [status.NOT_FOUND]: 'NOT_FOUND',
  [status.PERMISSION_DENIED]: 'FORBIDDEN',
  // Sent by gRPC for a message over the limit; a service of ours that is over a limit of its own says which.
  [status.RESOURCE_EXHAUSTED]: 'TOO_LARGE',
  [status.UNAUTHENTICATED]: 'UNAUTHENTICATED',
  [status.UNAVAILABLE]: 'UNAVAILABLE',
  [status.UNIMPLEMENTED]: 'UNIMPLEMENTED',
};
