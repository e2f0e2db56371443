import { HttpProblemFilter, ProblemError } from '@ledgerdesk/platform';
import { Controller, Get, Inject, Param, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { randomBytes } from 'node:crypto';
import { examples, type ExampleTokens } from './examples.ts';
import { graphiqlFile } from './graphiql-files.ts';
import { contentSecurityPolicy, page, startScript, styles } from './page.ts';

export const EXAMPLE_TOKENS = Symbol('ExampleTokens');
export type AskExampleTokens = () => Promise<ExampleTokens | undefined>;

/** GraphiQL, from local files alone. Whoever opens it needs no token; whatever is asked with it does. */
@Controller('graphiql')
@UseFilters(HttpProblemFilter)
export class GraphiqlController {
  constructor(@Inject(EXAMPLE_TOKENS) private readonly tokens: AskExampleTokens) {}

  @Get()
  async open(@Res() reply: FastifyReply): Promise<void> {
    const nonce = randomBytes(16).toString('base64');
    const body = page(examples(await this.tokens()), nonce);
    await reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': contentSecurityPolicy(nonce),
        // It may hold tokens.
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      })
      .send(body);
  }

  @Get('start.js')
  async start(@Res() reply: FastifyReply): Promise<void> {
    await send(reply, 'text/javascript; charset=utf-8', startScript);
  }

  @Get('page.css')
  async styles(@Res() reply: FastifyReply): Promise<void> {
    await send(reply, 'text/css; charset=utf-8', styles);
  }

  @Get(':file')
  async file(@Param('file') name: string, @Res() reply: FastifyReply): Promise<void> {
    const file = graphiqlFile(name);
    if (!file) throw new ProblemError('NOT_FOUND');
    await send(reply, file.type, file.content);
  }
}

const send = (reply: FastifyReply, type: string, content: unknown): FastifyReply =>
  reply.type(type).headers({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' }).send(content);
