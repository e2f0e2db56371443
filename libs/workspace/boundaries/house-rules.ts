import type { Linter } from 'eslint';

type Selector = { readonly selector: string; readonly message: string };

const noDefaultExport: readonly Selector[] = [
  { selector: 'ExportDefaultDeclaration', message: 'A name is said where it is exported: no default exports.' },
  { selector: "ExportSpecifier[exported.name='default']", message: 'No default exports.' },
];

const noHiddenClock: readonly Selector[] = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes with the command.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Time comes with the command.' },
];

/** What makes a decision or a fold give another answer the second time. */
const impureGlobals = [
  'process',
  'performance',
  'crypto',
  'fetch',
  'globalThis',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
];
const impureProperties = [
  { object: 'Date', property: 'now', message: 'Time comes with the command.' },
  { object: 'Math', property: 'random', message: 'Chance comes with the command.' },
];
const environment = [
  { object: 'process', property: 'env', message: 'The environment is read once, in *.config.ts and libs/platform.' },
];

/** The rules of the house for all code. */
export const houseRules: Linter.RulesRecord = {
  'no-restricted-syntax': ['error', ...noDefaultExport],
  'no-restricted-properties': ['error', ...environment],
  '@typescript-eslint/naming-convention': [
    'error',
    {
      selector: 'typeLike',
      format: ['PascalCase'],
      custom: { regex: '^I[A-Z][a-z]|(Manager|Helper|Utils?|Impl|Base)$', match: false },
    },
  ],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  // Edges meet open sets (a newer caller's enum value, an error code): there, and only there, `default` may stand for the rest.
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: true },
  ],
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
};

/** Within, every set is closed: a new event, state or message without a case of its own is an error. */
export const closedSets: Linter.RulesRecord = {
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: false },
  ],
};

export const closedSetFiles = ['services/*/src/{domain,ledger,publishing,reactions,views}/**/*.ts'];

/** `domain/` and projections give the same answer for ever. */
export const pureRules: Linter.RulesRecord = {
  'no-restricted-syntax': ['error', ...noDefaultExport, ...noHiddenClock],
  'no-restricted-properties': ['error', ...environment, ...impureProperties],
  'no-restricted-globals': ['error', ...impureGlobals],
  'no-restricted-imports': [
    'error',
    { paths: [{ name: '@ledgerdesk/kernel', importNames: ['newId'], message: 'Ids come with the command.' }] },
  ],
};

export const pureFiles = ['services/*/src/domain/**/*.ts', '**/*.project.ts'];

/** Where the environment may be read: configuration, platform, the launcher, and what starts programs for specs. */
export const environmentFiles = [
  '**/*.config.ts',
  'libs/platform/src/**/*.ts',
  'libs/workspace/launcher/**/*.ts',
  '**/*.spec.ts',
  '**/test/**/*.ts',
  'tests/**/*.ts',
];
