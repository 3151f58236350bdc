import js from '@eslint/js';
import globals from 'globals';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Money is bigint: no name that carries money may be typed as a number. */
const moneyIsBigint = [
  'Identifier[name=/(Micro|MicroCredits|Minor)$/] > TSTypeAnnotation > TSNumberKeyword',
  'TSPropertySignature[key.name=/(Micro|MicroCredits|Minor)$/] > TSTypeAnnotation > TSNumberKeyword',
].map((selector) => ({ selector, message: 'Money is a bigint, never a number.' }));

/** `who` may not import any of `patterns`. */
const noImports = (files, patterns, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group: patterns, message }] }] },
});

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/*.gen.ts', '.data/**', '**/playwright-report/**'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      globals: globals.node,
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', 'scripts/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', ...moneyIsBigint],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/require-await': 'off',
      // Our objects are made of closures, which have no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.test.{ts,tsx}', '**/test/**', 'e2e/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': 'off',
      // Replies are looked at as the plain JSON they are.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
    },
  },
  { files: ['**/*.{js,mjs}'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['frontend/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    languageOptions: { globals: globals.browser },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'max-lines-per-function': ['error', { max: 120, skipBlankLines: true, skipComments: true }],
    },
  },
  noImports(
    ['backend/src/lib/**'],
    ['**/features/**', '**/gateway/**', '**/plugins/**'],
    'lib knows nothing above it.',
  ),
  noImports(
    ['backend/src/features/**'],
    ['**/gateway/**'],
    'Features never import the inside of the gateway.',
  ),
  noImports(
    ['backend/src/gateway/**'],
    ['**/features/**'],
    'The gateway reads features through its own snapshot loader.',
  ),
  noImports(
    ['frontend/src/components/**', 'frontend/src/api/**'],
    ['**/features/**', '**/app/**'],
    'Shared parts know no feature.',
  ),
  noImports(
    ['frontend/src/features/**'],
    ['../../../features/**', '../../[a-z]*/!(*.css)', '**/app/**'],
    'A feature imports neither another feature nor the app.',
  ),
);
