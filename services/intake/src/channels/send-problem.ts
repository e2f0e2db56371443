import { PROBLEM_JSON, type ProblemDetails } from '@ledgerdesk/platform';
import type { FastifyReply } from 'fastify';

/** Sends problem details. No cache may keep them for another reader, who would be shown a page. */
export const sendProblem = (reply: FastifyReply, details: ProblemDetails): void =>
  void reply
    .status(details.status)
    .type(PROBLEM_JSON)
    .header('cache-control', 'no-store')
    .send(JSON.stringify(details));
