import { readConfig } from './standalone.config.ts';

const locked = { OIDC_ISSUER: 'https://id.example', MASTER_KEYS: `a:${Buffer.alloc(32).toString('base64')}` };

describe('The configuration of standalone', () => {
  it('needs nothing on loopback', () => {
    expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 4000, loopback: true, logLevel: 'warn' });
  });

  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])('takes %s for loopback', (host) => {
    expect(readConfig({ HTTP_HOST: host }).loopback).toBe(true);
  });

  it.each(['0.0.0.0', '::', '192.168.1.7', 'desk.example', '127.0.0.1.example', 'localhost.example'])(
    'takes %s for open to others, and wants an issuer and a master key',
    (host) => {
      const wanted = /OIDC_ISSUER: is not set .*HTTP_HOST lets[^]*MASTER_KEYS: is not set .*HTTP_HOST lets/;
      expect(() => readConfig({ HTTP_HOST: host })).toThrow(wanted);
      expect(readConfig({ HTTP_HOST: host, ...locked })).toMatchObject({ host, loopback: false });
    },
  );

  it.each(['hunter2', 'a:c2hvcnQ=', `${locked.MASTER_KEYS},${locked.MASTER_KEYS}`])(
    'has faulty master keys (%s) among all its faults, and keeps them to itself',
    (keys) => {
      const env = { MASTER_KEYS: keys, HTTP_PORT: '70000' };
      expect(() => readConfig(env)).toThrow(/HTTP_PORT: [^]*MASTER_KEYS: (Master key 1 is not|Two master keys)/);
      expect(() => readConfig(env)).toThrow(expect.not.objectContaining({ message: expect.stringContaining(keys) }));
    },
  );

  it('says how the address of a PostgreSQL begins, and keeps the password in a faulty one to itself', () => {
    for (const address of ['https://u:hunter2@db.example', 'u:hunter2@db.example']) {
      const read = () => readConfig({ POSTGRES_ADMIN_URL: address });
      expect(read).toThrow('POSTGRES_ADMIN_URL: must be an address that begins with postgres:// or postgresql://');
      expect(read).toThrow(expect.not.objectContaining({ message: expect.stringContaining('hunter2') }));
    }
  });

  it('knows how the identity provider says what it says', () => {
    const { oidc } = readConfig({ ...locked, OIDC_AUDIENCE: 'desk', OIDC_TENANT_CLAIM: 'https://desk.example/tenant' });
    expect(oidc).toEqual({
      issuer: 'https://id.example',
      audience: 'desk',
      operatorAudience: 'ledgerdesk-operator',
      tenantClaim: 'https://desk.example/tenant',
    });
  });
});
