import { KurrentEventStore } from '@ledgerdesk/event-store';
import { kurrentDbHere, startKurrentDb, type TestKurrentDb } from '@ledgerdesk/testing';
import { eventStoreConformance } from '../support/event-store-conformance/event-store-conformance.ts';

const here = kurrentDbHere();
let kurrentDb: TestKurrentDb | undefined;

afterAll(() => kurrentDb?.stop());

eventStoreConformance(`on KurrentDB (${here})`, async () => {
  const { url } = (kurrentDb ??= await startKurrentDb());
  return () => new KurrentEventStore({ url, appendTimeoutMs: 60_000 });
});

if (here === 'the stand-in') {
  it.skip('KurrentDB: not run against a server, a stand-in took its place: set KURRENTDB_URL to one that may be written to, or have a Docker engine', () =>
    undefined);
}
