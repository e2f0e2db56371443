import { oneLine, type access, type common } from '@ledgerdesk/contracts';
import type { PersonId, SubmissionId } from '@ledgerdesk/kernel';
import { Caller, RpcController, Traceparent, type Identity } from '@ledgerdesk/platform';
import { Inject } from '@nestjs/common';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import { mayAttribute, mayIdentify } from '../domain/caller.ts';
import * as rules from '../domain/input.ts';
import { AccessRuntime } from './access-runtime.ts';
import { PersonIdentification } from './identify-person.ts';
import { LoginLinking } from './link-login.ts';
import { PersonRegistration } from './register-person.ts';
import { faulty, hasFaults, refused, toReply } from './reply.ts';

/** Who there is in a tenant, and how they get in. */
@RpcController()
export class PersonsController {
  private readonly registration: PersonRegistration;
  private readonly identification: PersonIdentification;
  private readonly linking: LoginLinking;

  constructor(@Inject(AccessRuntime) private readonly runtime: AccessRuntime) {
    const { ledger, claims } = runtime;
    this.registration = new PersonRegistration(ledger, claims);
    this.identification = new PersonIdentification(ledger, claims);
    this.linking = new LoginLinking(ledger, claims);
  }

  @GrpcMethod('Access', 'RegisterPerson')
  async registerPerson(
    @Payload() request: access.RegisterPersonRequest,
    @Caller() caller: Identity,
    @Traceparent() traceparent?: string,
  ): Promise<common.CommandReply> {
    const context = this.runtime.contextOf('RegisterPerson', { request, caller, traceparent });
    const { personId, name, mail, roles, language } = request;
    const fields = rules.faultsOf({
      personId: [personId, rules.optional(rules.idRule('psn'))],
      name: [name, rules.nameRule],
      mail: [mail, rules.optional(rules.mailRule)],
      language: [language, rules.optional(rules.languageRule)],
    });
    const faults = [...fields, ...rules.roleFaults(roles)];
    if (hasFaults(faults)) return faulty(faults);
    const person = { name: oneLine(name), mail: mail.trim(), roles: rules.toRoles(roles), language };
    const wish = { ...person, personId: personId as PersonId | '' };
    return toReply(await this.registration.register(caller, context, wish));
  }

  @GrpcMethod('Access', 'IdentifyPerson')
  async identifyPerson(
    @Payload() request: access.IdentifyPersonRequest,
    @Caller() caller: Identity,
    @Traceparent() traceparent?: string,
  ): Promise<common.CommandReply> {
    const context = this.runtime.contextOf('IdentifyPerson', { request, caller, traceparent });
    const { mail, name, submissionId } = request;
    if (!mayIdentify(caller) || (submissionId && !mayAttribute(caller))) return refused({ code: 'NOT_PERMITTED' });
    const faults = rules.faultsOf({
      mail: [mail, rules.mailRule],
      submissionId: [submissionId, rules.optional(rules.idRule('sub'))],
    });
    if (hasFaults(faults)) return faulty(faults);
    const wish = { mail: mail.trim(), name: rules.tidyName(name), submissionId: submissionId as SubmissionId | '' };
    return toReply(await this.identification.identify(context, wish));
  }

  @GrpcMethod('Access', 'LinkLogin')
  async linkLogin(
    @Payload() request: access.LinkLoginRequest,
    @Caller() caller: Identity,
    @Traceparent() traceparent?: string,
  ): Promise<common.CommandReply> {
    const context = this.runtime.contextOf('LinkLogin', { request, caller, traceparent });
    const { personId, issuer, subject } = request;
    const faults = rules.faultsOf({
      personId: [personId, rules.idRule('psn')],
      issuer: [issuer, rules.tokenRule],
      subject: [subject, rules.tokenRule],
    });
    if (hasFaults(faults)) return faulty(faults);
    const wish = { by: caller, personId: personId as PersonId, issuer, subject };
    return toReply(await this.linking.link(context, wish));
  }
}
