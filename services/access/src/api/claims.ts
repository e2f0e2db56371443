import { normalMail } from '@ledgerdesk/contracts';
import { commandIdOf, type CommandContext } from '@ledgerdesk/event-store';
import type { TenantId } from '@ledgerdesk/kernel';
import { claimValue } from '../domain/claim-value.ts';
import type { ValueClaim } from '../domain/value-claim.ts';
import type { ValueKind, ValueNaming } from '../ports/value-naming.ts';
import { onTheWay, type AccessLedger } from './ledger.ts';

/** A value that shall be somebody's alone. */
export interface UniqueValue {
  readonly kind: ValueKind;
  /** In the form under which it is unique. */
  readonly value: string;
}

/** A mail address as a unique value. @throws TypeError for what is none */
export function mailValue(mail: string): UniqueValue {
  const value = normalMail(mail);
  if (value === undefined) throw new TypeError('Not a mail address');
  return { kind: 'mail', value };
}

/** For whom a value is claimed now. */
export interface Claim {
  /** Of its stream. */
  readonly name: string;
  readonly owner: string;
  /** This very command claimed it, now or when it was sent before. */
  readonly byThisCommand: boolean;
}

/** Claims unique values: see `ValueClaim`. */
export class Claims {
  constructor(
    private readonly ledger: AccessLedger,
    private readonly naming: ValueNaming,
  ) {}

  /** Claims the value for an owner, unless it is another's. */
  async claim(context: CommandContext, unique: UniqueValue, owner: string): Promise<Claim> {
    const name = await this.nameOf(context.tenant, unique);
    // Of the value, too: a command that was refused may come again under its id with another one.
    const commandId = commandIdOf(context.commandId, `claim ${name}`);
    return this.decide(onTheWay(context, commandId), { name, owner });
  }

  /** What the value's claim is named by. */
  nameOf(tenant: TenantId, { kind, value }: UniqueValue): Promise<string> {
    return this.naming.nameOf(tenant, kind, value);
  }

  /** For whom the value is claimed, if it is. */
  async ownerOf(tenant: TenantId, unique: UniqueValue): Promise<string | undefined> {
    const { state } = await this.ledger.claims.load(tenant, await this.nameOf(tenant, unique));
    return state.kind === 'claimed' ? state.owner : undefined;
  }

  /** Takes the value from an owner who came to be without it: what should have given it to them never happened. */
  async takeOver(context: CommandContext, { name, owner: insteadOf }: Claim, owner: string): Promise<Claim> {
    const commandId = commandIdOf(context.commandId, `take over ${name} from ${insteadOf}`);
    return this.decide(onTheWay(context, commandId), { name, owner, insteadOf });
  }

  private async decide(
    context: CommandContext,
    { name, ...command }: { name: string; owner: string; insteadOf?: string },
  ): Promise<Claim> {
    const { claims } = this.ledger;
    const handled = await claims.handle(name, context, (claim: ValueClaim) => claimValue(command, claim));
    if (handled.accepted) return { name, owner: ownerIn(handled.state), byThisCommand: true };
    if (handled.refusal.code === 'VALUE_TAKEN') return { name, owner: handled.refusal.owner, byThisCommand: false };
    throw new Error(`A derived command id was refused as used: ${context.commandId}`);
  }
}

function ownerIn(claim: ValueClaim): string {
  if (claim.kind === 'free') throw new Error('Corrupt stream: a value was claimed and is free');
  return claim.owner;
}
