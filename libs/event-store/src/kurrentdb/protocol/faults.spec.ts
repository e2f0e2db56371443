import { BusyError, ForbiddenCategoryError, UnavailableError } from '../../port/errors.ts';
import { toTypedError } from './faults.ts';

/** A failure as gRPC tells it, with its status. */
const failure = (code: number, details: string): Error =>
  Object.assign(new Error(`${code} ${details}`), { code, details });

describe('A fault of KurrentDB', () => {
  it.each([
    ['the deadline has passed', 4, 'Deadline exceeded'],
    ['the server gave up waiting for its followers', 10, 'Operation timed out: Commit timeout'],
    ['there is no connection', 14, 'No connection established'],
    ['the server is not ready', 14, 'Server Is Not Ready'],
    ['the stream of the call was reset', 13, 'Received RST_STREAM with code 2'],
    ['the call was cancelled as the store was closed', 1, 'Cancelled on client'],
    ['the call was cancelled by the server', 1, 'Call cancelled'],
  ])('is an outage where %s', (_, code, details) => {
    expect(toTypedError(failure(code, details))).toBeInstanceOf(UnavailableError);
  });

  it.each(['Channel has been shut down', 'Failed to discover after 10 attempts.'])(
    'is an outage where it says: %s',
    (words) => {
      expect(toTypedError(new Error(words))).toBeInstanceOf(UnavailableError);
    },
  );

  it('is no outage but a crowd where the server is too busy, for it has done nothing', () => {
    expect(toTypedError(failure(14, 'Server Is Too Busy'))).toBeInstanceOf(BusyError);
  });

  it('is a lack of rights where access is denied', () => {
    expect(toTypedError(failure(16, 'Access Denied'))).toBeInstanceOf(ForbiddenCategoryError);
  });

  it('is what it is where it is a fault of ours', () => {
    const fault = new TypeError('undefined is not iterable');
    expect(toTypedError(fault)).toBe(fault);
  });
});
