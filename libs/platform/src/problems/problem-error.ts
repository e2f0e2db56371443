import { problem, problems, type Problem, type ProblemCode } from './problem.ts';

/** An error whose detail is written for the caller. Its `cause` is not. */
export class ProblemError extends Error {
  override readonly name: string = 'ProblemError';
  readonly problem: Problem;

  constructor(
    readonly code: ProblemCode,
    detail?: string,
    options?: ErrorOptions,
  ) {
    super(detail ?? problems[code].title, options);
    this.problem = problem(code, detail);
  }
}

/** Nobody could be made out behind the call, or the token does not hold. The reason is for the log only. */
export class UnauthenticatedError extends Error {
  readonly code = 'UNAUTHENTICATED';
  override readonly name = 'UnauthenticatedError';
}

/** The request cannot be understood: an id without its shape, a field that is missing. Commands that can be understood are refused instead. */
export class MalformedRequestError extends ProblemError {
  override readonly name = 'MalformedRequestError';

  constructor(detail: string) {
    super('MALFORMED_REQUEST', detail);
  }
}

/** A reader asked to see its own write, and the view did not get there in time. */
export class NotYetVisibleError extends ProblemError {
  override readonly name = 'NotYetVisibleError';

  constructor(readonly lagEvents: number) {
    super('NOT_YET_VISIBLE', `The views are ${lagEvents} events behind.`);
  }
}
