import { BusyError } from '@ledgerdesk/event-store';
import { HttpProblemFilter, MalformedRequestError, UnauthenticatedError } from '@ledgerdesk/platform';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import 'reflect-metadata';

@Controller()
class FailingController {
  @Get('busy')
  busy(): never {
    throw new BusyError('queue of 10.0.0.7 is full');
  }

  @Get('break')
  break(): never {
    throw new Error('password of 10.0.0.7 is wrong');
  }

  @Get('malformed')
  malformed(): never {
    throw new MalformedRequestError('“x” is not an id');
  }

  @Get('unknown')
  unknown(): never {
    throw new UnauthenticatedError('kid 7 of 10.0.0.7 is unknown');
  }

  @Post('take')
  take(@Body() body: unknown): unknown {
    return body;
  }
}

@Module({ controllers: [FailingController] })
class FailingModule {}

describe('A request over HTTP that fails', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await NestFactory.create<NestFastifyApplication>(FailingModule, new FastifyAdapter({ bodyLimit: 1000 }), {
      logger: false,
    });
    app.useGlobalFilters(new HttpProblemFilter());
    await app.init();
  });

  afterAll(() => app.close());

  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });
  const post = (payload: string, type = 'application/json') =>
    app.inject({ method: 'POST', url: '/take', payload, headers: { 'content-type': type } });

  it('is answered with problem details', async () => {
    const answer = await get('/busy', { 'x-correlation-id': 'c-1' });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.json()).toEqual({
      type: 'urn:ledgerdesk:problem:BUSY',
      title: 'Too busy to take this now; it was not done.',
      status: 503,
      code: 'BUSY',
      retryable: true,
      retryAfterMs: 250,
      correlationId: 'c-1',
    });
  });

  it('is given a correlation id where the caller gave none that can be used', async () => {
    expect((await get('/busy', { 'x-correlation-id': 'a b' })).json().correlationId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each(['/busy', '/break', '/unknown'])('tells nothing of the inside at %s', async (url) => {
    expect((await get(url)).payload).not.toContain('10.0.0.7');
  });

  it('says how to authenticate', async () => {
    const answer = await get('/unknown');
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
  });

  it('says what is malformed', async () => {
    expect((await get('/malformed')).json()).toMatchObject({ status: 400, detail: '“x” is not an id' });
  });

  it.each([
    ['no such route', () => get('/nowhere'), 404, 'NOT_FOUND'],
    ['not JSON', () => post('{'), 400, 'MALFORMED_REQUEST'],
    ['poisoned JSON', () => post('{"__proto__":{}}'), 400, 'MALFORMED_REQUEST'],
    ['too large', () => post(JSON.stringify('x'.repeat(2000))), 413, 'TOO_LARGE'],
    ['another media type', () => post('x', 'application/x-unknown'), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['broken inside', () => get('/break'), 500, 'INTERNAL'],
  ])('says so: %s', async (_, ask, status, code) => {
    const answer = await ask();
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });
});
