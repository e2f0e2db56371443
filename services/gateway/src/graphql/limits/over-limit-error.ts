import { ProblemError } from '@ledgerdesk/platform';

/** The request asks for more than any request may: however often it is sent, it meets the same limit. */
export class OverLimitError extends ProblemError {
  override readonly name = 'OverLimitError';

  constructor(detail: string) {
    super('OVER_LIMIT', detail);
  }
}
