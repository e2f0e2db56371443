import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPEND_ONLY } from './append-only.ts';
import { APPEND } from './append.ts';
import { READ } from './read.ts';
import { RIGHTS } from './rights.ts';
import { TABLES } from './tables.ts';

/** Release 1 of the ledger's schema. */
export class CreateLedger1763942400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [TABLES, APPEND_ONLY, APPEND, READ, RIGHTS]) await runner.query(part);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is not undone.'));
  }
}
