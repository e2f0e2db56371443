import { Module, type DynamicModule } from '@nestjs/common';
import { EntranceController } from './entrance.controller.ts';
import { EXAMPLE_TOKENS, GraphiqlController, type AskExampleTokens } from './graphiql.controller.ts';

/** The page on which people try the API. */
@Module({})
export class GraphiqlModule {
  static serving(tokens: AskExampleTokens = () => Promise.resolve(undefined)): DynamicModule {
    return {
      module: GraphiqlModule,
      controllers: [EntranceController, GraphiqlController],
      providers: [{ provide: EXAMPLE_TOKENS, useValue: tokens }],
    };
  }
}
