import { invalidInput, type InputFault, type Refusal } from '@ledgerdesk/contracts';
import { isId } from '@ledgerdesk/kernel';
import { correlationIdOf, ProblemError, problemOf, refusalDetails } from '@ledgerdesk/platform';
import { Body, Controller, Get, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { checkedRequest } from '../../domain/request.ts';
import type { KnownTenant } from '../../ports/tenant-directory.ts';
import { INTAKE, type Intake } from '../intake.ts';
import { languageFor, type Language } from '../language.ts';
import { assertMediaType } from '../media-type.ts';
import type { IntakeRoute } from '../routes.ts';
import { sendProblem } from '../send-problem.ts';
import { answerPage } from './answer-page.ts';
import { blank, formPage, TRAP_FIELD, type FormPage } from './form-page.ts';
import { PageProblemFilter } from './page-problem.filter.ts';
import { sendPage } from './page.ts';
import { readForm, type PostedForm } from './posted-form.ts';
import { takesPage } from './takes-page.ts';

/** Most tickets are opened sooner: the number is then there with the first answer. */
const OUTCOME_WITHIN_MS = 1_000;

const PAGE: IntakeRoute = { intake: 'page' };

/** The page on which people write to a desk: plain HTML, in their language, that works without script. */
@Controller('forms/:tenantKey')
@UseFilters(PageProblemFilter)
export class FormController {
  constructor(@Inject(INTAKE) private readonly intake: Intake) {}

  @Get()
  @RouteConfig(PAGE)
  async show(
    @Param('tenantKey') tenantKey: string,
    @Req() httpRequest: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendForm(await this.visit(tenantKey, httpRequest, reply), { token: randomUUID(), typed: blank });
  }

  @Post()
  @RouteConfig(PAGE)
  async post(
    @Param('tenantKey') tenantKey: string,
    @Body() body: Readonly<Record<string, unknown>> | undefined,
    @Req() httpRequest: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMediaType(httpRequest, 'application/x-www-form-urlencoded');
    const visit = await this.visit(tenantKey, httpRequest, reply);
    await this.receive(visit, tenantKey, readForm(body ?? {}));
  }

  @Get('submissions/:submissionId')
  @RouteConfig(PAGE)
  async answer(
    @Param('tenantKey') tenantKey: string,
    @Param('submissionId') submissionId: string,
    @Req() httpRequest: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { tenant, language } = await this.visit(tenantKey, httpRequest, reply);
    const outcome = isId('sub', submissionId)
      ? await this.intake.outcomeOf(tenant.id, submissionId, OUTCOME_WITHIN_MS)
      : undefined;
    if (!outcome) throw new ProblemError('NOT_FOUND', 'There is no such submission.');
    sendPage(reply, 200, answerPage(language, outcome));
  }

  /** Whoever followed a wrong address here is told in words. */
  @Get('*')
  @RouteConfig(PAGE)
  lost(): never {
    throw new ProblemError('NOT_FOUND');
  }

  /** Who writes to whom. @throws ProblemError where there is no such desk */
  private async visit(tenantKey: string, httpRequest: FastifyRequest, reply: FastifyReply): Promise<Visit> {
    const tenant = await this.intake.tenants.byKey(tenantKey);
    if (!tenant) throw new ProblemError('NOT_FOUND', 'There is no desk under this key.');
    return { tenant, language: languageFor(httpRequest.headers['accept-language']), httpRequest, reply };
  }

  private async receive(visit: Visit, tenantKey: string, { typed, token, trapped }: PostedForm): Promise<void> {
    const { tenant, language, httpRequest, reply } = visit;
    const again = { token: token ?? randomUUID(), typed };
    const byPage = takesPage(httpRequest.headers.accept);
    if (trapped) return byPage ? sendForm(visit, { ...again, notice: 'trapped' }) : refuse(visit, TRAPPED);
    const request = checkedRequest(typed);
    if ('code' in request)
      return byPage ? sendForm(visit, { ...again, faults: request.faults }) : refuse(visit, { ...request });

    try {
      const once = token ? ({ by: 'page', token } as const) : ({ by: 'content' } as const);
      const received = await this.intake.reception.receive({
        tenant: tenant.id,
        channel: 'form',
        language,
        request,
        once,
      });
      if (received.accepted)
        return void reply
          .header('cache-control', 'no-store')
          .redirect(`/forms/${tenantKey}/submissions/${received.submissionId}`, 303);
      if (!byPage) return refuse(visit, { ...received.refusal });
      sendForm(visit, { ...again, token: randomUUID(), notice: 'later' });
    } catch (error) {
      if (!byPage || !problemOf(error).retryable) throw error;
      sendForm(visit, { ...again, notice: 'later' });
    }
  }
}

/** A program need not know the trap: to it this is a field that is not there. */
const TRAPPED: Refusal = { ...invalidInput([{ path: [TRAP_FIELD], rule: 'UNKNOWN_FIELD' }]) };

interface Visit {
  readonly tenant: KnownTenant;
  readonly language: Language;
  readonly httpRequest: FastifyRequest;
  readonly reply: FastifyReply;
}

interface Filled extends Pick<FormPage, 'token' | 'typed' | 'notice'> {
  readonly faults?: readonly InputFault[];
}

function sendForm({ tenant, language, reply }: Visit, { faults = [], ...filled }: Filled): void {
  const status = filled.notice === 'later' ? 503 : filled.notice || faults.length > 0 ? 422 : 200;
  if (status === 503) void reply.header('retry-after', '1');
  sendPage(reply, status, formPage({ language, desk: tenant.name, faults, ...filled }));
}

const refuse = ({ httpRequest, reply }: Visit, refusal: Refusal): void =>
  sendProblem(reply, refusalDetails(refusal, correlationIdOf(httpRequest)));
