import type { DemoCommands } from './commands.ts';
import { demoDesk, mailOf, personOf, type DemoPerson, type DemoTenant } from './desk.ts';
import { seedTicket } from './seed-ticket.ts';

/**
 * Brings the demo desk to life by the commands that anybody would send. Their ids are derived from the desk itself, so a
 * second start finds every one of them answered and changes nothing.
 */
export async function seedDemoDesk(commands: DemoCommands, loginIssuer: string): Promise<void> {
  for (const tenant of demoDesk) {
    await seedPeople(commands, tenant, loginIssuer);
    await Promise.all(
      tenant.tickets.map((ticket, index) => seedTicket(commands, { tenant, ticket, path: `ticket/${index}` })),
    );
  }
}

async function seedPeople(commands: DemoCommands, tenant: DemoTenant, loginIssuer: string): Promise<void> {
  const { access } = commands;
  const { id: tenantId, key, name, people, teams } = tenant;
  const [administrator, ...others] = people;
  if (!administrator) return;

  const operator = await commands.operator();
  await commands.send(() =>
    access.registerTenant({ header: commands.header(tenant, 'tenant'), tenantId, key, name }, operator),
  );
  await register(commands, tenant, administrator, loginIssuer);
  for (const person of others) await register(commands, tenant, person, loginIssuer);

  const as = await commands.as(tenant, administrator, 'access');
  for (const team of teams) {
    const header = commands.header(tenant, `team/${team.key}`);
    await commands.send(() => access.createTeam({ header, teamId: team.id, key: team.key, name: team.name }, as));
    for (const login of team.members) {
      const joining = commands.header(tenant, `team/${team.key}/${login}`);
      await commands.send(() =>
        access.joinTeam({ header: joining, teamId: team.id, personId: personOf(tenant, login).id }, as),
      );
    }
  }
}

/** The first administrator is the operator's to register; everybody else is the administrator's. */
async function register(
  commands: DemoCommands,
  tenant: DemoTenant,
  person: DemoPerson,
  loginIssuer: string,
): Promise<void> {
  const { access } = commands;
  const [administrator] = tenant.people;
  const first = person === administrator;
  const as = first ? await commands.operator(tenant.id) : await commands.as(tenant, administrator ?? person, 'access');
  const { id: personId, name, login, role } = person;
  const header = commands.header(tenant, `person/${login}`);
  await commands.send(() =>
    access.registerPerson({ header, personId, name, mail: mailOf(tenant, person), roles: [role], language: 'en' }, as),
  );
  const linking = commands.header(tenant, `login/${login}`);
  const administering = await commands.as(tenant, administrator ?? person, 'access');
  await commands.send(() =>
    access.linkLogin({ header: linking, personId, issuer: loginIssuer, subject: login }, administering),
  );
}
