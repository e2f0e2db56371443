/** A consumer's checkpoint is of another ledger than this one: a backup was restored. */
export class ForeignCheckpointError extends Error {
  readonly code = 'FOREIGN_CHECKPOINT';
  override readonly name = 'ForeignCheckpointError';
}

/** Kafka does not hold any more what it held: a topic was deleted, cut, or lost its end. Going on would leave events out. */
export class LostRecordsError extends Error {
  readonly code = 'LOST_RECORDS';
  override readonly name = 'LostRecordsError';

  /** @param where the broker's name of the topic, and the partition if it is known: `ledgerdesk.ticket.1/3` */
  constructor(where: string, what: string) {
    super(
      `Kafka has lost records of ${where}: ${what}. Nothing more of it is taken or written, so that nothing is left out. ` +
        'Fill another generation from the ledger ("ledgerdesk generation fill NAME") and give it to the services ' +
        '(KAFKA_GENERATION).',
    );
  }
}
