import { ProblemError } from '@ledgerdesk/platform';

export type MediaType = 'application/json' | 'application/x-www-form-urlencoded';

interface Request {
  readonly headers: { readonly 'content-type'?: string | undefined };
}

/** Each way in takes bodies of one type. @throws ProblemError for any other */
export function assertMediaType({ headers }: Request, expected: MediaType): void {
  const [given = ''] = (headers['content-type'] ?? '').split(';');
  if (given.trim().toLowerCase() !== expected)
    throw new ProblemError('UNSUPPORTED_MEDIA_TYPE', `Only ${expected} is taken here.`);
}
