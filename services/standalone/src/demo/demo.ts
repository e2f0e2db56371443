import type { Composition } from '../composition.ts';
import { DemoCommands } from './commands.ts';
import { demoDesk } from './desk.ts';
import { firstTicket, type FirstTicket } from './first-ticket.ts';
import { seedDemoDesk } from './seed.ts';
import { demoTokens, type DemoLogin } from './tokens.ts';

/** What there is to be shown: who is there, and what has just happened. */
export interface Demo {
  readonly logins: readonly DemoLogin[];
  readonly ticket: FirstTicket;
}

/** Brings a small desk to life, if tokens for it can be made here: where logins are somebody else's, there is none. */
export async function showDemo(composition: Composition, ending: AbortSignal): Promise<Demo | undefined> {
  const { address, rpc, services, logins } = composition;
  const { ownIssuer } = logins;
  const [tenant] = demoDesk;
  const people = services.find(({ definition }) => definition.name === 'gateway')?.runtime.issuer;
  if (!ownIssuer || !tenant || !people) return undefined;
  await seedDemoDesk(new DemoCommands({ rpc, issuer: people, ending }), logins.issuer);
  const tokens = await demoTokens(ownIssuer);
  const tokenOf = (login: string): string => tokens.find((one) => one.login === login)?.token ?? '';
  return { logins: tokens, ticket: await firstTicket({ address, tenant, tokenOf, ending }) };
}
