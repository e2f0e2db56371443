import { newId, type SubmissionId, type TenantId } from '@ledgerdesk/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { asked, FORM, tokenOn } from '../support/doors.ts';
import { RunningIntake } from '../support/running-intake.ts';

describe('Whoever wrote to a desk', () => {
  let intake: RunningIntake;
  let tenant: TenantId;
  beforeAll(async () => {
    intake = await RunningIntake.start();
    tenant = await intake.neighbours.register('acme', 'Acme & Sons');
    while ((await get('/forms/acme')).statusCode === 404) await sleep(10);
  });
  afterAll(() => intake.stop());

  const get = (url: string) => intake.app.inject({ method: 'GET', url });
  const write = async (): Promise<{ id: SubmissionId; page: string; resource: string }> => {
    const token = tokenOn((await get('/forms/acme')).body);
    const posted = await intake.app.inject({
      method: 'POST',
      url: '/forms/acme',
      headers: { 'content-type': FORM },
      payload: new URLSearchParams({ ...asked, token }).toString(),
    });
    const page = String(posted.headers.location);
    const id = page.split('/').at(-1) as SubmissionId;
    return { id, page, resource: `/v1/tenants/acme/submissions/${id}` };
  };
  const opened = (submissionId: SubmissionId, number: string) =>
    intake.neighbours.tell(tenant, { type: 'TicketOpened', submissionId, number });
  const refused = (submissionId: SubmissionId) =>
    intake.neighbours.tell(tenant, { type: 'SubmissionRefused', submissionId, code: 'INVALID_INPUT' });
  const until = async (url: string, holds: (body: string) => boolean): Promise<string> => {
    for (;;) {
      const { body } = await get(url);
      if (holds(body)) return body;
      await sleep(10);
    }
  };

  it('meets the desk of the tenant under this key, and no other', async () => {
    expect((await get('/forms/acme')).body).toContain('Write to Acme &amp; Sons');
    expect((await get('/forms/other')).statusCode).toBe(404);
  });

  it('sees the number on the page that was asked for before the ticket was opened', async () => {
    const { id, page } = await write();
    const asking = get(page);
    await opened(id, 'LD-7');
    // The page waits for the number a moment; where that is too short, it asks again by itself.
    const { body } = await asking;
    if (!body.includes('LD-7')) expect(body).toContain('http-equiv="refresh"');
    const shown = await until(page, (text) => text.includes('LD-7'));
    expect(shown).not.toContain('http-equiv="refresh"');
  });

  it('hears the same over REST', async () => {
    const { id, resource } = await write();
    expect((await get(resource)).json()).toEqual({ id, state: 'received', ticketNumber: null });
    await opened(id, 'LD-8');
    const told = await until(resource, (text) => text.includes('LD-8'));
    expect(JSON.parse(told)).toEqual({ id, state: 'opened', ticketNumber: 'LD-8' });
  });

  it('is told where no ticket comes of it', async () => {
    const { id, page } = await write();
    await refused(id);
    await until(page, (text) => text.includes('could not be taken up'));
  });

  it('sees the number of the first ticket where several were opened for it, a refused one included', async () => {
    const { id, resource } = await write();
    await refused(id);
    await opened(id, 'LD-100');
    await opened(id, 'LD-99');
    await until(resource, (text) => text.includes('"LD-99"'));
    await opened(id, 'LD-1000');
    const other = await write();
    await opened(other.id, 'LD-1001');
    await until(other.resource, (text) => text.includes('LD-1001'));
    expect((await get(resource)).body).toContain('"LD-99"');
  });

  it('learns nothing of a submission of another tenant', async () => {
    const { id } = await write();
    await intake.neighbours.register('zenith', 'Zenith');
    while ((await get('/forms/zenith')).statusCode === 404) await sleep(10);
    for (const url of [`/forms/zenith/submissions/${id}`, `/v1/tenants/zenith/submissions/${id}`])
      expect((await get(url)).statusCode).toBe(404);
    expect((await get(`/forms/acme/submissions/${newId('sub')}`)).statusCode).toBe(404);
  });
});
