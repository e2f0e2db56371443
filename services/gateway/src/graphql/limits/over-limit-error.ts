import { ProblemError, type Problem } from '@ledgerdesk/platform';

/** The request asks for more than any request may: unlike one that came too often, it meets the same limit again. */
export class OverLimitError extends ProblemError {
  override readonly name = 'OverLimitError';
  override readonly problem: Problem;

  constructor(detail: string) {
    super('OVER_LIMIT', detail);
    const { code, title } = new ProblemError('OVER_LIMIT').problem;
    this.problem = { code, title, detail, retryable: false };
  }
}
