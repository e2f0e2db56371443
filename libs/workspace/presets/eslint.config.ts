import nx from '@nx/eslint-plugin';
import type { ESLint, Linter } from 'eslint';
import { defineConfig } from 'eslint/config';
import path from 'node:path';
import tseslint from 'typescript-eslint';
import {
  closedSetFiles,
  closedSets,
  environmentFiles,
  houseRules,
  pureFiles,
  pureRules,
} from '../boundaries/house-rules.ts';
import { importTableRule } from '../boundaries/import-table.rule.ts';
import { depConstraints } from '../boundaries/projects.ts';

const projects = (specs: boolean): Linter.RulesRecord => ({
  '@nx/enforce-module-boundaries': [
    'error',
    { allow: [], allowCircularSelfDependency: true, depConstraints: depConstraints({ specs }) },
  ],
});

const specFiles = ['**/*.spec.ts', '**/test/**/*.ts', 'tests/**/*.ts'];

export default defineConfig(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      'libs/contracts/src/generated/**',
      'libs/workspace/boundaries/fixtures/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    plugins: { '@nx': nx as unknown as ESLint.Plugin, ledgerdesk: { rules: { 'import-table': importTableRule } } },
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.base.json'],
        tsconfigRootDir: path.resolve(import.meta.dirname, '../../..'),
      },
    },
    rules: { ...houseRules, ...projects(false) },
  },
  { files: ['{libs,services}/*/{src,test}/**/*.ts', 'tests/**/*.ts'], rules: { 'ledgerdesk/import-table': 'error' } },
  { files: specFiles, rules: projects(true) },
  { files: closedSetFiles, rules: closedSets },
  { files: pureFiles, ignores: ['**/*.spec.ts'], rules: pureRules },
  { files: environmentFiles, rules: { 'no-restricted-properties': 'off' } },
  // What other programs load by its path is a default export.
  { files: ['libs/workspace/presets/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
