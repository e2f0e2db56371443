import { RESERVED_TENANT } from '@ledgerdesk/kernel';
import type { DemoCommands } from './commands.ts';
import { demoDesk, demoOperator, mailOf, personOf, type DemoPerson, type DemoTeam, type DemoTenant } from './desk.ts';
import { seedTicket } from './seed-ticket.ts';

/**
 * Brings the demo desk to life by the commands that anybody would send. Their ids are derived from the desk itself, so a
 * second start finds every one of them answered and changes nothing.
 */
export async function seedDemoDesk(commands: DemoCommands, loginIssuer: string): Promise<void> {
  await Promise.all([
    seedOperator(commands, loginIssuer),
    ...demoDesk.map((tenant) => seedTenant(commands, tenant, loginIssuer)),
  ]);
}

async function seedTenant(commands: DemoCommands, tenant: DemoTenant, loginIssuer: string): Promise<void> {
  await seedPeople(commands, tenant, loginIssuer);
  // One after the other, so that the numbers are the same everywhere.
  for (const [index, ticket] of tenant.tickets.entries()) {
    await seedTicket(commands, { tenant, ticket, path: `ticket/${index}` });
  }
}

async function seedPeople(commands: DemoCommands, tenant: DemoTenant, loginIssuer: string): Promise<void> {
  const { id: tenantId, key, name, people, teams } = tenant;
  const [administrator, ...others] = people;
  if (!administrator) return;
  const operator = await commands.operator();
  await commands.send(() =>
    commands.access.registerTenant({ header: commands.header(tenantId, 'tenant'), tenantId, key, name }, operator),
  );
  await register(commands, { tenant, person: administrator, loginIssuer });
  await Promise.all(others.map((person) => register(commands, { tenant, person, loginIssuer })));
  await Promise.all(teams.map((team) => createTeam(commands, tenant, team)));
}

interface Registration {
  readonly tenant: DemoTenant;
  readonly person: DemoPerson;
  readonly loginIssuer: string;
}

/** The first administrator is the operator's to register; everybody else is the administrator's. */
async function register(commands: DemoCommands, { tenant, person, loginIssuer }: Registration): Promise<void> {
  const { access } = commands;
  const administrator = tenant.people[0] ?? person;
  const administering = await commands.as(tenant, administrator, 'access');
  const as = person === administrator ? await commands.operator(tenant.id) : administering;
  const { id: personId, name, login, role } = person;
  const header = commands.header(tenant.id, `person/${login}`);
  await commands.send(() =>
    access.registerPerson({ header, personId, name, mail: mailOf(tenant, person), roles: [role], language: 'en' }, as),
  );
  const linking = commands.header(tenant.id, `login/${login}`);
  await commands.send(() =>
    access.linkLogin({ header: linking, personId, issuer: loginIssuer, subject: login }, administering),
  );
}

async function createTeam(commands: DemoCommands, tenant: DemoTenant, team: DemoTeam): Promise<void> {
  const { access } = commands;
  const { id: teamId, key, name, members } = team;
  const as = await commands.as(tenant, tenant.people[0] ?? personOf(tenant, ''), 'access');
  const header = commands.header(tenant.id, `team/${key}`);
  await commands.send(() => access.createTeam({ header, teamId, key, name }, as));
  for (const login of members) {
    const joining = commands.header(tenant.id, `team/${key}/${login}`);
    await commands.send(() => access.joinTeam({ header: joining, teamId, personId: personOf(tenant, login).id }, as));
  }
}

/** Who stands above tenants is a person of the reserved one. */
async function seedOperator(commands: DemoCommands, loginIssuer: string): Promise<void> {
  const { access } = commands;
  const { id: personId, name, login, role } = demoOperator;
  const as = await commands.operator();
  const header = commands.header(RESERVED_TENANT, `person/${login}`);
  await commands.send(() =>
    access.registerPerson({ header, personId, name, mail: '', roles: [role], language: 'en' }, as),
  );
  const linking = commands.header(RESERVED_TENANT, `login/${login}`);
  await commands.send(() => access.linkLogin({ header: linking, personId, issuer: loginIssuer, subject: login }, as));
}
