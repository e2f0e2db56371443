import { correlationIdOf, httpProblemOf, problems, toProblemDetails } from '@ledgerdesk/platform';
import { Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageFor } from '../language.ts';
import { sendProblem } from '../send-problem.ts';
import { sendPage } from './page.ts';
import { problemPage } from './problem-page.ts';
import { takesPage } from './takes-page.ts';

const logger = new Logger('Form');

/** Answers what went wrong on a page's route in words, or with problem details to a program; nothing of the inside is told. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const correlationId = correlationIdOf(request);
  const problem = httpProblemOf(error);
  const status = problems[problem.code].http;
  if (problem.code === 'INTERNAL') logger.error({ correlationId, error });
  if (problem.retryAfterMs) void reply.header('retry-after', Math.ceil(problem.retryAfterMs / 1000));
  const { accept, 'accept-language': accepted } = request.headers;
  if (takesPage(accept))
    sendPage(reply, status, problemPage({ language: languageFor(accepted), problem, correlationId }));
  else sendProblem(reply, toProblemDetails(problem, correlationId));
}
