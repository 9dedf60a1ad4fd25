/**
 * Decides where the desk's files go and what they are called.
 * The server renders the HTML shell itself, so the build's only entry is src/main.ts and the
 * manifest tells the server which hashed names belong to it. scripts/publish.mjs moves the result there.
 */
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const SERVER = process.env.DESK_SERVER ?? 'http://127.0.0.1:8000'
const PROXIED = ['/api', '/files', '/private', '/desk-script', '/printview', '/assets']

/** While developing, the shell page is the running server's, with the built script replaced by the sources. */
function serverShell(): Plugin {
	return {
		name: 'server-shell',
		configureServer(server) {
			server.middlewares.use((request, response, next) => {
				const url = request.url ?? ''
				if (!/^\/(app|login)([/?]|$)/.test(url)) return next()
				void fetch(SERVER + url, { headers: { accept: 'text/html', cookie: request.headers.cookie ?? '' }, redirect: 'manual' }).then(async (answer) => {
					const html = (await answer.text()).replace(/<link rel="(stylesheet|modulepreload)"[^>]*>/g, '').replace(/(<script type="module" src=")[^"]*/, '$1/src/main.ts')
					response.writeHead(answer.status, { 'content-type': 'text/html', 'set-cookie': answer.headers.getSetCookie(), ...(answer.headers.get('location') ? { location: String(answer.headers.get('location')) } : {}) })
					response.end(answer.status === 200 ? await server.transformIndexHtml(url, html) : html)
				}, next)
			})
		},
	}
}

export default defineConfig(({ command }) => ({
	base: command === 'build' ? '/assets/frappe/desk/' : '/',
	plugins: [vue(), serverShell()],
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
	// One window for all files: to make one for each takes longer than all tests.
	test: { environment: 'happy-dom', isolate: false, include: ['src/**/*.test.ts', 'tests/**/*.test.ts'] },
}))
