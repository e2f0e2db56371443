import { Catch, type RpcExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';

/**
 * Lets through what was thrown. Nest's own filter puts "Internal server error" in its place: then nobody could tell the fault of
 * one event from a ledger that is away.
 */
@Catch()
export class AsThrownFilter implements RpcExceptionFilter {
  catch(thrown: unknown): Observable<never> {
    return throwError(() => thrown);
  }
}
