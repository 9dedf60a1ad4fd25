/**
 * Takes pictures of desk screens at office and phone size, and lists what the browser complained about.
 *   DESK_URL=http://127.0.0.1:8000 DESK_USER=… DESK_PASSWORD=… DESK_OUT=… npm run screenshots -- name=/app/path …
 */
import { mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'

const { DESK_URL = 'http://127.0.0.1:8000', DESK_USER = 'Administrator', DESK_PASSWORD = 'admin', DESK_OUT = 'pictures', DESK_CHROMIUM = '/usr/bin/chromium' } = process.env
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const SIZES = { wide: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } }
const screens = process.argv.slice(2).map((argument) => {
	const at = argument.indexOf('=')
	return [argument.slice(0, at), argument.slice(at + 1)]
})

mkdirSync(DESK_OUT, { recursive: true })
const browser = await chromium.launch({ executablePath: DESK_CHROMIUM, args: FLAGS })
for (const [size, viewport] of Object.entries(SIZES)) {
	const context = await browser.newContext({ viewport, locale: 'vi-VN' })
	const page = await context.newPage()
	page.on('console', (message) => ['error', 'warning'].includes(message.type()) && process.stdout.write(`${size} console ${message.text()}\n`))
	page.on('pageerror', (error) => process.stdout.write(`${size} pageerror ${error.stack}\n`))
	page.on('response', (response) => response.status() >= 400 && process.stdout.write(`${size} ${response.status()} ${response.request().method()} ${response.url()}\n`))
	await page.request.post(`${DESK_URL}/api/method/login`, { form: { usr: DESK_USER, pwd: DESK_PASSWORD } })
	for (const [name, path] of screens) {
		if (path.startsWith('/login')) await context.clearCookies()
		process.stdout.write(`${size} ${name} ${path}\n`)
		await page.goto(DESK_URL + path, { waitUntil: 'networkidle' })
		await page.waitForTimeout(400)
		await page.screenshot({ path: `${DESK_OUT}/${name}-${size}.png` })
	}
	await context.close()
}
await browser.close()
