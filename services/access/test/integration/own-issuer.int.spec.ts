import { newId, RESERVED_TENANT } from '@ledgerdesk/kernel';
import { BearerVerifier, systemClock } from '@ledgerdesk/platform';
import { freePort } from '@ledgerdesk/postgres';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import { OwnIssuerModule } from '../../src/issuer/own-issuer.module.ts';
import { OwnIssuer } from '../../src/issuer/own-issuer.ts';

const tenant = newId('tnt');
const audiences = { audience: 'ledgerdesk', operatorAudience: 'ledgerdesk-operator' };

describe('The own issuer', () => {
  let folder: string;
  let app: NestFastifyApplication;
  let address: string;
  let issuer: OwnIssuer;

  const open = (at = address) =>
    OwnIssuer.open({
      issuer: address,
      address: at,
      keyFile: path.join(folder, 'issuer.jwk'),
      ...audiences,
      clock: systemClock,
    });
  const aVerifier = () => new BearerVerifier({ issuer: address, ...audiences, keys: 'discover', clock: systemClock });

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ledgerdesk-issuer-'));
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    issuer = await open();
    app = await NestFactory.create<NestFastifyApplication>(OwnIssuerModule.serving(issuer), new FastifyAdapter(), {
      logger: false,
    });
    await app.listen(port, '127.0.0.1');
  });

  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  it('is discovered, and its tokens are believed, as an identity provider’s are', async () => {
    const token = await issuer.mint({ subject: 'ada', tenant, lifeSeconds: 60 });
    expect(await aVerifier().verify(token)).toMatchObject({ issuer: address, subject: 'ada', tenant });
  });

  it('makes tokens for operators, who stand above tenants', async () => {
    const token = await issuer.mint({ subject: 'root', tenant: 'above tenants', lifeSeconds: 60 });
    expect((await aVerifier().verify(token)).tenant).toBe(RESERVED_TENANT);
  });

  it('keeps its key, so that tokens outlive a restart', async () => {
    const token = await issuer.mint({ subject: 'ada', tenant, lifeSeconds: 60 });
    const keys = (await open()).jwks();
    const verifier = new BearerVerifier({ issuer: address, ...audiences, keys, clock: systemClock });
    expect(await verifier.verify(token)).toMatchObject({ subject: 'ada' });
  });

  it('keeps its key to itself', () => {
    expect(statSync(path.join(folder, 'issuer.jwk')).mode & 0o077).toBe(0);
    expect(issuer.jwks().keys.every((key) => !('d' in key))).toBe(true);
  });

  it.each(['http://0.0.0.0:4000', 'http://192.168.1.7:4000', 'https://desk.example', 'http://127.0.0.1.example'])(
    'does not exist at %s',
    async (elsewhere) => {
      await expect(open(elsewhere)).rejects.toThrow('on loopback only');
    },
  );

  it('says which file holds no key, and leaves it alone', async () => {
    const keyFile = path.join(folder, 'broken.jwk');
    writeFileSync(keyFile, '{}');
    const opening = OwnIssuer.open({ issuer: address, address, keyFile, ...audiences, clock: systemClock });
    await expect(opening).rejects.toThrow(`${keyFile} holds no private key`);
    expect(readFileSync(keyFile, 'utf8')).toBe('{}');
  });
});
