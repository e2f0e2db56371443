import pg from 'pg';
import { databaseOf } from '../data-folder.ts';

/** Tells how many events there are: what was refused has left none. */
export class LedgerHead {
  private constructor(private readonly client: pg.Client) {}

  static async of(data: string): Promise<LedgerHead> {
    const client = new pg.Client({ connectionString: databaseOf(data, 'ledgerdesk_ledger') });
    await client.connect();
    return new LedgerHead(client);
  }

  async position(): Promise<number> {
    const { rows } = await this.client.query<{ position: string }>('SELECT position FROM ledger.counter');
    return Number(rows[0]?.position);
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
