import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { AttackedDesk, RUNS } from '../../support/bad-input/attacked-desk.ts';
import { hostileInput } from '../../support/bad-input/hostile.ts';
import { codesOf } from '../../support/bad-input/typed-answer.ts';

describe('Bad input to every mutation', () => {
  let desk: AttackedDesk;
  /** A ticket of each tenant. */
  let ours: string;
  let theirs: string;

  beforeAll(async () => {
    desk = await AttackedDesk.start();
    [ours, theirs] = [await desk.ticketOf('mira'), await desk.ticketOf('jun')];
  });
  afterAll(async () => expect(await desk.stop()).toEqual([]));

  it('that names a ticket of another tenant gets the answer of one that is nowhere', async () => {
    const input = {
      commandId: randomUUID(),
      body: { content: 'x' },
      reason: 'x',
      agentId: 'psn_01m85ntzt9fvqbjnff4ym24wwt',
      commands: [{ take: true }],
    };
    for (const { name, input: type } of desk.offered.mutations) {
      const fields = (desk.offered.types.get(type)?.inputFields ?? []).map((field) => field.name);
      if (!fields.includes('ticketId') || name === 'openTicket') continue;
      const asked = (ticketId: string) =>
        desk.mutate(
          name,
          Object.fromEntries(Object.entries({ ...input, ticketId }).filter(([key]) => fields.includes(key))),
        );
      await desk.expectRefused(() => asked(theirs), 'TICKET_NOT_FOUND');
      expect((await asked(theirs)).text).toBe((await asked('tkt_01h455vb4pex5vsknk084sn02q')).text);
    }
  });

  it('made up from what the schema says it takes is refused in typed words or taken whole, and never breaks anything', async () => {
    const known = { ids: [ours, theirs] };
    for (const { name, input } of desk.offered.mutations) {
      await fc.assert(
        fc.asyncProperty(hostileInput(desk.offered, known, input), async (made) => {
          const before = await desk.events();
          const answer = await desk.mutate(name, made);
          const refused = codesOf(answer).length > 0;
          if (refused) expect(await desk.events()).toBe(before);
          else expect(answer.text).toContain('Success');
        }),
        { numRuns: RUNS },
      );
    }
  }, 600_000);

  it.each(['\u001b[31mred', 'a\u0007', 'x\ufffe'])('that is no text is refused: %j', async (text) => {
    const opening = { commandId: randomUUID(), subject: text, body: { content: 'x' } };
    await desk.expectRefused(() => desk.mutate('openTicket', opening), 'INVALID_INPUT');
    const note = { commandId: randomUUID(), ticketId: ours, body: { content: text } };
    await desk.expectRefused(() => desk.mutate('addNote', note), 'INVALID_INPUT');
    const hold = { commandId: randomUUID(), ticketId: ours, reason: text };
    await desk.expectRefused(() => desk.mutate('holdTicket', hold), 'INVALID_INPUT');
  });

  it('of which nothing is seen is none, and what turns its neighbours around is left out of a subject', async () => {
    const opening = { commandId: randomUUID(), subject: '\u200b\u202e', body: { content: 'x' } };
    await desk.expectRefused(() => desk.mutate('openTicket', opening), 'INVALID_INPUT');
    const caller = desk.as('ines');
    const turned = { subject: '\u202egpj.exe', body: { content: 'x' } };
    const { ticketId, atLeast } = await caller.command('openTicket', turned);
    expect(await caller.ask('query ($id: ID!) { ticket(id: $id) { subject } }', { id: ticketId }, atLeast)).toEqual({
      ticket: { subject: 'gpj.exe' },
    });
  });

  it('leaves text that is unusual and nothing worse as it is', async () => {
    const subject = '𝒯𝒾𝒸𝓀ℯ𝓉 😀 قطار می‌خواهم 👩‍👩‍👧 \u200fright to left';
    const content = `${subject}\n\t<b>\u202eturned\u202c`;
    const caller = desk.as('ines');
    const { ticketId, atLeast } = await caller.command('openTicket', {
      subject,
      body: { content },
    });
    const query = 'query ($id: ID!) { ticket(id: $id) { subject timeline(first: 1) { nodes { text } } } }';
    expect(await caller.ask(query, { id: ticketId }, atLeast)).toEqual({
      ticket: { subject, timeline: { nodes: [{ text: content }] } },
    });
  });
});
