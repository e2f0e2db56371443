import { Controller, Get, Redirect } from '@nestjs/common';

/** Whoever opens the bare address is led to where there is something to see. */
@Controller()
export class EntranceController {
  @Get()
  @Redirect('/graphiql', 302)
  enter(): void {}
}
