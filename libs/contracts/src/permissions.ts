/**
 * What somebody may do. A suffix narrows it to some of the things: `:own` (where the person is the requester), `:team`
 * (of the person's teams), none (all).
 */
export type Permission =
  | 'operator'
  | 'tenant.administer'
  | 'person.identify'
  | 'audit.read'
  | 'events.read'
  | `ticket.${TicketAct}`
  | `ticket.${TicketAct}:own`
  | `ticket.${TicketAct}:team`;

export type TicketAct =
  'assign' | 'confirm' | 'note' | 'open' | 'open-for' | 'read' | 'read-notes' | 'reopen' | 'reply' | 'work';

/** The roles every tenant has, and what each may do. Roles of a tenant's own come as data beside these. */
export const rolePermissions = {
  requester: ['ticket.open:own', 'ticket.read:own', 'ticket.reply:own', 'ticket.confirm:own', 'ticket.reopen:own'],
  agent: [
    'ticket.open-for',
    'ticket.read',
    'ticket.read-notes',
    'ticket.reply',
    'ticket.note',
    'ticket.work',
    'ticket.reopen',
    'ticket.assign:team',
    'person.identify',
  ],
  supervisor: [
    'ticket.open-for',
    'ticket.read',
    'ticket.read-notes',
    'ticket.reply',
    'ticket.note',
    'ticket.work',
    'ticket.reopen',
    'ticket.assign',
    'person.identify',
  ],
  administrator: ['tenant.administer', 'ticket.read', 'ticket.read-notes', 'person.identify'],
  integrator: ['events.read', 'ticket.read', 'ticket.open-for', 'ticket.reply', 'person.identify'],
  auditor: ['audit.read', 'ticket.read', 'ticket.read-notes'],
  /** Above tenants: registers them, and sees nothing in them. */
  operator: ['operator'],
} as const satisfies Record<string, readonly Permission[]>;

export type Role = keyof typeof rolePermissions;

export const isRole = (key: string): key is Role => Object.hasOwn(rolePermissions, key);
