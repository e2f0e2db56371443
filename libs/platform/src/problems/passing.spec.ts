import { isPassing } from '@ledgerdesk/messaging';
import { RpcError } from '../rpc/rpc-error.ts';
import { ProblemError, UnauthenticatedError } from './problem-error.ts';
import { problem, problems, type ProblemCode } from './problem.ts';

/** What a reaction waits for with all its events; for anything else, the aggregate that met it is parked. */
const WAITED_FOR: readonly ProblemCode[] = [
  'BUSY',
  'DEADLINE_EXCEEDED',
  'NOT_YET_VISIBLE',
  'UNAUTHENTICATED',
  'UNAVAILABLE',
];

describe('Of what a service answers a reaction, all events would meet', () => {
  it.each(Object.keys(problems) as ProblemCode[])('%s alike, whether it was met here or at another service', (code) => {
    const waitedFor = WAITED_FOR.includes(code);
    expect(isPassing(new ProblemError(code))).toBe(waitedFor);
    expect(isPassing(new RpcError(problem(code)))).toBe(waitedFor);
  });

  it('that their service’s own token is not taken', () => {
    expect(isPassing(new UnauthenticatedError('There is no key k2'))).toBe(true);
  });
});
