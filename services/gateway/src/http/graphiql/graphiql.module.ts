import { Module, type DynamicModule } from '@nestjs/common';
import { EXAMPLE_TOKENS, GraphiqlController, type AskExampleTokens } from './graphiql.controller.ts';

/** The page on which people try the API. */
@Module({})
export class GraphiqlModule {
  static serving(tokens: AskExampleTokens = () => Promise.resolve(undefined)): DynamicModule {
    return {
      module: GraphiqlModule,
      controllers: [GraphiqlController],
      providers: [{ provide: EXAMPLE_TOKENS, useValue: tokens }],
    };
  }
}
