import { access, type common } from '@ledgerdesk/contracts';
import type { CommandContext } from '@ledgerdesk/event-store';
import { commandContext, type Clock, type Identity } from '@ledgerdesk/platform';
import type { ValueNaming } from '../ports/value-naming.ts';
import { Claims } from './claims.ts';
import type { AccessLedger } from './ledger.ts';

export interface Incoming {
  readonly request: { readonly header: common.CommandHeader | undefined };
  readonly caller: Identity;
  readonly traceparent?: string | undefined;
}

/** All that the controllers of this service stand on. */
export class AccessRuntime {
  readonly claims: Claims;

  constructor(
    readonly ledger: AccessLedger,
    naming: ValueNaming,
    private readonly clock: Clock,
  ) {
    this.claims = new Claims(ledger, naming);
  }

  contextOf(name: string, incoming: Incoming): CommandContext {
    return commandContext({ definition: access.AccessDefinition, name, clock: this.clock, ...incoming });
  }
}
