import { Module, type DynamicModule } from '@nestjs/common';
import { FormController } from './form/form.controller.ts';
import { INTAKE, type Intake } from './intake.ts';
import { Routes } from './routes.ts';
import { SubmissionsController } from './rest/submissions.controller.ts';

/** The ways in for the world. */
@Module({})
export class ChannelsModule {
  static on(intake: Intake): DynamicModule {
    return {
      module: ChannelsModule,
      controllers: [FormController, SubmissionsController],
      providers: [{ provide: INTAKE, useValue: intake }, Routes],
    };
  }
}
