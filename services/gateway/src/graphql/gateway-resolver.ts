import { applyDecorators, Catch, UseFilters, type ExceptionFilter } from '@nestjs/common';
import { Resolver } from '@nestjs/graphql';

/** GraphQL's own way of errors: the endpoint tells and logs them, so none of Nest's filters is to take them for HTTP's. */
@Catch()
class LeaveToEndpoint implements ExceptionFilter {
  catch(error: unknown): never {
    throw error;
  }
}

/** A resolver whose errors reach the endpoint as they are. */
export const GatewayResolver = (of?: () => object): ClassDecorator =>
  applyDecorators(of ? Resolver(of as never) : Resolver(), UseFilters(new LeaveToEndpoint()));
