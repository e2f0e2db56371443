import type { InputFault } from '@ledgerdesk/contracts';
import { isId } from '@ledgerdesk/kernel';
import { problemOf } from '@ledgerdesk/platform';
import { Body, Controller, Get, Headers, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { checkedRequest, type RawRequest } from '../../domain/request.ts';
import type { KnownTenant } from '../../ports/tenant-directory.ts';
import { INTAKE, type Intake } from '../intake.ts';
import { languageFor, type Language } from '../language.ts';
import { assertMediaType } from '../media-type.ts';
import { answerPage } from './answer-page.ts';
import { blank, formPage, TRAP_FIELD, type FormPage } from './form-page.ts';
import { PageProblemFilter } from './page-problem.filter.ts';
import { sendPage } from './page.ts';
import { notFoundPage } from './problem-page.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Most tickets are opened sooner: the number is then there with the first answer. */
const OUTCOME_WITHIN_MS = 1_000;

type Posted = Readonly<Record<string, unknown>>;

/** The page on which people write to a desk: plain HTML, in their language, that works without script. */
@Controller('forms/:tenantKey')
@UseFilters(PageProblemFilter)
export class FormController {
  constructor(@Inject(INTAKE) private readonly intake: Intake) {}

  @Get()
  async show(
    @Param('tenantKey') tenantKey: string,
    @Headers('accept-language') accepted: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visit = await this.visit(tenantKey, accepted, reply);
    if (visit) sendForm(visit, { token: randomUUID(), typed: blank });
  }

  @Post()
  async post(
    @Param('tenantKey') tenantKey: string,
    @Headers('accept-language') accepted: string | undefined,
    @Body() body: Posted | undefined,
    @Req() httpRequest: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMediaType(httpRequest, 'application/x-www-form-urlencoded');
    const visit = await this.visit(tenantKey, accepted, reply);
    if (visit) await this.receive(visit, tenantKey, body ?? {});
  }

  @Get('submissions/:submissionId')
  async answer(
    @Param('tenantKey') tenantKey: string,
    @Param('submissionId') submissionId: string,
    @Headers('accept-language') accepted: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visit = await this.visit(tenantKey, accepted, reply);
    if (!visit) return;
    const outcome = isId('sub', submissionId)
      ? await this.intake.outcomeOf(visit.tenant.id, submissionId, OUTCOME_WITHIN_MS)
      : undefined;
    if (outcome) sendPage(reply, 200, answerPage(visit.language, outcome));
    else sendPage(reply, 404, notFoundPage(visit.language));
  }

  /** Who writes to whom; answers that there is no such page where there is no such desk. */
  private async visit(
    tenantKey: string,
    accepted: string | undefined,
    reply: FastifyReply,
  ): Promise<Visit | undefined> {
    const language = languageFor(accepted);
    const tenant = await this.intake.tenants.byKey(tenantKey);
    if (tenant) return { tenant, language, reply };
    sendPage(reply, 404, notFoundPage(language));
    return undefined;
  }

  private async receive(visit: Visit, tenantKey: string, posted: Posted): Promise<void> {
    const typed: RawRequest = {
      name: text(posted.name),
      mail: text(posted.mail),
      subject: text(posted.subject),
      body: text(posted.body),
    };
    const token = UUID.test(text(posted.token)) ? text(posted.token) : undefined;
    const again = { token: token ?? randomUUID(), typed };
    if (text(posted[TRAP_FIELD]) !== '') return sendForm(visit, { ...again, notice: 'trapped' });
    const request = checkedRequest(typed);
    if ('code' in request) return sendForm(visit, { ...again, faults: request.faults });

    try {
      const { tenant, language, reply } = visit;
      const once = token ? ({ by: 'page', token } as const) : ({ by: 'content' } as const);
      const received = await this.intake.reception.receive({
        tenant: tenant.id,
        channel: 'form',
        language,
        request,
        once,
      });
      if (!received.accepted) return sendForm(visit, { ...again, token: randomUUID(), notice: 'later' });
      void reply
        .header('cache-control', 'no-store')
        .redirect(`/forms/${tenantKey}/submissions/${received.submissionId}`, 303);
    } catch (error) {
      if (!problemOf(error).retryable) throw error;
      sendForm(visit, { ...again, notice: 'later' });
    }
  }
}

interface Visit {
  readonly tenant: KnownTenant;
  readonly language: Language;
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

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
