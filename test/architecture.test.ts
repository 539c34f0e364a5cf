import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

const FLOOR_0_TO_3 = ['base', 'batch', 'config', 'database', 'registry', 'ledger', 'spool', 'signing', 'queues']
const WITHOUT_CONFIG = FLOOR_0_TO_3.filter((name) => name !== 'config')

/** Which module may import which: the table of the architecture page. A module may always import itself. */
// biome-ignore format: a table
const MAY_IMPORT: Record<string, readonly string[]> = {
  base:      [],
  batch:     ['base'],
  config:    ['base', 'batch'],
  database:  ['base'],
  registry:  ['base', 'batch', 'database'],
  ledger:    ['base', 'batch', 'database'],
  spool:     ['base'],
  signing:   ['base', 'batch'],
  queues:    ['base', 'batch'],
  mailbox:   FLOOR_0_TO_3,
  stages:    WITHOUT_CONFIG,
  pipeline:  [...FLOOR_0_TO_3, 'mailbox', 'stages'],
  services:  [...FLOOR_0_TO_3, 'mailbox', 'stages'],
  http:      ['base', 'batch'],
  authorities: ['base', 'signing'],
  identity:  ['base', 'batch', 'database', 'registry', 'signing', 'authorities'],
  notices:   ['base', 'batch', 'database', 'registry'],
  endpoints: ['base', 'batch', 'registry', 'mailbox', 'http'],
  portal:    ['base', 'batch', 'database', 'registry', 'ledger', 'identity', 'notices', 'http'],
  console:   ['base', 'batch', 'database', 'registry', 'ledger', 'identity', 'http'],
  cli:       ['*'],
  daemon:    ['*'],
  'main.ts': ['*'],
}

/** Where types alone may cross: a floor-3 module speaks of what it is handed without importing its code. */
// biome-ignore format: a table
const MAY_IMPORT_TYPES: Record<string, readonly string[]> = {
  console:   ['pipeline', 'services'],
  queues:    ['database'],
  endpoints: ['database'],
}

/** A library has one home. What is not listed may not be imported at all. */
// biome-ignore format: a table
const HOMES: Record<string, readonly string[]> = {
  '@xmldom/xmldom':  ['endpoints/web/soap/signature/verified-parts.ts'],
  '@fastify/formbody': ['http'],
  '@fastify/multipart': ['http'],
  '@node-rs/argon2': ['registry/channel-password.ts', 'identity/passwords'],
  'basic-ftp':       ['endpoints/ftp/client.ts', 'endpoints/ftp/client-link.ts', 'endpoints/ftp/client-transfer.ts'],
  'bullmq':          ['queues'],
  'chokidar':        ['endpoints/folder'],
  'cli-progress':    ['cli'],
  'commander':       ['cli'],
  'cookie':          ['http'],
  'fast-xml-parser': ['batch', 'endpoints/web/soap'],
  'fastify':         ['http'],
  'fflate':          ['services/answers/compress.ts'],
  'intl-messageformat': ['http'],
  'ioredis':         ['queues'],
  'jose':            ['identity'],
  'kysely':          ['database', 'registry', 'ledger', 'identity', 'notices'],
  'libxml2-wasm':    ['stages/checkers'],
  'nodemailer':      ['notices'],
  'openid-client':   ['identity'],
  'otplib':          ['identity'],
  'pg':              ['database', 'queues'],
  'pino':            ['base'],
  'preact':          ['http'],
  'preact-render-to-string': ['http'],
  'prom-client':     ['base'],
  'saxes':           ['stages/checkers', 'endpoints/web/soap'],
  'ssh2':            ['endpoints/sftp'],
  'uqr':             ['http'],
  'yaml':            ['config'],
  'xml-crypto':      ['endpoints/web/soap/signature/verified-parts.ts'],
  'zod':             ['config', 'portal', 'console', 'endpoints/web', 'http', 'endpoints/services'],
  'node:fs':         ['spool', 'config', 'database', 'signing', 'cli', 'daemon',
                      'endpoints/neutral', 'endpoints/folder', 'endpoints/sftp/host-keys.ts', 'services/targets', 'services/answers/folder', 'notices/file-sink.ts', 'http/assets.ts', 'stages/checkers'],
  'node:child_process': ['database', 'stages/checkers', 'cli'],
  'node:http':       ['endpoints/web/client/exchange.ts', 'services/targets/http'],
  'node:https':      ['endpoints/web/client/exchange.ts', 'services/targets/http'],
  'node:net':        ['endpoints', 'cli', 'http', 'daemon', 'signing', 'stages/checkers', 'database'],
  'node:tls':        ['endpoints', 'http', 'database', 'queues'],
  'node:readline':   ['cli', 'database'],
  'node:zlib':       ['cli/backup'],
}
HOMES['node:fs/promises'] = HOMES['node:fs'] ?? []

