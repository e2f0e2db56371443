import { startPostgres, type TestPostgres } from '@ledgerdesk/testing';

describe('An embedded PostgreSQL', () => {
  let postgres: TestPostgres;
  beforeAll(async () => void (postgres = await startPostgres({ durable: true })));
  afterAll(() => postgres.stop());

  it('sorts text by code point whatever the locale of the host', async () => {
    const { rows } = await postgres.query(
      `SELECT string_agg(t, '' ORDER BY t) AS sorted FROM unnest(ARRAY['b','A','a','B','ä']) t`,
    );
    expect(rows).toEqual([{ sorted: 'ABabä' }]);
  });

  it('keeps what was committed when it is killed and started again', async () => {
    await postgres.query('CREATE TABLE kept (v int)');
    await postgres.query('INSERT INTO kept VALUES (1)');
    await postgres.kill();
    await postgres.start();
    expect((await postgres.query('SELECT v FROM kept')).rows).toEqual([{ v: 1 }]);
  });
});
