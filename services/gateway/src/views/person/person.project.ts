import { access } from '@ledgerdesk/contracts';
import type { FeedEvent } from '@ledgerdesk/messaging';
import type { OpenedEvent } from '@ledgerdesk/read-models';
import type { PersonRow } from './person.table.ts';

type Changes = Partial<PersonRow>;

/** What is told of a person beside logins. */
export function keys({ message: { message }, subject }: FeedEvent<'person'>): readonly string[] {
  switch (message?.$case) {
    case 'personRegistered':
    case 'roleGranted':
    case 'roleRevoked':
      return [subject];
    case 'loginLinked':
    case 'subjectAttributed':
    case 'bareNotice':
    case undefined:
      return [];
  }
}

export function project({ roles = [] }: Changes, event: OpenedEvent<'person'>): Changes {
  const { message } = event.message;
  switch (message?.$case) {
    case 'personRegistered':
      return { ...named(event, message.value), roles: message.value.roles, language: message.value.language };
    case 'roleGranted':
      return { roles: [...without(roles, message.value.role), message.value.role] };
    case 'roleRevoked':
      return { roles: without(roles, message.value.role) };
    case 'loginLinked':
    case 'subjectAttributed':
    case 'bareNotice':
    case undefined:
      return {};
  }
}

function named({ opened }: OpenedEvent<'person'>, { sealed }: access.PersonRegistered): Changes {
  const plain = sealed && opened.get(sealed.subject);
  if (!(plain instanceof Uint8Array)) return { name: null, mail: null };
  const { name, mail } = access.PersonRegisteredPersonal.decode(plain);
  return { name, mail };
}

const without = (roles: readonly string[], role: string): readonly string[] => roles.filter((held) => held !== role);
