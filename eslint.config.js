import tseslint from 'typescript-eslint';

/** Globals that only the outermost folders may touch, and what to use elsewhere. */
const OUTER = ['src/base/**', 'src/cli/**', 'src/drivers/**', 'src/main.ts'];
const globals = [
  {name: 'setTimeout', message: 'Use waitFor or Clock.sleep.'},
  {name: 'setInterval', message: 'Use waitFor.'},
  {name: 'process', message: 'Take it as an argument; only cli, drivers and main know the process.'},
  {name: 'console', message: 'Emit an event or use StepContext.say; only cli prints.'},
];

export default tseslint.config(
  {ignores: ['build', 'node_modules']},
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {parserOptions: {projectService: {allowDefaultProject: ['eslint.config.js']}}},
    rules: {
      // Interfaces here are records of functions, made by functions; none of them has a this.
      '@typescript-eslint/unbound-method': 'off',
      // A function that answers later is async, whether or not it has to wait today.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/only-throw-error': ['error', {allowThrowingUnknown: true}],
      'max-lines': ['error', 400],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        {ignoreArrowShorthand: true, ignoreVoidOperator: true, ignoreVoidReturningFunctions: true},
      ],
      '@typescript-eslint/no-unnecessary-condition': ['error', {allowConstantLoopConditions: true}],
    },
  },
  {files: ['src/**'], ignores: OUTER, rules: {'no-restricted-globals': ['error', ...globals]}},
  {files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked]},
);
