import { access } from '@ledgerdesk/contracts';
import { commandIdOf } from '@ledgerdesk/event-store';
import type { PersonId } from '@ledgerdesk/kernel';
import type { IdentityIssuer, RpcChannel, RpcClient } from '@ledgerdesk/platform';
import type { Identified, Requesters, Writer } from '../ports/requesters.ts';

/** Asks the access service; a repeated question is the same command there, and gets the same answer. */
export class AccessRequesters implements Requesters {
  private readonly access: RpcClient<access.AccessDefinition>;

  constructor(
    rpc: RpcChannel,
    private readonly issuer: IdentityIssuer,
  ) {
    this.access = rpc.client(access.AccessDefinition);
  }

  async identify({ tenant, name, mail, submissionId, causationId, correlationId }: Writer): Promise<Identified> {
    const token = await this.issuer.issue(
      { kind: 'service', subject: 'service:tickets', tenant, permissions: ['person.identify'], teams: [] },
      'access',
    );
    const commandId = commandIdOf(causationId, 'identify-requester');
    const header = { commandId, correlationId, causationId, via: 'reaction' };
    const { outcome } = await this.access.identifyPerson({ header, name, mail, submissionId }, { token });
    switch (outcome?.$case) {
      case 'accepted':
        return { known: true, personId: outcome.value.id as PersonId };
      case 'refused':
        return { known: false, code: outcome.value.code };
      case undefined:
        throw new Error('The access service answered in a way that this program does not know');
    }
  }
}
