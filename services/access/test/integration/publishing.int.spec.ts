import { access, type TopicMessage } from '@ledgerdesk/contracts';
import { InMemoryEventStore, InMemoryKeyRing, openValue, type RecordedEvent } from '@ledgerdesk/event-store';
import { newId } from '@ledgerdesk/kernel';
import { assertSameBytes } from '@ledgerdesk/messaging';
import { accessService } from '../../src/access.module.ts';
import { acceptedId, aPersonWith, RunningAccess } from '../support/running-access.ts';

describe('A person as the world hears of one', () => {
  const store = new InMemoryEventStore();
  const keyRing = new InMemoryKeyRing();
  const tenant = newId('tnt');
  let recorded: RecordedEvent;
  let message: TopicMessage<'person'>;

  beforeAll(async () => {
    const service = await RunningAccess.start(store, keyRing);
    const ben = { personId: '', name: 'Ben', mail: 'ben@acme.example', roles: ['agent'], language: 'en' };
    const id = acceptedId(await service.send('registerPerson', aPersonWith('administrator', tenant), ben));
    for await (const event of store.readStream({ category: 'person', tenant, id })) recorded = event;
    const published = accessService.published.find(({ topic }) => topic === 'person')!;
    message = published.toMessage(recorded) as access.PersonEvent;
    await service.stop();
  });

  const registration = () => {
    if (message.message?.$case !== 'personRegistered') throw new Error(`Not a registration: ${message.message?.$case}`);
    return message.message.value;
  };

  it('is exactly what its bytes say', () => {
    assertSameBytes('person', message);
  });

  it('has roles and language in clear, and nothing of the claims', () => {
    expect(registration()).toEqual({ roles: ['agent'], language: 'en', sealed: expect.anything() });
  });

  it('has name and address sealed, for whoever has the key', async () => {
    const { sealed } = registration();
    const keys = await keyRing.find(tenant, sealed!.keyIds);
    const { eventId, schemaVersion } = recorded;
    const opened = openValue({ sealed: sealed!, eventId, schemaVersion }, keys);
    expect(opened === 'erased' ? opened : access.PersonRegisteredPersonal.decode(opened)).toEqual({
      name: 'Ben',
      mail: 'ben@acme.example',
    });
  });
});
