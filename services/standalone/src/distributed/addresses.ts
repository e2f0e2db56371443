import { freePort } from '@ledgerdesk/postgres';

const HOST = '127.0.0.1';

/** Where one service listens. */
export interface ServiceAddresses {
  readonly http: number;
  readonly grpc: number;
  readonly ops: number;
}

/** Services that people call, in the order of their ports. */
const FOR_PEOPLE = ['gateway', 'intake'];

/** The gateway takes the port that was asked for, the form the next one; what is between services takes what is free. */
export async function addressesFor(
  services: readonly string[],
  port: number,
): Promise<Readonly<Record<string, ServiceAddresses>>> {
  const entries = services.map(async (service) => {
    const place = FOR_PEOPLE.indexOf(service);
    const [http, grpc, ops] = await Promise.all([freePort(), freePort(), freePort()]);
    return [service, { http: port !== 0 && place >= 0 ? port + place : http, grpc, ops }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** A process of a service, and where it finds itself and the others. */
export interface Replica {
  readonly service: string;
  readonly addresses: Readonly<Record<string, ServiceAddresses>>;
}

/** The first of a service is where its name leads; the others share its consumers and its relay, and listen where it is free. */
export async function replicasOf(
  services: readonly string[],
  {
    addresses,
    counts,
  }: { readonly addresses: Replica['addresses']; readonly counts: Readonly<Record<string, number>> },
): Promise<readonly Replica[]> {
  const firsts = services.map((service) => ({ service, addresses }));
  const more = services.flatMap((service) => Array<string>((counts[service] ?? 1) - 1).fill(service));
  const others = more.map(async (service) => ({
    service,
    addresses: { ...addresses, ...(await addressesFor([service], 0)) },
  }));
  return [...firsts, ...(await Promise.all(others))];
}

export const httpAddress = (port: number): string => `http://${HOST}:${port}`;
export const grpcAddress = (port: number): string => `${HOST}:${port}`;
