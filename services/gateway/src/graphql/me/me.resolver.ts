import { Args, Context, Query } from '@nestjs/graphql';
import { GatewayResolver } from '../gateway-resolver.ts';
import { AT_LEAST } from '../request/at-least-argument.ts';
import type { RequestScope } from '../request/request-scope.ts';
import { Me } from './me.type.ts';

/** Says who the caller is: whoever has a token may ask. */
@GatewayResolver()
export class MeResolver {
  @Query(() => Me)
  async me(@Context() scope: RequestScope, @Args('atLeast', AT_LEAST) atLeast?: string): Promise<Me> {
    await scope.visible(atLeast);
    return new Me(scope);
  }
}
