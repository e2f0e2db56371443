import { access } from '@ledgerdesk/contracts';
import { instantOf, newId } from '@ledgerdesk/kernel';
import type { Identity } from '../identity/identity.ts';
import { commandContext } from './command-context.ts';

const COMMAND = '018f3f1e-0000-7000-8000-000000000001';
const CAUSE = '018f3f1e-0000-5000-8000-000000000002';
const clock = { now: () => instantOf(0) };
const agent: Identity = { kind: 'person', subject: newId('psn'), tenant: newId('tnt'), permissions: [], teams: [] };
const reaction: Identity = { ...agent, kind: 'service', subject: 'service:tickets' };

const aHeader = { commandId: COMMAND, correlationId: 'c-1', causationId: '', via: 'graphql' };
const contextOf = (header: Partial<typeof aHeader>, caller = agent) =>
  commandContext({
    definition: access.AccessDefinition,
    name: 'JoinTeam',
    request: { header: { ...aHeader, ...header }, teamId: 't', personId: '' } as never,
    caller,
    clock,
  });

describe('A command that comes in', () => {
  it('is the verified caller’s, in the caller’s tenant, at the service’s time', () => {
    expect(contextOf({})).toEqual({
      tenant: agent.tenant,
      commandId: COMMAND,
      derived: false,
      correlationId: 'c-1',
      actor: { kind: 'person', id: agent.subject, via: 'graphql' },
      origin: 'live',
      occurredAt: instantOf(0),
      // Field 2, two bytes, `t`; the person, left out, leaves nothing.
      body: { command: 'JoinTeam', message: 'EgF0' },
    });
  });

  it('says for whom it is done', () => {
    const actingFor = newId('psn');
    expect(contextOf({}, { ...agent, actingFor }).actor.onBehalfOf).toBe(actingFor);
  });

  it('is one and the same however its id is written', () => {
    expect(contextOf({ commandId: COMMAND.toUpperCase() }).commandId).toBe(COMMAND);
  });

  it('is correlated by its own id where nothing else is given', () => {
    expect(contextOf({ correlationId: '' }).correlationId).toBe(COMMAND);
  });

  it('has a derived id where an event caused it', () => {
    expect(contextOf({ causationId: CAUSE }, reaction)).toMatchObject({ derived: true, causationId: CAUSE });
  });

  it('cannot escape the comparison of repeats by posing as a reaction', () => {
    expect(() => contextOf({ causationId: CAUSE })).toThrow('header.causation_id is for reactions only');
  });

  it.each([
    [{ commandId: '' }, 'header.command_id is not a UUID'],
    [{ commandId: `${COMMAND}\n` }, 'header.command_id is not a UUID'],
    [{ correlationId: 'a\u0000b' }, 'header.correlation_id is not 1 to 128 printable characters'],
    [{ via: '' }, 'header.via is not a way in'],
  ])('is malformed with %j', (header, message) => {
    expect(() => contextOf(header)).toThrow(message);
  });

  it('is malformed without a header', () => {
    const request = { header: undefined };
    expect(() =>
      commandContext({ definition: access.AccessDefinition, name: 'JoinTeam', request, caller: agent, clock }),
    ).toThrow('header.command_id');
  });
});
