import { oneLine, type access, type common } from '@ledgerdesk/contracts';
import type { PersonId, TeamId } from '@ledgerdesk/kernel';
import { Caller, RpcController, Traceparent, type Identity } from '@ledgerdesk/platform';
import { Inject } from '@nestjs/common';
import { GrpcMethod, Payload } from '@nestjs/microservices';
import { mayAdminister } from '../domain/caller.ts';
import { createTeam } from '../domain/create-team.ts';
import { faultsOf, idRule, keyRule, nameRule, optional } from '../domain/input.ts';
import { joinTeam } from '../domain/join-team.ts';
import { leaveTeam } from '../domain/leave-team.ts';
import type { KeyTaken } from '../domain/refusals.ts';
import type { Team } from '../domain/team.ts';
import { AccessRuntime } from './access-runtime.ts';
import { createOwner } from './create-owner.ts';
import { faulty, hasFaults, refused, toReply } from './reply.ts';

/** Which teams a tenant has, and who is in them. */
@RpcController()
export class TeamsController {
  constructor(@Inject(AccessRuntime) private readonly runtime: AccessRuntime) {}

  @GrpcMethod('Access', 'CreateTeam')
  async createTeam(
    @Payload() request: access.CreateTeamRequest,
    @Caller() caller: Identity,
    @Traceparent() traceparent?: string,
  ): Promise<common.CommandReply> {
    const context = this.runtime.contextOf('CreateTeam', { request, caller, traceparent });
    if (!mayAdminister(caller)) return refused({ code: 'NOT_PERMITTED' });
    const { teamId, key, name } = request;
    const faults = faultsOf({
      teamId: [teamId, optional(idRule('tea'))],
      key: [key, keyRule],
      name: [name, nameRule],
    });
    if (hasFaults(faults)) return faulty(faults);
    return toReply(
      await createOwner(this.runtime.claims, context, {
        handler: this.runtime.ledger.teams,
        prefix: 'tea',
        id: teamId,
        unique: { kind: 'team key', value: key },
        holds: (team) => team.kind === 'created' && team.key === key,
        create: (id) => (team: Team) => createTeam({ teamId: id as TeamId, key, name: oneLine(name) }, team),
        taken: (owner): KeyTaken => ({ code: 'KEY_TAKEN', owner }),
      }),
    );
  }

  @GrpcMethod('Access', 'JoinTeam')
  async joinTeam(
    @Payload() request: access.JoinTeamRequest,
    @Caller() caller: Identity,
    @Traceparent() traceparent?: string,
  ): Promise<common.CommandReply> {
    const context = this.runtime.contextOf('JoinTeam', { request, caller, traceparent });
    const faults = faultsOfMember(request);
    if (hasFaults(faults)) return faulty(faults);
    const { teamId, personId } = request as { teamId: TeamId; personId: PersonId };
    const { persons, teams } = this.runtime.ledger;
    const personExists = (await persons.load(caller.tenant, personId)).state.kind !== 'none';
    const decide = (team: Team) => joinTeam({ by: caller, teamId, personId, personExists }, team);
    return toReply(await teams.handle(teamId, context, decide));
  }

  @GrpcMethod('Access', 'LeaveTeam')
  async leaveTeam(
    @Payload() request: access.LeaveTeamRequest,
    @Caller() caller: Identity,
    @Traceparent() traceparent?: string,
  ): Promise<common.CommandReply> {
    const context = this.runtime.contextOf('LeaveTeam', { request, caller, traceparent });
    const faults = faultsOfMember(request);
    if (hasFaults(faults)) return faulty(faults);
    const { teamId, personId } = request as { teamId: TeamId; personId: PersonId };
    const decide = (team: Team) => leaveTeam({ by: caller, teamId, personId }, team);
    return toReply(await this.runtime.ledger.teams.handle(teamId, context, decide));
  }
}

const faultsOfMember = ({ teamId, personId }: { readonly teamId: string; readonly personId: string }) =>
  faultsOf({ teamId: [teamId, idRule('tea')], personId: [personId, idRule('psn')] });
