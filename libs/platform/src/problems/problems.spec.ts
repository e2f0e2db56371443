import { refusals, type Refusal, type RefusalCode } from '@ledgerdesk/contracts';
import {
  BusyError,
  ConflictExhaustedError,
  ForbiddenCategoryError,
  ForeignEpochError,
  UnavailableError,
} from '@ledgerdesk/event-store';
import { RpcError } from '../rpc/rpc-error.ts';
import { toRpcError, toRpcFailure } from '../rpc/rpc-failure.ts';
import { toGraphqlExtensions } from './graphql-extensions.ts';
import { refusalDetails, toProblemDetails } from './problem-details.ts';
import { MalformedRequestError, NotYetVisibleError, UnauthenticatedError } from './problem-error.ts';
import { problemOf } from './problem-of.ts';
import { isProblemCode, problem, problems } from './problem.ts';
import { fromRefusalMessage, toRefusalMessage } from './refusal-message.ts';

const codes = Object.keys(problems).filter(isProblemCode);

describe('A problem', () => {
  it.each([
    [new BusyError('10.0.0.7'), 'BUSY', true],
    [new UnavailableError('10.0.0.7'), 'UNAVAILABLE', true],
    [new ConflictExhaustedError('stream'), 'CONFLICT_EXHAUSTED', true],
    [new ForeignEpochError('epoch'), 'FOREIGN_EPOCH', false],
    [new UnauthenticatedError('no key'), 'UNAUTHENTICATED', false],
    [new MalformedRequestError('not an id'), 'MALFORMED_REQUEST', false],
    [new NotYetVisibleError(120), 'NOT_YET_VISIBLE', true],
    [new ForbiddenCategoryError('ticket'), 'INTERNAL', false],
    [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'INTERNAL', false],
    [Object.assign(new Error('__proto__'), { code: 'constructor' }), 'INTERNAL', false],
    ['a text', 'INTERNAL', false],
    [undefined, 'INTERNAL', false],
  ])('is made of %s as %s', (error, code, retryable) => {
    expect(problemOf(error)).toMatchObject({ code, retryable });
  });

  it('says nothing that was not written for the caller', () => {
    expect(JSON.stringify(problemOf(new BusyError('queue of 10.0.0.7')))).not.toContain('10.0.0.7');
  });

  it('says what was written for the caller', () => {
    expect(problemOf(new NotYetVisibleError(120)).detail).toBe('The views are 120 events behind.');
  });

  it.each(codes)('travels to the caller and stays %s', (code) => {
    expect(toRpcError(toRpcFailure(problem(code, 'a detail'))).problem).toEqual(problem(code, 'a detail'));
    expect(toRpcError(toRpcFailure(problem(code))).problem).toEqual(problem(code));
  });

  it.each(['UNAUTHENTICATED', 'UNIMPLEMENTED'] as const)('is ours where another service answers us %s', (code) => {
    expect(problemOf(new RpcError(problem(code))).code).toBe('INTERNAL');
  });

  it('is passed on where another service is busy', () => {
    expect(problemOf(new RpcError(problem('BUSY'))).code).toBe('BUSY');
  });

  it('that is a limit of every request is met again however late the request is sent again', () => {
    const { retryable, ...told } = problem('OVER_LIMIT');
    expect([retryable, problems.OVER_LIMIT.http]).toEqual([false, 400]);
    expect(told).not.toHaveProperty('retryAfterMs');
  });

  it('is told in GraphQL by the extensions of an error', () => {
    expect(toGraphqlExtensions(problem('BUSY', 'a detail'), 'c-1')).toEqual({
      code: 'BUSY',
      retryable: true,
      retryAfterMs: 250,
      correlationId: 'c-1',
    });
  });

  it('is told in HTTP by problem details', () => {
    expect(toProblemDetails(problem('MALFORMED_REQUEST', 'not JSON'), 'c-1')).toEqual({
      type: 'urn:ledgerdesk:problem:MALFORMED_REQUEST',
      title: 'The request is malformed.',
      status: 400,
      detail: 'not JSON',
      code: 'MALFORMED_REQUEST',
      retryable: false,
      correlationId: 'c-1',
    });
  });
});

describe('A refusal', () => {
  const all = (Object.keys(refusals) as RefusalCode[]).map((code): Refusal => ({ code, days: 18, path: ['subject'] }));

  it.each(all)('travels to the caller and stays $code', (refusal) => {
    expect(fromRefusalMessage(toRefusalMessage(refusal))).toEqual(refusal);
  });

  it('without numbers has no details', () => {
    expect(toRefusalMessage({ code: 'NOT_PERMITTED', ticketId: undefined })).toEqual({
      code: 'NOT_PERMITTED',
      message: 'You may not do this.',
      path: [],
      details: undefined,
    });
  });

  it('of a later release is not taken for another one', () => {
    const message = { code: 'TOO_EARLY_IN_THE_DAY', message: '', path: [], details: undefined };
    expect(() => fromRefusalMessage(message)).toThrow('Refused with TOO_EARLY_IN_THE_DAY');
  });

  it.each([
    ['INVALID_INPUT', 422],
    ['NOT_PERMITTED', 403],
    ['TICKET_NOT_FOUND', 404],
    ['MAIL_TAKEN', 409],
  ] as const)('%s is told in HTTP as %i', (code, status) => {
    expect(refusalDetails({ code, days: 18 }, 'c-1')).toMatchObject({ code, status, title: refusals[code], days: 18 });
  });
});
