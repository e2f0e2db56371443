import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { writeWhole } from '../folder/data-folder.ts';

/** What only one service may read. */
export interface ServiceSecrets {
  readonly service: string;
  /** Of its role. */
  readonly databasePassword: string;
  /** Its JSON Web Key Set, private halves and all. */
  readonly signingKeys: string;
}

/** Lays them where the service finds them and no other can look: a folder of its name, which is all that it is shown. */
export function handOut(folder: string, { service, databasePassword, signingKeys }: ServiceSecrets): void {
  const own = path.join(folder, service);
  if (!existsSync(own)) mkdirSync(own, { mode: 0o700 });
  writeWhole(path.join(own, 'database-password'), databasePassword);
  writeWhole(path.join(own, 'signing-keys'), signingKeys);
}
