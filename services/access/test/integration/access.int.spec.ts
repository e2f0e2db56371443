import { loginValue, normalMail } from '@ledgerdesk/contracts';
import type { EventStore, RecordedEvent } from '@ledgerdesk/event-store';
import { InMemoryKeyRing, valueName } from '@ledgerdesk/event-store';
import { newId, RESERVED_TENANT, type PersonId, type TeamId, type TenantId } from '@ledgerdesk/kernel';
import { RpcError } from '@ledgerdesk/platform';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { crashingAt } from '../support/crashing-event-store.ts';
import { inMemory, onPostgres, type SpecLedger } from '../support/ledgers.ts';
import {
  acceptedId,
  anOperator,
  anOperatorIn,
  aPersonWith,
  aReaction,
  refusalOf,
  RunningAccess,
} from '../support/running-access.ts';

/** As a reaction asks: again where others were quicker, over and over. */
async function untilAnswered<Reply>(ask: () => Promise<Reply>): Promise<Reply> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof RpcError && error.retryable)) throw error;
    }
  }
}

describe.each([
  ['in memory', inMemory],
  ['on PostgreSQL', onPostgres],
])('Access, its ledger %s', (_, startLedger) => {
  const keyRing = new InMemoryKeyRing();
  let ledger: SpecLedger;
  let store: EventStore;
  let access: RunningAccess;
  let tenant: TenantId;

  beforeAll(async () => {
    ledger = await startLedger();
    store = ledger.open();
    access = await RunningAccess.start(store, keyRing);
  });

  afterAll(async () => {
    await access?.stop();
    await ledger?.stop();
  });

  beforeEach(() => {
    tenant = newId('tnt');
  });

  const administrator = () => aPersonWith('administrator', tenant);
  const aPerson = (wish: { personId?: string; name?: string; mail?: string; roles?: string[] } = {}) => ({
    personId: '',
    name: 'Ben',
    mail: 'ben@acme.example',
    roles: ['agent'],
    language: 'en',
    ...wish,
  });
  const aWriter = (wish: { mail?: string; name?: string; submissionId?: string } = {}) => ({
    mail: 'carla@home.example',
    name: 'Carla',
    submissionId: '',
    ...wish,
  });
  const aRegisteredTenant = async (): Promise<string> => {
    const key = `t${randomUUID().slice(0, 8)}`;
    await access.send('registerTenant', anOperator, { tenantId: tenant, key, name: 'Acme' });
    return key;
  };

  async function eventsOf(category: string, id: string, of = tenant): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const event of store.readStream({ category, tenant: of, id })) events.push(event);
    return events;
  }
  const typesOf = async (category: string, id: string, of = tenant) =>
    (await eventsOf(category, id, of)).map(({ type }) => type);

  const claimsMade = async () => (await store.readAll({ categories: ['valueClaim'] }, 'start', 10_000)).events.length;

  describe('Registering a tenant', () => {
    it('puts it above all tenants', async () => {
      await aRegisteredTenant();
      expect(await typesOf('tenant', tenant, RESERVED_TENANT)).toEqual(['TenantRegistered']);
    });

    it('is refused where its key is taken', async () => {
      const key = await aRegisteredTenant();
      const wish = { tenantId: '', key, name: 'Another' };
      expect(refusalOf(await access.send('registerTenant', anOperator, wish))).toEqual({
        code: 'KEY_TAKEN',
        owner: tenant,
      });
    });

    it.each([
      ['an administrator', () => administrator()],
      ['an operator who names a tenant', () => anOperatorIn(tenant)],
      ['an administrator who claims to be above tenants', () => aPersonWith('administrator', RESERVED_TENANT)],
    ])('is not for %s', async (_who, caller) => {
      const wish = { tenantId: '', key: 'mine', name: 'Mine' };
      expect(refusalOf(await access.send('registerTenant', caller(), wish))).toEqual({ code: 'NOT_PERMITTED' });
    });

    it('is refused with all faults of the input', async () => {
      const wish = { tenantId: RESERVED_TENANT, key: 'No Key', name: '\u0000' };
      expect(refusalOf(await access.send('registerTenant', anOperator, wish))).toMatchObject({
        code: 'INVALID_INPUT',
        faults: [
          { path: ['tenantId'], rule: 'RESERVED' },
          { path: ['key'], rule: 'NOT_A_KEY' },
          { path: ['name'], rule: 'NOT_TEXT' },
        ],
      });
    });
  });

  describe('The first administrator', () => {
    const ada = () => aPerson({ mail: 'ada@acme.example', roles: ['administrator'] });

    it('is named by an operator, and let in', async () => {
      await aRegisteredTenant();
      const personId = acceptedId(await access.send('registerPerson', anOperatorIn(tenant), ada()));
      const login = { personId, issuer: 'https://id.example', subject: 'ada' };
      await access.send('linkLogin', anOperatorIn(tenant), login);
      expect(await typesOf('person', personId)).toEqual(['PersonRegistered', 'LoginLinked']);
    });

    it('is named once', async () => {
      await aRegisteredTenant();
      acceptedId(await access.send('registerPerson', anOperatorIn(tenant), ada()));
      const another = aPerson({ personId: newId('psn'), mail: 'eve@acme.example', roles: ['administrator'] });
      expect(refusalOf(await access.send('registerPerson', anOperatorIn(tenant), another))).toEqual({
        code: 'NOT_PERMITTED',
      });
      const unnamed = { ...another, personId: '' };
      expect(refusalOf(await access.send('registerPerson', anOperatorIn(tenant), unnamed))).toMatchObject({
        code: 'PERSON_EXISTS',
      });
    });

    it('is one, however many operators name one at once', async () => {
      await aRegisteredTenant();
      const replies = await Promise.all(
        Array.from({ length: 8 }, (__, n) =>
          access.send('registerPerson', anOperatorIn(tenant), { ...ada(), mail: `ada${n}@acme.example` }),
        ),
      );
      expect(replies.filter(({ outcome }) => outcome?.$case === 'accepted')).toHaveLength(1);
    });

    it('is let in by an operator once', async () => {
      await aRegisteredTenant();
      const personId = acceptedId(await access.send('registerPerson', anOperatorIn(tenant), ada()));
      const login = { personId, issuer: 'https://id.example', subject: 'ada' };
      await access.send('linkLogin', anOperatorIn(tenant), login);
      const intruder = { ...login, subject: 'operator' };
      expect(refusalOf(await access.send('linkLogin', anOperatorIn(tenant), intruder))).toEqual({
        code: 'NOT_PERMITTED',
      });
      expect(acceptedId(await access.send('linkLogin', administrator(), { ...intruder, personId }))).toBe(personId);
    });

    it('is an administrator of a tenant that exists', async () => {
      expect(refusalOf(await access.send('registerPerson', anOperatorIn(tenant), ada()))).toEqual({
        code: 'TENANT_NOT_FOUND',
        tenantId: tenant,
      });
      await aRegisteredTenant();
      expect(refusalOf(await access.send('registerPerson', anOperatorIn(tenant), aPerson()))).toEqual({
        code: 'NOT_PERMITTED',
      });
    });

    it('is the same when the command comes again', async () => {
      await aRegisteredTenant();
      const commandId = randomUUID();
      const send = () => access.send('registerPerson', anOperatorIn(tenant), ada(), { commandId });
      expect(await send()).toEqual(await send());
    });
  });

  describe('Registering a person', () => {
    it('keeps name and address where only the key opens them', async () => {
      const personId = acceptedId(await access.send('registerPerson', administrator(), aPerson()));
      const [event] = await eventsOf('person', personId);
      expect(event!.data).toMatchObject({ roles: ['agent'], sealed: expect.anything() });
      expect(event!.dataText).not.toMatch(/Ben|acme/);
    });

    it('is refused where the address is another person’s, however it is spelt', async () => {
      const personId = acceptedId(await access.send('registerPerson', administrator(), aPerson()));
      const again = aPerson({ mail: ' BEN@Acme.Example', personId: newId('psn') });
      expect(refusalOf(await access.send('registerPerson', administrator(), again))).toEqual({
        code: 'MAIL_TAKEN',
        personId,
      });
    });

    it('is refused where the id is taken, and leaves the address free', async () => {
      const personId = acceptedId(await access.send('registerPerson', administrator(), aPerson()));
      const other = aPerson({ personId, mail: 'other@acme.example' });
      const before = await claimsMade();
      expect(refusalOf(await access.send('registerPerson', administrator(), other))).toEqual({
        code: 'PERSON_EXISTS',
        personId,
      });
      expect(await claimsMade()).toBe(before);
      acceptedId(await access.send('registerPerson', administrator(), { ...other, personId: '' }));
    });

    it('needs no address', async () => {
      const clock = () => access.send('registerPerson', administrator(), aPerson({ mail: '', name: 'Warehouse' }));
      expect(acceptedId(await clock())).not.toBe(acceptedId(await clock()));
    });

    it('gets its first answer when it comes again, with the id that was made for it', async () => {
      const commandId = randomUUID();
      const ada = administrator();
      const send = () => access.send('registerPerson', ada, aPerson(), { commandId });
      expect(await send()).toEqual(await send());
    });

    it('is not for agents', async () => {
      expect(refusalOf(await access.send('registerPerson', aPersonWith('agent', tenant), aPerson()))).toEqual({
        code: 'NOT_PERMITTED',
      });
    });

    it('leaves the address free where it is refused', async () => {
      const ada = administrator();
      const overreaching = aPerson({ personId: newId('psn'), roles: ['operator'] });
      expect(refusalOf(await access.send('registerPerson', ada, overreaching))).toEqual({ code: 'NOT_PERMITTED' });
      acceptedId(await access.send('registerPerson', ada, aPerson({ personId: newId('psn') })));
    });

    it('may be tried again with another address under the id of a command that was refused', async () => {
      const ada = administrator();
      acceptedId(await access.send('registerPerson', ada, aPerson()));
      const ids = { commandId: randomUUID() };
      const personId = newId('psn');
      expect(refusalOf(await access.send('registerPerson', ada, aPerson({ personId }), ids))).toMatchObject({
        code: 'MAIL_TAKEN',
      });
      const mail = 'eve@acme.example';
      acceptedId(await access.send('registerPerson', ada, aPerson({ personId, mail }), ids));
      expect(acceptedId(await access.send('identifyPerson', aReaction(tenant), aWriter({ mail })))).toBe(personId);
    });

    it('claims the address of the command that came to its end, after a crash in one with another address', async () => {
      const ada = administrator();
      const ids = { commandId: randomUUID() };
      const crashing = await RunningAccess.start(crashingAt(ledger.open(), 'person'), keyRing);
      await expect(crashing.send('registerPerson', ada, aPerson(), ids)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      await crashing.stop();
      const mail = 'eve@acme.example';
      const personId = acceptedId(await access.send('registerPerson', ada, aPerson({ mail }), ids));
      expect(acceptedId(await access.send('identifyPerson', aReaction(tenant), aWriter({ mail })))).toBe(personId);
    });

    it('lets two tenants know somebody by the same address', async () => {
      acceptedId(await access.send('registerPerson', administrator(), aPerson()));
      tenant = newId('tnt');
      acceptedId(await access.send('registerPerson', administrator(), aPerson()));
    });
  });

  describe('Identifying who wrote', () => {
    it('registers a requester where nobody has the address', async () => {
      const personId = acceptedId(await access.send('identifyPerson', aReaction(tenant), aWriter()));
      const [event] = await eventsOf('person', personId);
      expect(event).toMatchObject({ type: 'PersonRegistered', data: { roles: ['requester'] } });
    });

    it('finds who has it', async () => {
      const personId = acceptedId(await access.send('registerPerson', administrator(), aPerson()));
      const wrote = aWriter({ mail: 'Ben@ACME.example', name: 'Somebody' });
      expect(acceptedId(await access.send('identifyPerson', aReaction(tenant), wrote))).toBe(personId);
      expect(await typesOf('person', personId)).toEqual(['PersonRegistered']);
    });

    it('says whose the submission was', async () => {
      const submissionId = newId('sub');
      const personId = acceptedId(await access.send('identifyPerson', aReaction(tenant), aWriter({ submissionId })));
      const [, attributed] = await eventsOf('person', personId);
      expect(attributed).toMatchObject({ type: 'SubjectAttributed', data: { subjectId: submissionId } });
    });

    it('says it once, however often the reaction asks', async () => {
      const ids = { commandId: randomUUID(), causationId: randomUUID() };
      const wish = aWriter({ submissionId: newId('sub') });
      const send = () => access.send('identifyPerson', aReaction(tenant), wish, ids);
      const replies = [await send(), ...(await Promise.all([send(), send()]))];
      expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
      expect(await typesOf('person', acceptedId(replies[0]!))).toEqual(['PersonRegistered', 'SubjectAttributed']);
    });

    it('makes one person of one address, however many ask at once and on however many replicas', async () => {
      const another = await RunningAccess.start(ledger.open(), keyRing);
      const replies = await Promise.all(
        Array.from({ length: 24 }, (__, n) => {
          const writer = aWriter({ submissionId: newId('sub') });
          const sent = { commandId: randomUUID() };
          const service = n % 2 ? access : another;
          return untilAnswered(() => service.send('identifyPerson', aReaction(tenant), writer, sent));
        }),
      );
      await another.stop();
      const [personId, ...others] = new Set(replies.map(acceptedId));
      expect(others).toEqual([]);
      const types = await typesOf('person', personId!);
      expect(types).toEqual(['PersonRegistered', ...Array.from({ length: 24 }, () => 'SubjectAttributed')]);
    });

    it('makes one person while an administrator registers the same address', async () => {
      const [registered, ...identified] = await Promise.all([
        access.send('registerPerson', administrator(), aPerson({ mail: 'carla@home.example' })),
        ...Array.from({ length: 8 }, () => {
          const [writer, sent] = [aWriter(), { commandId: randomUUID() }];
          return untilAnswered(() => access.send('identifyPerson', aReaction(tenant), writer, sent));
        }),
      ]);
      const ids = new Set(identified.map(acceptedId));
      if (registered!.outcome?.$case === 'accepted') ids.add(acceptedId(registered!));
      expect(ids.size).toBe(1);
      expect(await typesOf('person', [...ids][0]!)).toEqual(['PersonRegistered']);
    });

    it('takes whoever writes from an address, whatever they call themselves', async () => {
      const mail = fc.oneof(
        fc.emailAddress(),
        fc.string({ unit: 'grapheme' }).map((local) => `${local}@müller.example`),
      );
      const name = fc.string({ unit: 'binary', maxLength: 300 });
      await fc.assert(
        fc.asyncProperty(mail, name, async (address, called) => {
          const reply = await access.send(
            'identifyPerson',
            aReaction(tenant),
            aWriter({ mail: address, name: called }),
          );
          if (normalMail(address) === undefined) expect(refusalOf(reply)).toMatchObject({ code: 'INVALID_INPUT' });
          else acceptedId(reply);
        }),
        { numRuns: 100 },
      );
    });

    it('is not for requesters, and attributing not for agents', async () => {
      expect(refusalOf(await access.send('identifyPerson', aPersonWith('requester', tenant), aWriter()))).toEqual({
        code: 'NOT_PERMITTED',
      });
      const wish = aWriter({ submissionId: newId('sub') });
      expect(refusalOf(await access.send('identifyPerson', aPersonWith('agent', tenant), wish))).toEqual({
        code: 'NOT_PERMITTED',
      });
    });

    it('is refused for what is no address', async () => {
      const wish = aWriter({ mail: 'carla\r\nBcc: x@y.example', submissionId: 'psn_1' });
      expect(refusalOf(await access.send('identifyPerson', aReaction(tenant), wish))).toMatchObject({
        code: 'INVALID_INPUT',
        faults: [
          { path: ['mail'], rule: 'NOT_A_MAIL_ADDRESS' },
          { path: ['submissionId'], rule: 'NOT_AN_ID' },
        ],
      });
    });
  });

  describe('A crash between a claim and its owner', () => {
    const crash = async (send: (crashing: RunningAccess) => Promise<unknown>, category = 'person') => {
      const crashing = await RunningAccess.start(crashingAt(ledger.open(), category), keyRing);
      await expect(send(crashing)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      await crashing.stop();
    };

    it('is mended by whoever asks for the address next', async () => {
      await crash((crashing) => crashing.send('identifyPerson', aReaction(tenant), aWriter()));
      const ids = await Promise.all(
        Array.from({ length: 6 }, async () =>
          acceptedId(await access.send('identifyPerson', aReaction(tenant), aWriter())),
        ),
      );
      expect(new Set(ids).size).toBe(1);
      expect(await typesOf('person', ids[0]!)).toEqual(['PersonRegistered']);
    });

    it('is mended by the same command, sent again', async () => {
      const commandId = randomUUID();
      const ada = administrator();
      await crash((crashing) => crashing.send('registerPerson', ada, aPerson(), { commandId }));
      const personId = acceptedId(await access.send('registerPerson', ada, aPerson(), { commandId }));
      expect(await typesOf('person', personId)).toEqual(['PersonRegistered']);
    });

    it('leaves the address to the next who registers it, under the id that was claimed', async () => {
      const ada = administrator();
      const claimed = newId('psn');
      await crash((crashing) => crashing.send('registerPerson', ada, aPerson({ personId: claimed })));
      expect(acceptedId(await access.send('registerPerson', ada, aPerson({ roles: ['auditor'] })))).toBe(claimed);
    });

    it('tells who insists on another id whose the address is', async () => {
      const ada = administrator();
      const claimed = newId('psn');
      await crash((crashing) => crashing.send('registerPerson', ada, aPerson({ personId: claimed })));
      expect(refusalOf(await access.send('registerPerson', ada, aPerson({ personId: newId('psn') })))).toEqual({
        code: 'MAIL_TAKEN',
        personId: claimed,
      });
    });

    describe('whose owner then comes to be without the value', () => {
      let owner: string;

      beforeEach(async () => {
        const ada = administrator();
        owner = newId('psn');
        const mail = 'carla@home.example';
        await crash((crashing) => crashing.send('registerPerson', ada, aPerson({ personId: owner, mail })));
        acceptedId(await access.send('registerPerson', ada, aPerson({ personId: owner })));
      });

      it('never leads who writes to that owner', async () => {
        const carla = acceptedId(await access.send('identifyPerson', aReaction(tenant), aWriter()));
        expect(carla).not.toBe(owner);
        expect(acceptedId(await access.send('identifyPerson', aReaction(tenant), aWriter()))).toBe(carla);
      });

      it('is given to who is registered with it', async () => {
        const carla = aPerson({ mail: 'carla@home.example' });
        const personId = acceptedId(await access.send('registerPerson', administrator(), carla));
        expect(acceptedId(await access.send('identifyPerson', aReaction(tenant), aWriter()))).toBe(personId);
      });
    });

    it('leaves a team’s key to the next who creates it', async () => {
      const ada = administrator();
      const wish = { teamId: '', key: 'network', name: 'Network' };
      await crash((crashing) => crashing.send('createTeam', ada, wish), 'team');
      const teamId = acceptedId(await access.send('createTeam', ada, wish));
      expect(await typesOf('team', teamId)).toEqual(['TeamCreated']);
    });

    it('leaves the login to the person for whom it was claimed', async () => {
      const ada = administrator();
      const personId = acceptedId(await access.send('registerPerson', ada, aPerson()));
      const login = { personId, issuer: 'https://id.example', subject: 'ben' };
      await crash((crashing) => crashing.send('linkLogin', ada, login));
      acceptedId(await access.send('linkLogin', ada, login));
      expect(await typesOf('person', personId)).toEqual(['PersonRegistered', 'LoginLinked']);
    });
  });

  describe('Logins, roles and teams', () => {
    it('keep what the identity provider calls the person where only the key opens it', async () => {
      const ada = administrator();
      const personId = acceptedId(await access.send('registerPerson', ada, aPerson()));
      const login = { issuer: 'https://id.example', subject: 'ben@acme.example' };
      await access.send('linkLogin', ada, { personId, ...login });
      const [, linked] = await eventsOf('person', personId);
      const loginName = valueName(await keyRing.namingKey(tenant), loginValue(login));
      expect(linked!.data).toEqual({ issuer: login.issuer, loginName, sealed: [expect.anything()] });
      expect(linked!.dataText).not.toContain('acme');
      expect(await typesOf('valueClaim', loginName)).toEqual(['ValueClaimed']);
    });

    it('refuse a login that the person has already', async () => {
      const ada = administrator();
      const personId = acceptedId(await access.send('registerPerson', ada, aPerson()));
      const link = () => access.send('linkLogin', ada, { personId, issuer: 'https://id.example', subject: 'ben' });
      acceptedId(await link());
      expect(refusalOf(await link())).toEqual({ code: 'LOGIN_LINKED' });
    });

    it('let a login act as one person only', async () => {
      const ada = administrator();
      const first = acceptedId(await access.send('registerPerson', ada, aPerson()));
      const second = acceptedId(await access.send('registerPerson', ada, aPerson({ mail: 'eve@acme.example' })));
      const login = { issuer: 'https://id.example', subject: 'ben' };
      await access.send('linkLogin', ada, { personId: first, ...login });
      expect(refusalOf(await access.send('linkLogin', ada, { personId: second, ...login }))).toEqual({
        code: 'LOGIN_TAKEN',
        personId: first,
      });
      const nobody = newId('psn');
      expect(refusalOf(await access.send('linkLogin', ada, { personId: nobody, issuer: 'i', subject: 's' }))).toEqual({
        code: 'PERSON_NOT_FOUND',
        personId: nobody,
      });
    });

    it('give and take roles', async () => {
      const ada = administrator();
      const personId = acceptedId(await access.send('registerPerson', ada, aPerson()));
      await access.send('grantRole', ada, { personId, role: 'supervisor' });
      await access.send('revokeRole', ada, { personId, role: 'agent' });
      expect(await typesOf('person', personId)).toEqual(['PersonRegistered', 'RoleGranted', 'RoleRevoked']);
      expect(refusalOf(await access.send('grantRole', ada, { personId, role: 'boss' }))).toMatchObject({
        code: 'INVALID_INPUT',
      });
    });

    it('make a team and its members', async () => {
      const ada = administrator();
      const personId = acceptedId(await access.send('registerPerson', ada, aPerson())) as PersonId;
      const teamId = acceptedId(
        await access.send('createTeam', ada, { teamId: '', key: 'network', name: 'Network' }),
      ) as TeamId;
      await access.send('joinTeam', ada, { teamId, personId });
      await access.send('leaveTeam', ada, { teamId, personId });
      expect(await typesOf('team', teamId)).toEqual(['TeamCreated', 'TeamJoined', 'TeamLeft']);
      expect(refusalOf(await access.send('createTeam', ada, { teamId: '', key: 'network', name: 'Again' }))).toEqual({
        code: 'KEY_TAKEN',
        owner: teamId,
      });
    });

    it('are out of another tenant’s reach', async () => {
      const personId = acceptedId(await access.send('registerPerson', administrator(), aPerson()));
      const stranger = aPersonWith('administrator', newId('tnt'));
      expect(refusalOf(await access.send('grantRole', stranger, { personId, role: 'auditor' }))).toEqual({
        code: 'PERSON_NOT_FOUND',
        personId,
      });
    });

    it('take a command id for one command only', async () => {
      const ada = administrator();
      const commandId = randomUUID();
      await access.send('registerPerson', ada, aPerson(), { commandId });
      const other = aPerson({ mail: 'eve@acme.example' });
      expect(refusalOf(await access.send('registerPerson', ada, other, { commandId }))).toEqual({
        code: 'COMMAND_ID_REUSED',
      });
    });
  });
});
