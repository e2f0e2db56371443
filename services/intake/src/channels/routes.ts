import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, preParsingHookHandler } from 'fastify';
import { answerProblem } from './form/answer-problem.ts';
import { WellFormed } from './well-formed.ts';

/** What a route says of itself with `RouteConfig`. */
export interface IntakeRoute {
  /** People are answered here with a page, programs with problem details. */
  readonly intake: 'page' | 'resource';
}

/** Sees to what happens on the routes of this service before a controller is asked: while a body is read. */
@Injectable()
export class Routes {
  constructor({ httpAdapter }: HttpAdapterHost) {
    const fastify = httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRoute', (route) => {
      const { intake } = (route.config ?? {}) as Partial<IntakeRoute>;
      if (intake && route.method === 'POST') route.preParsing = wellFormed;
      if (intake === 'page') route.errorHandler = answerProblem;
    });
  }
}

const wellFormed: preParsingHookHandler = (request, _, payload, done) => {
  const checked = new WellFormed(request.headers['content-type']);
  // A sender who goes away ends it; an ill-formed text does not end the sender.
  payload.on('error', (error) => checked.destroy(error));
  done(null, payload.pipe(checked));
};
