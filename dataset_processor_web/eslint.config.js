import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import reactRefresh from 'eslint-plugin-react-refresh';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const FEATURES = ['datasets', 'jobs', 'reports', 'settings', 'uploads'];

/** What a folder may not import, as one rule. */
function forbid(files, patterns, message) {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns: [{ group: patterns, message }] }] } };
}

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'node_modules', 'test-results', 'playwright-report', 'src/api/schema.gen.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', 50],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks, 'react-refresh': reactRefresh },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'react-refresh/only-export-components': ['error', { allowConstantExport: true }],
    },
  },
  { files: ['**/*.test.{ts,tsx}', 'src/testing/**', 'e2e/**'], rules: { 'max-lines-per-function': 'off', 'react-refresh/only-export-components': 'off' } },
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: globals.node } },
  { files: ['audit/**', 'scripts/**'], languageOptions: { globals: globals.browser } },
  { files: ['public/**'], languageOptions: { globals: globals.browser, sourceType: 'script' } },
  // Imports go one way: api, lib → components → features → pages → app. Features never meet, pages bring them together.
  forbid(['src/api/**', 'src/lib/**'], ['@/components/*', '@/features/*', '@/pages/*', '@/app/*'], 'api and lib know nothing of the screens.'),
  forbid(['src/components/**'], ['@/features/*', '@/pages/*', '@/app/*'], 'components know nothing of features.'),
  ...FEATURES.map((feature) =>
    forbid(
      [`src/features/${feature}/**`],
      ['@/pages/*', '@/app/*', '../*/**', ...FEATURES.filter((other) => other !== feature).map((other) => `@/features/${other}/*`)],
      'A feature imports no other feature; a page composes them.',
    ),
  ),
  forbid(['src/pages/**'], ['@/app/*'], 'Pages know nothing of the app around them.'),
);
