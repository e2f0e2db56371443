import type { Config } from 'jest';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { swcOptions } from './swc.ts';

const { jsc } = swcOptions;

const rootDir = path.resolve(import.meta.dirname, '../../..');

const config: Config = {
  rootDir,
  roots: ['libs', 'services', 'tests'].map((folder) => path.join(rootDir, folder)),
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  testEnvironmentOptions: { customExportConditions: ['ledgerdesk:source', 'node', 'node-addons'] },
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { swcrc: false, jsc: { ...jsc, rewriteRelativeImportExtensions: false }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/'],
  testSequencer: path.join(import.meta.dirname, 'slow-first.ts'),
  // Each worker's specs may run a PostgreSQL and whole programs beside it.
  maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
  // Modules of finished specs stay in a worker's memory: a worker that has grown makes way for a new one.
  workerIdleMemoryLimit: '1GB',
  // What must happen may take many times as long on a machine that is busy with other things.
  testTimeout: 180_000,
};

export default config;
