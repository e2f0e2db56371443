import { ConfigError } from '../config/config-error.ts';
import type { ServiceDefinition } from '../service.ts';

const OWNER = /^ledgerdesk\.([a-z]+)\.v\d+\./;

/**
 * Where the services are that this one calls, by the full names of their definitions.
 * @throws ConfigError where the configuration names no address of one
 */
export function addressesOf(
  { calls = [] }: ServiceDefinition,
  byService: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const named = calls.map(({ fullName }) => [fullName, OWNER.exec(fullName)?.[1] ?? fullName] as const);
  const missing = named.filter(([, service]) => byService[service] === undefined).map(([, service]) => service);
  if (missing.length > 0) {
    throw new ConfigError([{ variable: 'RPC_ADDRESSES', problem: `names no address of ${missing.join(', ')}` }]);
  }
  return Object.fromEntries(named.map(([fullName, service]) => [fullName, byService[service]!]));
}
