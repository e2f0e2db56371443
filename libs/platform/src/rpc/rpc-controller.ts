import { applyDecorators, Controller, UseFilters, UseGuards } from '@nestjs/common';
import { CallerGuard } from './caller.ts';
import { RpcProblemFilter } from './rpc-problem.filter.ts';

/**
 * A controller whose `@GrpcMethod` handlers are called by other services: only with a valid token, and failing as the one
 * mapping of problems says. Handlers name their parameters: `@Payload() request, @Caller() identity`.
 */
export const RpcController = (): ClassDecorator =>
  applyDecorators(Controller(), UseGuards(CallerGuard), UseFilters(RpcProblemFilter));
