import { correlationIdOf, httpProblemOf, problems } from '@ledgerdesk/platform';
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageFor } from '../language.ts';
import { sendPage } from './page.ts';
import { problemPage } from './problem-page.ts';

/** Answers people with a page whatever a page's route throws; it tells nothing of the inside. */
@Catch()
export class PageProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(PageProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const correlationId = correlationIdOf(request);
    const problem = httpProblemOf(error);
    if (problem.code === 'INTERNAL') this.logger.error({ correlationId, error });
    if (problem.retryAfterMs) void reply.header('retry-after', Math.ceil(problem.retryAfterMs / 1000));
    const language = languageFor(request.headers['accept-language']);
    sendPage(reply, problems[problem.code].http, problemPage({ language, problem, correlationId }));
  }
}
