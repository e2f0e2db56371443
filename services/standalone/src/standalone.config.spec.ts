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
      expect(() => readConfig({ HTTP_HOST: host })).toThrow(/OIDC_ISSUER: is not set[\s\S]*MASTER_KEYS: is not set/);
      expect(readConfig({ HTTP_HOST: host, ...locked })).toMatchObject({ host, loopback: false });
    },
  );

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
