import { Catch, Logger, type RpcExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';
import { problemOf } from '../problems/problem-of.ts';
import { toRpcFailure } from './rpc-failure.ts';

/** Turns whatever a handler throws into a failure that tells the caller nothing of the inside. */
@Catch()
export class RpcProblemFilter implements RpcExceptionFilter {
  private readonly logger = new Logger(RpcProblemFilter.name);

  catch(error: unknown): Observable<never> {
    const failed = problemOf(error);
    if (failed.code === 'INTERNAL') this.logger.error(error);
    return throwError(() => toRpcFailure(failed));
  }
}
