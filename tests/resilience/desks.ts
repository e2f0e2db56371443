import type { TenantId } from '@ledgerdesk/kernel';
import { Caller } from '../support/caller.ts';
import type { StandaloneProcess } from '../support/standalone-process.ts';

export type Part = 'requester' | 'agent' | 'supervisor';

/** A tenant of the demo desk, and those in it who work under load. */
export interface Desk {
  readonly key: string;
  readonly tenant: TenantId;
  readonly tokens: Readonly<Record<Part, string>>;
  /** Of somebody who may read everything in the tenant. */
  readonly reader: string;
  readonly agentId: string;
  readonly teamId: string;
  /** Who writes by the form, as the desk knows them. */
  readonly writer: { readonly name: string; readonly mail: string };
}

const LOGINS = [
  { key: 'harbour', requester: 'ines', agent: 'mira', supervisor: 'sven', reader: 'ada' },
  { key: 'orchard', requester: 'rosa', agent: 'jun', supervisor: 'felix', reader: 'noor' },
] as const;

const ME = '{ me { tenant { id } person { id } teams { id } } }';

interface Me {
  readonly me: {
    readonly tenant: { readonly id: TenantId };
    readonly person: { readonly id: string };
    readonly teams: readonly { readonly id: string }[];
  };
}

/** Both tenants of the demo desk; the tokens outlive a restart. */
export const desksOf = (standalone: StandaloneProcess): Promise<readonly Desk[]> =>
  Promise.all(
    LOGINS.map(async ({ key, ...logins }) => {
      const { me } = await Caller.of(standalone, logins.agent).ask<Me>(ME);
      return {
        key,
        tenant: me.tenant.id,
        tokens: {
          requester: standalone.token(logins.requester),
          agent: standalone.token(logins.agent),
          supervisor: standalone.token(logins.supervisor),
        },
        reader: standalone.token(logins.reader),
        agentId: me.person.id,
        teamId: me.teams[0]!.id,
        writer: { name: logins.requester, mail: `${logins.requester}@${key}.example` },
      };
    }),
  );
