import { access } from '@ledgerdesk/contracts';
import type { FeedEvent } from '@ledgerdesk/messaging';
import type { ColumnGroup, View } from '@ledgerdesk/read-models';
import { EntitySchema } from 'typeorm';

/** A person as three topics tell of him: himself, the teams he is in, the tickets he opened. */
export interface PersonCard {
  readonly tenantId: string;
  readonly id: string;
  readonly name: string | null;
  readonly language: string;
  readonly roles: readonly string[];
  readonly registeredAt: string;
  readonly teams: Readonly<Record<string, boolean>>;
  readonly opened: number;
}

const table = (): EntitySchema<PersonCard> =>
  new EntitySchema<PersonCard>({
    name: 'person-card',
    columns: {
      tenantId: { type: 'text', primary: true },
      id: { type: 'text', primary: true },
      name: { type: 'text' },
      language: { type: 'text' },
      roles: { type: 'text', array: true },
      registeredAt: { type: 'timestamptz' },
      teams: { type: 'jsonb' },
      opened: { type: 'integer', name: 'tickets_opened' },
    },
    indices: [
      { name: 'by_language', columns: ['tenantId', 'language', 'id'] },
      { columns: ['tenantId', 'name'], where: 'name IS NOT NULL' },
    ],
  });

const person: ColumnGroup<PersonCard, 'person'> = {
  columns: ['name', 'language', 'roles', 'registeredAt'],
  keys: ({ subject }) => [subject],
  project: ({ roles = [] }, { message: { message }, opened, subject, time }) => {
    switch (message?.$case) {
      case 'personRegistered': {
        const plain = opened.get(subject);
        const name = plain instanceof Uint8Array ? access.PersonRegisteredPersonal.decode(plain).name : null;
        return { name, language: message.value.language, roles: message.value.roles, registeredAt: time };
      }
      case 'roleGranted':
        return { roles: [...roles, message.value.role] };
      case 'roleRevoked':
        return { roles: roles.filter((role) => role !== message.value.role) };
      default:
        return {};
    }
  },
};

const team: ColumnGroup<PersonCard, 'team'> = {
  columns: ['teams'],
  fedBy: 'several aggregates',
  keys: ({ message: { message } }: FeedEvent<'team'>) =>
    message?.$case === 'teamJoined' || message?.$case === 'teamLeft' ? [message.value.personId] : [],
  project: ({ teams = {} }, { message: { message }, subject }) => ({
    teams: { ...teams, [subject]: message?.$case === 'teamJoined' },
  }),
};

const ticket: ColumnGroup<PersonCard, 'ticket'> = {
  columns: ['opened'],
  fedBy: 'several aggregates',
  keys: ({ message: { message } }: FeedEvent<'ticket'>) =>
    message?.$case === 'ticketOpened' ? [message.value.requesterId] : [],
  project: ({ opened = 0 }) => ({ opened: opened + 1 }),
};

export const personCard: View<PersonCard> = {
  name: 'person-card',
  version: 1,
  table,
  groups: { person, team, ticket },
  personal: { name: 'id' },
};