const BUILT_IN_ANYWHERE =
  /^node:(crypto|stream|stream\/promises|stream\/consumers|path|url|util|events|os|timers|timers\/promises|buffer|perf_hooks|string_decoder|async_hooks|process|module)$/

const TOP_LEVEL = [
  ...['src', 'config', 'certs', 'spool', 'test', 'docs', 'bench', '.ci'],
  ...[
    'Dockerfile',
    '.dockerignore',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'README.md',
  ],
  ...['CHANGELOG.md', 'LICENSE', 'biome.json', 'vitest.config.ts', '.gitignore', '.npmrc'],
  ...['.git', 'node_modules', 'dist', 'coverage'],
]

type Source = { readonly path: string; readonly text: string }

test('every import follows the floors, and every library stays in its home', () => {
  expect(violations(sources())).toEqual([])
})

test.each<[string, Source, string]>([
  [
    'an import of a higher floor',
    { path: 'batch/x.ts', text: `import { a } from '../ledger/b.ts'` },
    'batch/x.ts: batch may not import ledger',
  ],
  [
    'an import between floor-3 modules',
    { path: 'signing/x.ts', text: `import { a } from '../spool/b.ts'` },
    'signing/x.ts: signing may not import spool',
  ],
  [
    'an import of types without licence',
    { path: 'spool/x.ts', text: `import type { A } from '../ledger/b.ts'` },
    'spool/x.ts: spool may not import ledger',
  ],
  [
    'an endpoint that decides',
    { path: 'endpoints/sftp/x.ts', text: `export { a } from '../../stages/b.ts'` },
    'endpoints/sftp/x.ts: endpoints may not import stages',
  ],
  [
    'a library outside its home',
    { path: 'mailbox/x.ts', text: `import { Worker } from 'bullmq'` },
    'mailbox/x.ts: bullmq has another home',
  ],
  [
    'a library nobody approved',
    { path: 'base/x.ts', text: `import leftpad from 'leftpad'` },
    'base/x.ts: leftpad has no home',
  ],
  [
    'an import at run time',
    { path: 'base/x.ts', text: `const a = await import('ssh2')` },
    'base/x.ts: ssh2 has another home',
  ],
])('the rules notice %s', (_, source, complaint) => {
  expect(violations([source])).toEqual([complaint])
})

test('a source file holds one idea: at most 250 lines', () => {
  const long = sources().filter(({ text }) => text.split('\n').length > 251)
  expect(long.map(({ path }) => path)).toEqual([])
})

test('the top level holds what the card names and nothing else', () => {
  expect(readdirSync(ROOT).filter((name) => !TOP_LEVEL.includes(name))).toEqual([])
})

function sources(): Source[] {
  const root = join(ROOT, 'src')
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

function violations(files: readonly Source[]): string[] {
  return files.flatMap((file) => importsOf(file.text).flatMap((imported) => complaint(file.path, imported) ?? []))
}

type Imported = { readonly from: string; readonly typeOnly: boolean }

function importsOf(text: string): Imported[] {
  const statements = text.matchAll(
    /^\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm,
  )
  return [...statements].map((match) => ({
    from: match[2] ?? match[3] ?? match[4] ?? '',
    typeOnly: match[1] !== undefined,
  }))
}

function complaint(path: string, { from, typeOnly }: Imported): string | null {
  if (!from.startsWith('.')) return libraryComplaint(path, from)
  const target = moduleOf(normalize(join(dirname(path), from)))
  const own = moduleOf(path)
  const allowed = [own, ...(MAY_IMPORT[own] ?? []), ...(typeOnly ? (MAY_IMPORT_TYPES[own] ?? []) : [])]
  return allowed.includes('*') || allowed.includes(target) ? null : `${path}: ${own} may not import ${target}`
}

function libraryComplaint(path: string, from: string): string | null {
  if (BUILT_IN_ANYWHERE.test(from)) return null
  const name = from.startsWith('node:')
    ? from
    : from
        .split('/')
        .slice(0, from.startsWith('@') ? 2 : 1)
        .join('/')
  const homes = HOMES[name]
  if (!homes) return `${path}: ${name} has no home`
  return homes.some((home) => relative(home, path) === '' || !relative(home, path).startsWith('..'))
    ? null
    : `${path}: ${name} has another home`
}

function moduleOf(path: string): string {
  return path.split('/')[0] ?? ''
}
