import type { common } from '@ledgerdesk/contracts';
import type { CommandContext } from '@ledgerdesk/event-store';
import { isUuid } from '@ledgerdesk/kernel';
import type { Clock } from '../clock.ts';
import type { Identity } from '../identity/identity.ts';
import { noteInLog } from '../observability/log-context.ts';
import { MalformedRequestError } from '../problems/problem-error.ts';
import type { RpcDefinition } from './definition.ts';

const PRINTABLE = /^[\x21-\x7e]{1,128}$/;
const WAY_IN = /^[a-z][a-z-]{0,31}$/;

/** A command as it came in over RPC. */
export interface IncomingCommand {
  /** The service, and its method by name: one id does not serve two of them. */
  readonly definition: RpcDefinition;
  readonly name: string;
  readonly request: { readonly header: common.CommandHeader | undefined };
  readonly caller: Identity;
  readonly traceparent?: string | undefined;
  readonly clock: Clock;
}

/** What the command handler needs to know of a command beside its wish. @throws MalformedRequestError */
export function commandContext({
  definition,
  name,
  request,
  caller,
  traceparent,
  clock,
}: IncomingCommand): CommandContext {
  const { header } = request;
  const commandId = matching(header?.commandId, {
    fits: isUuid,
    field: 'header.command_id',
    kind: 'a UUID',
  }).toLowerCase();
  const causationId = header?.causationId && causeOf(header.causationId, caller);
  const correlationId = matching(header?.correlationId || commandId, {
    fits: (text) => PRINTABLE.test(text),
    field: 'header.correlation_id',
    kind: '1 to 128 printable characters',
  });
  noteInLog({ correlationId });
  return {
    tenant: caller.tenant,
    commandId,
    derived: Boolean(causationId),
    correlationId,
    ...(causationId && { causationId }),
    actor: {
      kind: caller.kind,
      id: caller.subject,
      ...(caller.actingFor && { onBehalfOf: caller.actingFor }),
      via: matching(header?.via, { fits: (text) => WAY_IN.test(text), field: 'header.via', kind: 'a way in' }),
    },
    origin: 'live',
    occurredAt: clock.now(),
    ...(traceparent && { traceparent }),
    body: { command: name, message: messageOf(definition, name, request) },
  };
}

/**
 * The message without its header, in base64. Its bytes hold no field that was left out, so a release that knows one more
 * makes the same of them: what is remembered of a command outlives releases.
 */
function messageOf({ fullName, methods }: RpcDefinition, name: string, request: object): string {
  const method = Object.values(methods).find((candidate) => candidate.name === name);
  if (!method) throw new Error(`${fullName} has no method ${name}`);
  return Buffer.from(method.requestType.encode({ ...request, header: undefined }).finish()).toString('base64');
}

/** A repeat of a derived command is not compared with the first, so only a service's own reaction may send one. */
function causeOf(causationId: string, { kind }: Identity): string {
  if (kind !== 'service') throw new MalformedRequestError('header.causation_id is for reactions only');
  return matching(causationId, { fits: isUuid, field: 'header.causation_id', kind: 'a UUID' });
}

interface Expected {
  readonly fits: (text: string) => boolean;
  readonly field: string;
  readonly kind: string;
}

function matching(text: string | undefined, { fits, field, kind }: Expected): string {
  if (!text || !fits(text)) throw new MalformedRequestError(`${field} is not ${kind}`);
  return text;
}
