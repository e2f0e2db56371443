import type { Role } from '@ledgerdesk/contracts';
import type { PersonId, TeamId, TenantId } from '@ledgerdesk/kernel';

/** The demo desk as data: who is there, and what has happened so far. */
export interface DemoTenant {
  readonly id: TenantId;
  readonly key: string;
  readonly name: string;
  readonly people: readonly DemoPerson[];
  readonly teams: readonly DemoTeam[];
  readonly tickets: readonly DemoTicket[];
}

export interface DemoPerson {
  readonly id: PersonId;
  /** Names the person here, and is the subject of the login. */
  readonly login: string;
  readonly name: string;
  readonly role: Role;
}

export interface DemoTeam {
  readonly id: TeamId;
  readonly key: string;
  readonly name: string;
  /** Logins. */
  readonly members: readonly string[];
}

export interface DemoTicket {
  readonly requester: string;
  readonly priority: 'low' | 'normal' | 'high' | 'urgent';
  readonly subject: string;
  readonly body: string;
  readonly steps: readonly DemoStep[];
}

/** What somebody did: in the order of the list. */
export type DemoStep =
  | { readonly by: string; readonly act: 'assign'; readonly team: string; readonly to?: string }
  | { readonly by: string; readonly act: 'reply' | 'note' | 'hold' | 'resolve' | 'reopen'; readonly text: string }
  | { readonly by: string; readonly act: 'take' | 'start' | 'wait' | 'confirm' | 'close' };

const harbour: DemoTenant = {
  id: 'tnt_01m85ntzt8fvqbjne89q9a0q14',
  key: 'harbour',
  name: 'Harbour Bikes',
  people: [
    { id: 'psn_01m85ntzt9fvqbjnew6stxxkct', login: 'ada', name: 'Ada Lindqvist', role: 'administrator' },
    { id: 'psn_01m85ntzt9fvqbjnf1531b6hmq', login: 'sven', name: 'Sven Okafor', role: 'supervisor' },
    { id: 'psn_01m85ntzt9fvqbjnff4ym24wwt', login: 'mira', name: 'Mira Castellanos', role: 'agent' },
    { id: 'psn_01m85ntzt9fvqbjnfqyzt1tn81', login: 'tom', name: 'Tom Brandt', role: 'agent' },
    { id: 'psn_01m85ntzt9fvqbjnfrm1p6qpa6', login: 'ines', name: 'Inês Duarte', role: 'requester' },
    { id: 'psn_01m85ntzt9fvqbjng6wxfa7j40', login: 'paul', name: 'Paul Hristov', role: 'requester' },
    { id: 'psn_01m85ntzt9fvqbjnge7f3qmahf', login: 'gita', name: 'Gita Raman', role: 'requester' },
    { id: 'psn_01m85ntzt9fvqbjngmbz25mms3', login: 'auden', name: 'Auden Fisk', role: 'auditor' },
    { id: 'psn_01m85ntzt9fvqbjngz1g8rsffn', login: 'warehouse', name: 'Warehouse system', role: 'integrator' },
  ],
  teams: [
    { id: 'tea_01m85ntzt9fvqbjnjfa21e23p0', key: 'workshop', name: 'Workshop', members: ['sven', 'mira'] },
    { id: 'tea_01m85ntzt9fvqbjnjh0qz3jt1f', key: 'accounts', name: 'Accounts', members: ['sven', 'tom'] },
  ],
  tickets: [
    {
      requester: 'ines',
      priority: 'high',
      subject: 'Lock of bike 218 does not open',
      body: 'I am at the station with bike 218. The app says unlocked, the bolt stays in. My train leaves at ten past.',
      steps: [
        { by: 'sven', act: 'assign', team: 'workshop', to: 'mira' },
        { by: 'mira', act: 'start' },
        {
          by: 'mira',
          act: 'reply',
          text: 'Please hold the button under the saddle for five seconds: that resets the bolt.',
        },
        { by: 'ines', act: 'reply', text: 'That did it, thank you! Only just caught the train.' },
        { by: 'mira', act: 'resolve', text: 'Bolt reset; bike 218 is booked for the workshop.' },
        { by: 'ines', act: 'confirm' },
      ],
    },
    {
      requester: 'paul',
      priority: 'normal',
      subject: 'Charged twice for one ride',
      body: 'My ride of last Friday appears twice on the statement, 4.80 each. Could one of them be returned?',
      steps: [
        { by: 'sven', act: 'assign', team: 'accounts', to: 'tom' },
        { by: 'tom', act: 'start' },
        {
          by: 'tom',
          act: 'reply',
          text: 'Could you send the last four digits of the card, so that I can find both payments?',
        },
        { by: 'tom', act: 'wait' },
      ],
    },
    {
      requester: 'gita',
      priority: 'urgent',
      subject: 'Brake lever broke while riding',
      body: 'Bike 77: the right lever came off in my hand on the hill. Nobody is hurt, but please take it off the road.',
      steps: [
        { by: 'mira', act: 'take' },
        { by: 'mira', act: 'start' },
        {
          by: 'mira',
          act: 'note',
          text: 'Bike 77 is blocked in the fleet. Third lever of this batch since September.',
        },
        { by: 'mira', act: 'hold', text: 'The maker has to say which other bikes have levers of this batch.' },
      ],
    },
    {
      requester: 'ines',
      priority: 'low',
      subject: 'A basket for the small bikes?',
      body: 'The tall bikes have baskets, the small ones have none. Will that change?',
      steps: [{ by: 'sven', act: 'assign', team: 'workshop' }],
    },
    {
      requester: 'paul',
      priority: 'normal',
      subject: 'Invoice with the address of my firm',
      body: 'Please write the October invoice to Hristov Structural Ltd; I cannot claim it otherwise.',
      steps: [
        { by: 'tom', act: 'take' },
        { by: 'tom', act: 'start' },
        { by: 'tom', act: 'resolve', text: 'Invoice 2026-10-0417 was written anew with the address of the firm.' },
        { by: 'paul', act: 'reopen', text: 'The VAT number is missing on it.' },
      ],
    },
    {
      requester: 'gita',
      priority: 'normal',
      subject: 'Station Quay West is always empty in the morning',
      body: 'Since the summer there has not been a single bike before nine. Could you move some over at night?',
      steps: [],
    },
  ],
};

