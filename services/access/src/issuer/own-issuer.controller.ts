import { Controller, Get, Inject } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import { OwnIssuer } from './own-issuer.ts';

/** What an identity provider says of itself, at the places where everybody looks for it. */
@Controller()
export class OwnIssuerController {
  constructor(@Inject(OwnIssuer) private readonly issuer: OwnIssuer) {}

  @Get('.well-known/openid-configuration')
  metadata(): Readonly<Record<string, unknown>> {
    return this.issuer.metadata();
  }

  @Get('jwks')
  jwks(): JSONWebKeySet {
    return this.issuer.jwks();
  }
}
