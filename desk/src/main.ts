/** Starts the desk: reads the shell's data, makes `frappe` exist, loads apps' scripts, mounts. */
import '@fontsource-variable/inter/index.css'
import './styles/base.css'
import { createApp } from 'vue'
import App from './App.vue'
import { configureClient } from './api/client'
import { setLanguage } from './i18n'
import { router } from './router'
import { installGlobals } from './scripting/install'
import { loadScript, loadStyle } from './scripting/loader'
import { useRouterForScripts } from './scripting/routing'
import SessionOverlay from './shell/SessionOverlay.vue'
import { boot, readShell, setBoot } from './stores/boot'
import { openDialog, showError, showNotices } from './stores/dialogs'
import { loadWorkspaces } from './stores/workspaces'

let signingIn: Promise<void> | null = null

/** Several calls may find the session gone at once: one overlay serves them all. */
function onSessionLost(): Promise<void> {
	signingIn ??= openDialog<boolean>(SessionOverlay).then((ok) => {
		signingIn = null
		if (!ok) location.assign(`/login?redirect-to=${encodeURIComponent(location.pathname)}`)
	})
	return signingIn
}

async function start(): Promise<void> {
	const shell = readShell()
	setBoot(shell.boot)
	setLanguage(boot.lang || 'vi', boot.__messages)
	configureClient({ csrf: shell.csrf_token ?? '', user: boot.user.name, onSessionLost, onNotices: showNotices })
	installGlobals()
	useRouterForScripts(router)
	const app = createApp(App)
	app.config.errorHandler = (error) => showError(error)
	window.addEventListener('unhandledrejection', (event) => {
		event.preventDefault()
		showError(event.reason)
	})
	for (const url of shell.include_css ?? []) loadStyle(url)
	// A missing file of one app must not keep everybody out.
	for (const url of shell.include_js ?? []) await loadScript(url).catch(showError)
	app.use(router).mount('#app')
	if (boot.user.name !== 'Guest') await loadWorkspaces().catch(showError)
}

void start()
