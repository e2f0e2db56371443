import type { View } from '@ledgerdesk/read-models';
import { keys, project } from './login.project.ts';
import { loginTable, type LoginRow } from './login.table.ts';

/** As whom does a login act? */
export const loginView: View<LoginRow> = {
  name: 'login',
  version: 1,
  table: loginTable,
  groups: { person: { columns: ['personId'], keys, project } },
  personal: {},
};
