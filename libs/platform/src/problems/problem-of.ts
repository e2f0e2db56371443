import { RpcError } from '../rpc/rpc-error.ts';
import { ProblemError } from './problem-error.ts';
import { isProblemCode, problem, type Problem } from './problem.ts';

/** What a caller may know of an error: its kind, where it is one of ours, else that something broke. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof RpcError) return problemOfCall(error);
  if (!(error instanceof Error) || !('code' in error)) return problem('INTERNAL');
  return problem(isProblemCode(error.code) ? error.code : 'INTERNAL');
}

/** Where a service did not take our own token, or does not know our call, the fault is not the caller's. */
function problemOfCall({ problem: answered }: RpcError): Problem {
  if (answered.code === 'UNAUTHENTICATED' || answered.code === 'UNIMPLEMENTED') return problem('INTERNAL');
  return answered;
}
