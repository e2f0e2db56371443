import { Module, type DynamicModule } from '@nestjs/common';
import { EVENTS, EventsController, type EventsNeeds } from './events.controller.ts';

/** `GET /v1/events`. */
@Module({})
export class EventsModule {
  static serving(needs: EventsNeeds): DynamicModule {
    return {
      module: EventsModule,
      controllers: [EventsController],
      providers: [{ provide: EVENTS, useValue: needs }],
    };
  }
}
