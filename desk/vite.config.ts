/**
 * Decides where the desk's files go and what they are called.
 * The server renders the HTML shell itself, so the build's only entry is src/main.ts and the
 * manifest tells the server which hashed names belong to it. scripts/publish.mjs moves the result there.
 */
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const SERVER = process.env.DESK_SERVER ?? 'http://127.0.0.1:8000'
const PROXIED = ['/api', '/files', '/private', '/desk-script', '/printview', '/assets/iso_qms', '/app', '/login']

export default defineConfig(({ command }) => ({
	base: command === 'build' ? '/assets/frappe/desk/' : '/',
	plugins: [vue()],
	resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
	server: {
		host: '127.0.0.1',
		proxy: Object.fromEntries(PROXIED.map((path) => [path, { target: SERVER }])),
	},
	build: {
		manifest: 'manifest.json',
		target: ['chrome109', 'firefox115'],
		// Both target browsers know modulepreload; the polyfill would only add bytes.
		modulePreload: { polyfill: false },
		rollupOptions: { input: fileURLToPath(new URL('./src/main.ts', import.meta.url)) },
		chunkSizeWarningLimit: 700,
	},
	test: { environment: 'happy-dom', include: ['src/**/*.test.ts', 'tests/**/*.test.ts'] },
}))
