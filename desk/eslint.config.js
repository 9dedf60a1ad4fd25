/** Decides the desk's lint rules: no any, no console, no unsafe HTML outside ui/SafeHtml.vue, small files. */
import pluginVue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

export default tseslint.config(
	{ ignores: ['node_modules', 'dist'] },
	...tseslint.configs.recommended,
	...pluginVue.configs['flat/essential'],
	{
		files: ['**/*.vue'],
		languageOptions: { parser: vueParser, parserOptions: { parser: tseslint.parser } },
		rules: { 'vue/no-v-html': 'error', 'vue/require-explicit-emits': 'error' },
	},
	{
		files: ['src/**/*.{ts,vue}'],
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'no-console': 'error',
			'no-eval': 'error',
			'no-implied-eval': 'error',
			'no-new-func': 'error',
			'max-lines': ['error', 250],
			'vue/multi-word-component-names': 'off',
		},
	},
	// Dictionaries are data, their length says nothing.
	{ files: ['src/i18n/vi/*.ts'], rules: { 'max-lines': 'off' } },
)
