import { KurrentEventStore } from '@ledgerdesk/event-store';
import { givenKurrentDb, startKurrentDbStandIn, type KurrentDbStandIn } from '@ledgerdesk/testing';
import { eventStoreConformance } from '../support/event-store-conformance/event-store-conformance.ts';

const given = givenKurrentDb();
let standIn: KurrentDbStandIn | undefined;

afterAll(() => standIn?.stop());

eventStoreConformance(given ? 'on KurrentDB' : 'on the stand-in for KurrentDB', async () => {
  if (!given) standIn = await startKurrentDbStandIn();
  const url = given ?? standIn!.url;
  return () => new KurrentEventStore({ url, appendTimeoutMs: 60_000 });
});

if (!given) {
  it.skip('KurrentDB: not run against a server, a stand-in took its place: set KURRENTDB_URL to one that may be written to', () =>
    undefined);
}
