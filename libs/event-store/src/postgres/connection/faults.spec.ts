import {
  BusyError,
  DiskFullError,
  ForbiddenCategoryError,
  ForeignEpochError,
  UnavailableError,
} from '../../port/errors.ts';
import { isConnectionFault } from './connection-fault.ts';
import { toTypedError } from './faults.ts';

const withCode = (code: string): Error => Object.assign(new Error('as it was said'), { code });
const withWords = (message: string): Error => new Error(message);

describe('A fault of the database', () => {
  it.each([
    ...['08000', '08003', '08006', '08P01', '57P01', '57P02', '57P03', '53300', '25P03'],
    // A standby that takes no writes; storage that fails under the server.
    ...['25006', '58030'],
    ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
    'ERR_STREAM_DESTROYED',
  ])('with the code %s is one of the connection', (code) => {
    expect(isConnectionFault(withCode(code))).toBe(true);
    expect(toTypedError(withCode(code))).toBeInstanceOf(UnavailableError);
  });

  it('is one of the connection where a database lets nobody in, and not where a statement says the same', () => {
    const shut = Object.assign(withCode('55000'), { severity: 'FATAL' });
    expect(isConnectionFault(shut)).toBe(true);
    expect(toTypedError(shut)).toBeInstanceOf(UnavailableError);
    expect(isConnectionFault(Object.assign(withCode('55000'), { severity: 'ERROR' }))).toBe(false);
  });

  it.each([
    'Connection terminated',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout expired',
    'timeout exceeded when trying to connect',
    'Query read timeout',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
    'Received unexpected commandComplete message from backend.',
  ])('in the words of node-postgres, “%s”, is one of the connection', (words) => {
    expect(isConnectionFault(withWords(words))).toBe(true);
    expect(toTypedError(withWords(words))).toBeInstanceOf(UnavailableError);
  });

  it.each([
    ['of ours', new TypeError("Cannot read properties of undefined (reading 'length')")],
    ['of ours that merely speaks of connections', withWords('The Connection terminated the ticket')],
    ['of ours with a code of Node', withCode('ERR_INVALID_ARG_TYPE')],
    ['of a file', withCode('ENOENT')],
    ['of the statement', withCode('42601')],
    ['of a broken server', withCode('XX000')],
    ['that is none', undefined],
  ])('that is one %s stays what it is', (_, error) => {
    expect(isConnectionFault(error)).toBe(false);
    expect(toTypedError(error)).toBe(error);
  });

  it.each([
    ['55P03', BusyError],
    ['57014', BusyError],
    ['40001', BusyError],
    ['40P01', BusyError],
    ['53100', DiskFullError],
    ['42501', ForbiddenCategoryError],
    ['LD001', ForeignEpochError],
  ])('with the code %s has its type, and is none of the connection', (code, type) => {
    expect(isConnectionFault(withCode(code))).toBe(false);
    expect(toTypedError(withCode(code))).toBeInstanceOf(type);
  });
});
