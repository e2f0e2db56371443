import type { Config } from 'jest';
import path from 'node:path';
import { swcOptions } from './swc.ts';

const { jsc } = swcOptions;

const config: Config = {
  rootDir: path.resolve(import.meta.dirname, '../../..'),
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
  maxWorkers: 2,
  testTimeout: 60_000,
};

export default config;
