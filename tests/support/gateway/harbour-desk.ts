import type { TeamId } from '@ledgerdesk/kernel';
import { RunningGateway } from '../running-gateway.ts';
import type { DeskPerson } from './desk-people.ts';

/** A desk with one of each kind, and somebody of another one. */
export interface HarbourDesk {
  readonly gateway: RunningGateway;
  readonly requester: DeskPerson;
  /** Another requester. */
  readonly other: DeskPerson;
  /** In the team. */
  readonly agent: DeskPerson;
  readonly supervisor: DeskPerson;
  /** Of another tenant, who sees all there. */
  readonly stranger: DeskPerson;
  readonly team: TeamId;
}

export async function startHarbourDesk(): Promise<HarbourDesk> {
  const gateway = await RunningGateway.start();
  const { people } = gateway;
  const { id } = await people.aTenant('Harbour');
  const abroad = await people.aTenant('Orchard');
  const agent = await people.aPerson(id, { name: 'Mira', role: 'agent' });
  const desk = {
    gateway,
    requester: await people.aPerson(id, { name: 'Ines', role: 'requester' }),
    other: await people.aPerson(id, { name: 'Paul', role: 'requester' }),
    agent,
    supervisor: await people.aPerson(id, { name: 'Sven', role: 'supervisor' }),
    stranger: await people.aPerson(abroad.id, { name: 'Jun', role: 'supervisor' }),
    team: await people.aTeam(id, 'Workshop', [agent]),
  };
  await gateway.caughtUp();
  return desk;
}
