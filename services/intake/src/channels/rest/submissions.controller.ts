import type { Refusal } from '@ledgerdesk/contracts';
import { isId, type SubmissionId } from '@ledgerdesk/kernel';
import { correlationIdOf, HttpProblemFilter, ProblemError, refusalDetails } from '@ledgerdesk/platform';
import { Body, Controller, Get, Header, Headers, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { INTAKE, type Intake } from '../intake.ts';
import { assertMediaType } from '../media-type.ts';
import type { IntakeRoute } from '../routes.ts';
import { sendProblem } from '../send-problem.ts';
import type { KnownTenant } from '../../ports/tenant-directory.ts';
import type { SubmissionOutcome } from '../../ports/submission-outcomes.ts';
import { readIdempotencyKey, readSubmission } from './submission-request.ts';

/** A submission as programs see it. */
interface SubmissionResource {
  readonly id: string;
  readonly state: SubmissionOutcome['state'];
  readonly ticketNumber: string | null;
}

const NOT_KEPT = ['cache-control', 'no-store'] as const;
const NOT_REFERRED = ['referrer-policy', 'no-referrer'] as const;

/**
 * The way in for programs: the same as the form, over JSON. Nobody can prove to have written a submission: its id is the
 * key to it, 74 bits of chance (`newId`), told to whoever sent it and beside that to the desk alone. So answers that bear one
 * stay out of caches and referrers, and say no more than what became of it and its ticket's number.
 */
@Controller('v1/tenants/:tenantKey/submissions')
@UseFilters(HttpProblemFilter)
export class SubmissionsController {
  constructor(@Inject(INTAKE) private readonly intake: Intake) {}

  @Post()
  @Header(...NOT_KEPT)
  @Header(...NOT_REFERRED)
  @RouteConfig({ intake: 'resource' } satisfies IntakeRoute)
  async post(
    @Param('tenantKey') tenantKey: string,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Body() body: unknown,
    @Req() httpRequest: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMediaType(httpRequest, 'application/json');
    const tenant = await this.tenant(tenantKey);
    const key = readIdempotencyKey(idempotencyKey);
    const read = readSubmission(body);
    if ('code' in read) return refuse(reply, httpRequest, { ...read });

    const once = key === undefined ? ({ by: 'content' } as const) : ({ by: 'key', key } as const);
    const received = await this.intake.reception.receive({ tenant: tenant.id, channel: 'api', once, ...read });
    if (!received.accepted) return refuse(reply, httpRequest, { ...received.refusal });
    const { submissionId: id } = received;
    void reply
      .status(202)
      .header('location', `/v1/tenants/${tenantKey}/submissions/${id}`)
      .send({ id, state: 'received', ticketNumber: null } satisfies SubmissionResource);
  }

  @Get(':submissionId')
  @Header(...NOT_KEPT)
  @Header(...NOT_REFERRED)
  async get(
    @Param('tenantKey') tenantKey: string,
    @Param('submissionId') submissionId: string,
  ): Promise<SubmissionResource> {
    const tenant = await this.tenant(tenantKey);
    const outcome = isId('sub', submissionId) ? await this.intake.outcomeOf(tenant.id, submissionId) : undefined;
    if (!outcome) throw new ProblemError('NOT_FOUND', 'There is no such submission.');
    return toResource(submissionId as SubmissionId, outcome);
  }

  private async tenant(key: string): Promise<KnownTenant> {
    const tenant = await this.intake.tenants.byKey(key);
    if (!tenant) throw new ProblemError('NOT_FOUND', 'There is no desk under this key.');
    return tenant;
  }
}

const toResource = (id: SubmissionId, outcome: SubmissionOutcome): SubmissionResource => ({
  id,
  state: outcome.state,
  ticketNumber: outcome.state === 'opened' ? outcome.ticketNumber : null,
});

function refuse(reply: FastifyReply, request: FastifyRequest, refusal: Refusal): void {
  sendProblem(reply, refusalDetails(refusal, correlationIdOf(request)));
}
