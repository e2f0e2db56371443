/** A status of gRPC by name; see https://grpc.io/docs/guides/status-codes/. */
export type RpcStatus =
  | 'ABORTED'
  | 'CANCELLED'
  | 'DEADLINE_EXCEEDED'
  | 'FAILED_PRECONDITION'
  | 'INTERNAL'
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'PERMISSION_DENIED'
  | 'RESOURCE_EXHAUSTED'
  | 'UNAUTHENTICATED'
  | 'UNAVAILABLE'
  | 'UNIMPLEMENTED';

export interface ProblemKind {
  readonly rpc: RpcStatus;
  readonly http: number;
  /** Whether the same request, sent again unchanged, may succeed; commands act once however often they are sent. */
  readonly retryable: boolean;
  /** Milliseconds to wait before the next try. */
  readonly retryAfterMs?: number;
  /** All that a caller is told of it, unless the error has a detail that is meant for callers. */
  readonly title: string;
}

/** Every way in which a request can fail that is not a refusal, and how each protocol says it. */
export const problems = {
  BUSY: {
    rpc: 'UNAVAILABLE',
    http: 503,
    retryable: true,
    retryAfterMs: 250,
    title: 'Too busy to take this now; it was not done.',
  },
  CANCELLED: { rpc: 'CANCELLED', http: 499, retryable: false, title: 'The caller ended the call.' },
  CONFLICT_EXHAUSTED: {
    rpc: 'ABORTED',
    http: 503,
    retryable: true,
    retryAfterMs: 100,
    title: 'Others kept changing this at the same moment; it was not done.',
  },
  CURSOR_TOO_OLD: {
    rpc: 'FAILED_PRECONDITION',
    http: 410,
    retryable: false,
    title: 'The cursor is older than what is kept.',
  },
  DEADLINE_EXCEEDED: {
    rpc: 'DEADLINE_EXCEEDED',
    http: 504,
    retryable: true,
    retryAfterMs: 250,
    title: 'The answer did not come in time; whether it was done is not known.',
  },
  FORBIDDEN: { rpc: 'PERMISSION_DENIED', http: 403, retryable: false, title: 'You may not do this.' },
  FOREIGN_EPOCH: {
    rpc: 'FAILED_PRECONDITION',
    http: 410,
    retryable: false,
    title: 'The cursor is from before a backup was restored; start again without it.',
  },
  INTERNAL: { rpc: 'INTERNAL', http: 500, retryable: false, title: 'Something broke on our side.' },
  MALFORMED_CURSOR: { rpc: 'INVALID_ARGUMENT', http: 400, retryable: false, title: 'This is not a cursor.' },
  MALFORMED_REQUEST: { rpc: 'INVALID_ARGUMENT', http: 400, retryable: false, title: 'The request is malformed.' },
  METHOD_NOT_ALLOWED: { rpc: 'UNIMPLEMENTED', http: 405, retryable: false, title: 'This method is not allowed here.' },
  NOT_ACCEPTABLE: {
    rpc: 'INVALID_ARGUMENT',
    http: 406,
    retryable: false,
    title: 'None of the media types that are accepted can be answered.',
  },
  NOT_FOUND: { rpc: 'NOT_FOUND', http: 404, retryable: false, title: 'There is no such thing.' },
  NOT_YET_VISIBLE: {
    rpc: 'UNAVAILABLE',
    http: 503,
    retryable: true,
    retryAfterMs: 250,
    title: 'What was asked for cannot be read yet.',
  },
  OVER_LIMIT: {
    rpc: 'RESOURCE_EXHAUSTED',
    http: 400,
    retryable: false,
    title: 'This asks for more than any request may.',
  },
  TOO_LARGE: { rpc: 'RESOURCE_EXHAUSTED', http: 413, retryable: false, title: 'This is larger than what is taken.' },
  UNAUTHENTICATED: { rpc: 'UNAUTHENTICATED', http: 401, retryable: false, title: 'A valid token is needed.' },
  UNAVAILABLE: {
    rpc: 'UNAVAILABLE',
    http: 503,
    retryable: true,
    retryAfterMs: 500,
    title: 'This cannot be reached now.',
  },
  UNIMPLEMENTED: { rpc: 'UNIMPLEMENTED', http: 501, retryable: false, title: 'This is not offered here.' },
  UNSUPPORTED_MEDIA_TYPE: {
    rpc: 'INVALID_ARGUMENT',
    http: 415,
    retryable: false,
    title: 'This media type is not taken.',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;

/** A failure as a caller may know it: nothing in it comes from inside. */
export interface Problem {
  readonly code: ProblemCode;
  readonly title: string;
  /** What in this very request is wrong. */
  readonly detail?: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
}

export function problem(code: ProblemCode, detail?: string): Problem {
  const { title, retryable, retryAfterMs }: ProblemKind = problems[code];
  return { code, title, retryable, ...(retryAfterMs && { retryAfterMs }), ...(detail && { detail }) };
}

export const isProblemCode = (code: unknown): code is ProblemCode =>
  typeof code === 'string' && Object.hasOwn(problems, code);
