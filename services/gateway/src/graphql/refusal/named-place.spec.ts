import { namedPlace } from './named-place.ts';

const TEAM = 'tea_01h455vb4pex5vsknk084sn02n';
const unknownTeam = { code: 'TEAM_NOT_FOUND', teamId: TEAM } as const;

describe('The place of a refusal', () => {
  it('is the field of the input that holds what the refusal names', () => {
    expect(namedPlace(unknownTeam, { ticketId: 'tkt_1', teamId: TEAM }, [])).toEqual(['teamId']);
  });

  it('is within the command that was refused, whatever the others name', () => {
    const commands = [{ assign: { teamId: TEAM } }, { take: true }, { assign: { agentId: null, teamId: TEAM } }];
    expect(namedPlace(unknownTeam, { commands }, ['commands', '2'])).toEqual(['commands', '2', 'assign', 'teamId']);
  });

  it.each([
    ['names nothing', { code: 'TICKET_CLOSED' } as const],
    ['names what the input does not hold', { code: 'PERSON_NOT_FOUND', personId: 'psn_1' } as const],
  ])('is what the service says, where it %s', (_, refusal) => {
    expect(namedPlace(refusal, { commands: [{ take: true }] }, ['commands', '0'])).toEqual(['commands', '0']);
  });
});
