import tseslint from 'typescript-eslint';
import prettier from 'eslint-config-prettier';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.temporal/', 'coverage/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Numbers read well in messages; objects would not.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `while (true)` loops that end by return are the clearest form of a run's main loop.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    // The client library stands alone in the backend's process, and so has a place of its own for it; so have the CLI and the receiver.
    ignores: ['src/config.ts', 'src/client/environment.ts', 'src/cli/environment.ts', 'src/webhooks/config.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Only config.ts reads the environment.',
        },
      ],
    },
  },
  {
    // A raw Error in a workflow fails the workflow task for ever instead of the run.
    files: ['src/workflows/**/*.ts', 'src/domain/**/*.ts', 'src/contract/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^(node:|pino|undici|zod$)', message: 'Workflow code runs in a sandbox: of zod, zod/mini.' },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'process', 'fetch', 'Buffer'],
    },
  },
  {
    // All runs of a worker share one frozen copy of these modules (worker/bundle.ts): nothing may be written there.
    files: ['src/domain/**/*.ts', 'src/contract/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...['Program', 'Program > ExportNamedDeclaration'].flatMap((place) => [
          {
            selector: `${place} > VariableDeclaration[kind='let']`,
            message: 'Runs share this module: a variable here would pass from one run to another.',
          },
          {
            selector: `${place} > VariableDeclaration > VariableDeclarator > NewExpression[callee.name='Map'][arguments.length=0]`,
            message: 'Runs share this module: a table that is filled here would pass from one run to another.',
          },
          {
            selector: `${place} > VariableDeclaration > VariableDeclarator > Literal[regex.flags=/[gy]/]`,
            message: 'Runs share this module: this expression keeps where it stopped.',
          },
        ]),
      ],
    },
  },
  {
    files: ['src/workflows/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "ThrowStatement > NewExpression[callee.name='Error']",
          message: 'Throw an ApplicationFailure: a plain Error retries the workflow task for ever.',
        },
      ],
    },
  },
  {
    files: [
      'src/cli.ts',
      'src/cli/**/*.ts',
      'dev/**/*.ts',
      'models/**/*.ts',
      'bench/**/*.ts',
      'scripts/**/*.ts',
      'scripts/**/*.js',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    // `expect.any(…)` and its like are `any` by design: they stand where a value is compared, never where one is used.
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  { files: ['**/*.js', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
  prettier,
);
