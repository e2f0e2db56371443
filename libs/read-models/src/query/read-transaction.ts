import type { TenantId } from '@ledgerdesk/kernel';
import { endBy, type Borrowed } from '@ledgerdesk/postgres';
import pg from 'pg';
import type { Query, Statement } from '../port/views.ts';
import { TENANT_SETTING } from '../table/create-table.ts';
import { ANSWER_TYPES } from './answer-types.ts';
import { unavailable } from './unavailable.ts';

/** Its beginning travels with the first queries, and nobody waits for its end. */
export class ReadTransaction {
  private readonly begun: Promise<unknown>;
  private ended = false;

  constructor(
    private readonly connection: Borrowed,
    tenant: TenantId,
  ) {
    const begin = `BEGIN READ ONLY; SET LOCAL ${TENANT_SETTING} = ${pg.escapeLiteral(tenant)}`;
    this.begun = connection.client.query(begin);
    // Where it fails, so do the queries behind it.
    this.begun.catch(() => undefined);
  }

  readonly query: Query = async <Row extends object>({ name, text, values }: Statement) => {
    // The connection may serve another tenant by now.
    if (this.ended) throw new Error(`The query ${name} came after the end of its transaction`);
    const answer = this.connection.client.query<Row>({ name, text, values: [...values], types: ANSWER_TYPES });
    const [{ rows }] = await Promise.all([answer, this.begun]).catch(unavailable);
    return rows;
  };

  end(): void {
    this.ended = true;
    void endBy('COMMIT', this.connection);
  }
}
