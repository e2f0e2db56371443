import type { Logger } from 'pino';

export interface IssuerNoticeOptions {
  readonly logger: Pick<Logger, 'warn'>;
  readonly issuer: string;
}

/** Tells in the log, once each time, that an identity provider's keys cannot be had and that they can again. */
export class IssuerNotice {
  private reachable = true;

  constructor(private readonly options: IssuerNoticeOptions) {}

  readonly unreachable = (error: unknown): void => {
    const { logger, issuer } = this.options;
    if (this.reachable)
      logger.warn(
        { issuer, error },
        `The keys of the identity provider ${issuer} cannot be had: until they can, tokens that are not known yet are ` +
          'answered with UNAVAILABLE. See that it is reached from here, and that OIDC_ISSUER is spelt as it names itself.',
      );
    this.reachable = false;
  };

  readonly reached = (): void => {
    const { logger, issuer } = this.options;
    if (!this.reachable) logger.warn({ issuer }, `The keys of the identity provider ${issuer} can be had again.`);
    this.reachable = true;
  };
}
