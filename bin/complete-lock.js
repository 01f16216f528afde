#!/usr/bin/env node
/**
 * npm leaves packages for other platforms out of a lock file when it cannot see them from where it is made, and `npm ci` elsewhere then refuses the file.
 * This names them with the version their parent asks for; a platform that needs one fetches it as usual. Run by `npm run lock`.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const path = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(path, 'utf8'))
const { '': project, ...packages } = lock.packages

for (const [place, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (packages[`node_modules/${name}`] || packages[`${place}/node_modules/${name}`]) continue
    const platform = platformOf(name)
    if (platform) packages[`node_modules/${name}`] = { version, ...platform, ...(dev && { dev }), optional: true }
  }
}

// Where authors take donations is no part of what is installed.
for (const entry of Object.values(packages)) delete entry.funding

lock.packages = { '': project, ...Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1))) }
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)

/** Read from the name, as in `@biomejs/cli-linux-arm64-musl`; null for a package of no one platform. */
function platformOf(name) {
  const [os] = /android|darwin|linux|freebsd|openharmony|win32/.exec(name) ?? []
  const [cpu] = /arm64|x64|arm|ia32|ppc64|riscv64|s390x|wasm32/.exec(name) ?? []
  if (!cpu) return null
  const libc = os === 'linux' && (name.includes('musl') ? ['musl'] : name.includes('gnu') ? ['glibc'] : null)
  return { cpu: [cpu], ...(libc && { libc }), ...(os && { os: [os] }) }
}