const orchard: DemoTenant = {
  id: 'tnt_01m85ntzt9fvqbjneherwg48gg',
  key: 'orchard',
  name: 'Orchard Clinic',
  people: [
    { id: 'psn_01m85ntzt9fvqbjnh2hgnbm9ne', login: 'noor', name: 'Noor Halabi', role: 'administrator' },
    { id: 'psn_01m85ntzt9fvqbjnhe8p9frqpp', login: 'felix', name: 'Felix Amsel', role: 'supervisor' },
    { id: 'psn_01m85ntzt9fvqbjnhqh4973fha', login: 'jun', name: 'Jun Watanabe', role: 'agent' },
    { id: 'psn_01m85ntzt9fvqbjnhyya395spt', login: 'rosa', name: 'Rosa Keller', role: 'requester' },
  ],
  teams: [{ id: 'tea_01m85ntzt9fvqbjnjrjstb4vg1', key: 'it', name: 'Clinic IT', members: ['felix', 'jun'] }],
  tickets: [
    {
      requester: 'rosa',
      priority: 'high',
      subject: 'Printer on ward 3 prints labels upside down',
      body: 'Since the update this morning each label comes out the wrong way round; the scanner does not read them.',
      steps: [
        { by: 'felix', act: 'assign', team: 'it', to: 'jun' },
        { by: 'jun', act: 'start' },
        { by: 'jun', act: 'reply', text: 'I have set the driver back; please try one label.' },
        { by: 'jun', act: 'wait' },
      ],
    },
    {
      requester: 'rosa',
      priority: 'normal',
      subject: 'New colleague needs an account from December',
      body: 'Dr. Ilse Brenner starts on the first. She needs the same rights as I have.',
      steps: [{ by: 'felix', act: 'assign', team: 'it' }],
    },
  ],
};

/** Two tenants that know nothing of each other. */
export const demoDesk: readonly DemoTenant[] = [harbour, orchard];

/** Above tenants: sees nothing in them. */
export const demoOperator: DemoPerson = {
  id: 'psn_01m85ntzt9fvqbjnj5k453395f',
  login: 'operator',
  name: 'Operator',
  role: 'operator',
};

export const mailOf = (tenant: DemoTenant, person: DemoPerson): string => `${person.login}@${tenant.key}.example`;

/** @throws Error for a login that the desk does not have */
export function personOf(tenant: DemoTenant, login: string): DemoPerson {
  const person = tenant.people.find((one) => one.login === login);
  if (!person) throw new Error(`The demo desk has no ${login}`);
  return person;
}
