import js from '@eslint/js';
import globals from 'globals';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Money is bigint: no name that carries money may be typed as a number, alone, with null, in a list or a promise. */
const money = '/(micro|credits|minor)$/i';
const typedMoney = [
  `Identifier[name=${money}]`,
  `:matches(TSPropertySignature, PropertyDefinition)[key.name=${money}]`,
  `:matches(FunctionDeclaration, TSDeclareFunction)[id.name=${money}]`,
  `VariableDeclarator[id.name=${money}] > ArrowFunctionExpression`,
  `TSMethodSignature[key.name=${money}]`,
  `:matches(MethodDefinition, Property)[key.name=${money}] > :function`,
];
const numberTypes = [
  '',
  'TSUnionType > ',
  'TSArrayType > ',
  'TSTypeReference > TSTypeParameterInstantiation > ',
];
const moneyIsBigint = typedMoney.flatMap((typed) =>
  numberTypes.map((within) => ({
    selector: `${typed} > TSTypeAnnotation > ${within}TSNumberKeyword`,
    message: 'Money is a bigint, never a number.',
  })),
);

/** `files` may not import from paths that match `regex`; not a glob, which could not say "one level up only". */
const noImports = (files, regex, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ regex, message }] }] },
});

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/dist-*/**',
      '**/node_modules/**',
      '**/*.gen.ts',
      '.data/**',
      '**/playwright-report/**',
    ],
  },
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
  noImports(['backend/src/lib/**'], '/(features|gateway|plugins)/', 'lib knows nothing above it.'),
  noImports(['backend/src/features/**'], '/gateway/', 'Features never import the inside of the gateway.'),
  noImports(
    ['backend/src/gateway/**'],
    '/features/',
    'The gateway reads features through its own snapshot loader.',
  ),
  noImports(
    ['frontend/src/components/**', 'frontend/src/api/**'],
    '/(features|app)/',
    'Shared parts know no feature.',
  ),
  noImports(
    ['frontend/src/features/*/*'],
    // From a file of a feature, one level up are the other features.
    '/(features|app)/|^\\.\\./(?!\\.\\./)',
    'A feature imports neither another feature nor the app.',
  ),
);
