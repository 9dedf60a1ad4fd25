/**
 * Puts the built desk where the server looks, manifest last: a server that runs during a build
 * always finds a complete desk, the old one or the new one.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL('../dist', import.meta.url))
const target = fileURLToPath(new URL('../../apps/frappe/frappe/public/desk', import.meta.url))

mkdirSync(`${target}/assets`, { recursive: true })
cpSync(`${built}/assets`, `${target}/assets`, { recursive: true })
for (const name of readdirSync(built)) if (name !== 'assets' && name !== 'manifest.json') cpSync(`${built}/${name}`, `${target}/${name}`, { recursive: true })
cpSync(`${built}/manifest.json`, `${target}/manifest.next.json`)
renameSync(`${target}/manifest.next.json`, `${target}/manifest.json`)

const wanted = new Set(readdirSync(`${built}/assets`))
for (const name of readdirSync(`${target}/assets`)) if (!wanted.has(name)) rmSync(`${target}/assets/${name}`)
if (!existsSync(`${target}/favicon.svg`)) throw new Error('favicon.svg is missing from the built desk')
