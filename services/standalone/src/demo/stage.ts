import type { OwnIssuer } from '@ledgerdesk/access';
import type { IdentityIssuer, RpcChannel } from '@ledgerdesk/platform';

/** Where the demo desk is played: the same services, however they run. */
export interface Stage {
  /** Of the gateway: `http://127.0.0.1:4000` */
  readonly address: string;
  /** Of the web form. */
  readonly formAddress: string;
  readonly rpc: RpcChannel;
  /** Of the service by which people come. */
  readonly people: IdentityIssuer;
  readonly ownIssuer: OwnIssuer | undefined;
  /** The issuer that logins are linked under. */
  readonly loginIssuer: string;
}
