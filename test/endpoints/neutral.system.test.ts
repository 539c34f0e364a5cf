/** The engine over a plain folder behaves like a file system, whatever a client does with it. */
import { mkdir, readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import fc from 'fast-check'
import type { SFTPWrapper } from 'ssh2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Misconfigured } from '../../src/base/errors.ts'
import { silentLog } from '../../src/base/log.ts'
import { createMetrics } from '../../src/base/metrics.ts'
import { createNeutral } from '../../src/endpoints/neutral/neutral.ts'
import { connectSftp } from '../../src/endpoints/sftp/client.ts'
import { string, TYPE } from '../../src/endpoints/sftp/packets.ts'
import { hostKeys, loggedIn, startEngine, USER_KEY } from './support/engine.ts'
import { type NeutralScene, PASSWORD, startNeutral, USER } from './support/neutral.ts'
import { opened, rawSftp } from './support/raw-sftp.ts'

/** A file has an identity, for two names may be links to one. */
type Node = { bytes: Buffer } | 'folder'
type Model = Map<string, Node>
type Done<Value> = (error: Error | null | undefined, value: Value) => void

let scene: NeutralScene
let client: Awaited<ReturnType<typeof loggedIn>>
let sftp: SFTPWrapper

beforeAll(async () => {
  scene = await startNeutral()
  client = await loggedIn(scene.port, { username: USER })
  sftp = await new Promise((resolve, reject) =>
    client.sftp((error, opened) => (error ? reject(error) : resolve(opened))),
  )
})

afterAll(async () => {
  client.destroy()
  await scene[Symbol.asyncDispose]()
})

const PATHS = ['a', 'b', 'd', 'd/a', 'e'] as const
const path = fc.constantFrom(...PATHS)
const bytes = fc.uint8Array({ maxLength: 20 })

type Step =
  | { readonly do: 'put' | 'append'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly do: 'get' | 'remove' | 'mkdir' | 'rmdir' | 'list'; readonly path: string }
  | { readonly do: 'rename' | 'posixRename' | 'hardlink'; readonly path: string; readonly to: string }
  | { readonly do: 'truncate'; readonly path: string; readonly size: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('put', 'append'), path, bytes }),
  fc.record({ do: fc.constantFrom('get', 'remove', 'mkdir', 'rmdir', 'list'), path }),
  fc.record({ do: fc.constantFrom('rename', 'posixRename', 'hardlink'), path, to: path }),
  fc.record({ do: fc.constant('truncate'), path, size: fc.nat(30) }),
)

test('any sequence of operations does what the model of a file system says', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 50 }), async (steps) => {
      const folder = `run${run++}`
      await mkdir(join(scene.root, folder))
      const model: Model = new Map()
      for (const each of steps) expect([each, await performed(folder, each)]).toEqual([each, modelled(model, each)])
      expect(await contentsOf(join(scene.root, folder))).toEqual(shown(model))
    }),
    { numRuns: 60 },
  )
})

test('links, their targets, and what they lead to', async () => {
  await writeFile(join(scene.root, 'target'), 'through a link')
  // ssh2's client sends the two names the other way round to servers that do not call themselves OpenSSH.
  expect(await status((done) => sftp.symlink('/link', '/target', done))).toBe('ok')
  expect(await readlink(join(scene.root, 'link'))).toBe('/target')
  expect(await outcome<string>((done) => sftp.readlink('/link', done), String)).toBe('/target')
  expect(await outcome<Buffer>((done) => sftp.readFile('/link', done), String)).toBe('through a link')
})

test('modes and times are set as the client says', async () => {
  await writeFile(join(scene.root, 'mode'), 'x')
  const wanted = { mode: 0o600, atime: 1000, mtime: 2000 }
  expect(await status((done) => sftp.setstat('/mode', wanted as never, done))).toBe('ok')
  const { mode, mtimeMs } = await stat(join(scene.root, 'mode'))
  expect([mode & 0o777, mtimeMs]).toEqual([0o600, 2_000_000])
})

test('names are kept byte for byte (case N7)', async () => {
  const name = Buffer.of(0xff, 0xfe, 0x41)
  const folder = Buffer.from(`${join(scene.root, 'bytes')}/`)
  await mkdir(folder)
  const raw = await rawSftp(client)
  const handle = await opened(raw, 1, `/bytes/${name.toString('latin1')}`)
  await raw.ask(TYPE.close, 2, string(handle))
  expect(await readdir(folder, { encoding: 'buffer' })).toEqual([name])
  const listing = (await raw.ask(TYPE.opendir, 3, string('/bytes'))).body.subarray(4)
  const { body } = await raw.ask(TYPE.readdir, 4, string(listing))
  expect(body.subarray(8, 8 + body.readUInt32BE(4))).toEqual(name)
})

test('password and key both open the door, anything else does not', async () => {
  const base = { host: '127.0.0.1', port: scene.port, user: USER }
  await using byPassword = await connectSftp({ ...base, credential: { password: PASSWORD } })
  expect(await byPassword.put('/by-password', Buffer.from('1'))).toEqual({ ok: true, value: undefined })
  await using byKey = await connectSftp({ ...base, credential: { privateKey: USER_KEY.privateKey } })
  expect(await byKey.read('/by-password')).toEqual({ ok: true, value: Buffer.from('1') })
  await expect(connectSftp({ ...base, credential: { password: 'wrong' } })).rejects.toThrow(
    /authentication methods failed/,
  )
  await expect(connectSftp({ ...base, user: 'x', credential: { password: PASSWORD } })).rejects.toThrow(/failed/)
})

test('our client refuses a host key that is not the expected one, and shows it', async () => {
  const seen: string[] = []
  const options = {
    host: '127.0.0.1',
    port: scene.port,
    user: USER,
    credential: { password: PASSWORD },
    onHostKey: (fingerprint: string) => void seen.push(fingerprint),
  }
  await expect(connectSftp({ ...options, hostKeyFingerprint: 'SHA256:other' })).rejects.toThrow(/verification failed/)
  expect(seen).toEqual([hostKeys()[0]?.fingerprint])
  await using known = await connectSftp({ ...options, hostKeyFingerprint: seen[0] ?? '' })
  expect((await known.list('/none')).ok).toBe(false)
})

test('our client tells progress, lists, removes, and gives the words of a refusal', async () => {
  await using own = await connectSftp({
    host: '127.0.0.1',
    port: scene.port,
    user: USER,
    credential: { password: PASSWORD },
  })
  const progress: number[] = []
  await mkdir(join(scene.root, 'own'))
  await own.put('/own/file', Buffer.alloc(100_000, 7), (taken) => void progress.push(taken))
  expect([progress.at(-1), await readFile(join(scene.root, 'own/file'))]).toEqual([100_000, Buffer.alloc(100_000, 7)])
  expect(await own.list('/own')).toMatchObject({ ok: true, value: [{ name: 'file', bytes: 100_000 }] })
  expect(await own.remove('/own/file')).toEqual({ ok: true, value: undefined })
  expect(await own.remove('/own/file')).toEqual({
    ok: false,
    problem: { status: 2, message: 'SLU-MISSING: There is no such file or folder. Check the path.' },
  })
})

test('our client throws when the connection breaks', async () => {
  await using engine = await startEngine()
  const credential = { privateKey: USER_KEY.privateKey }
  await using own = await connectSftp({ host: '127.0.0.1', port: engine.port, user: 'user', credential })
  const put = own.put('/x', Buffer.alloc(50_000_000)).catch((error: unknown) => error)
  await engine.endpoint[Symbol.asyncDispose]()
  expect(await put).toMatchObject({ name: 'Unavailable' })
  await expect(own.list('/')).rejects.toMatchObject({ name: 'Unavailable' })
})

test.each([
  [{ dir: '/no/such/folder' }, /cannot be read/],
  [{ sshKey: 'no key' }, /not a public key/],
])('%o is an operator’s mistake', async (wrong, message) => {
  const common = { user: 'u', password: 'p', port: 0, log: silentLog, metrics: createMetrics(), now: () => new Date() }
  const starting = createNeutral({ ...common, dir: scene.root, hostKeys: hostKeys(), ...wrong })
  await expect(starting).rejects.toThrow(Misconfigured)
  await expect(starting).rejects.toThrow(message)
})

/** `ok`, what was read, or the status code of the refusal. */
function performed(folder: string, step: Step): Promise<string> {
  const at = (name: string): string => `/${folder}/${name}`
  switch (step.do) {
    case 'put':
      return status((done) => sftp.writeFile(at(step.path), Buffer.from(step.bytes), done))
    case 'append':
      return status((done) => sftp.appendFile(at(step.path), Buffer.from(step.bytes), done))
    case 'get':
      return outcome<Buffer>((done) => sftp.readFile(at(step.path), done), hex)
    case 'remove':
      return status((done) => sftp.unlink(at(step.path), done))
    case 'mkdir':
      return status((done) => sftp.mkdir(at(step.path), done))
    case 'rmdir':
      return status((done) => sftp.rmdir(at(step.path), done))
    case 'list':
      return outcome<{ filename: string }[]>((done) => sftp.readdir(at(step.path), done as never), names)
    case 'rename':
      return status((done) => sftp.rename(at(step.path), at(step.to), done))
    case 'posixRename':
      return status((done) => sftp.ext_openssh_rename(at(step.path), at(step.to), done))
    case 'hardlink':
      return status((done) => sftp.ext_openssh_hardlink(at(step.path), at(step.to), done))
    case 'truncate':
      return status((done) => sftp.setstat(at(step.path), { size: step.size } as never, done))
  }
}

const MISSING = '2'
const DENIED = '3'
const FAILURE = '4'

function modelled(model: Model, step: Step): string {
  const node = model.get(step.path)
  const hasPlace = isFolder(model, parentOf(step.path))
  switch (step.do) {
    case 'put':
    case 'append':
      if (!hasPlace || node === 'folder') return hasPlace ? FAILURE : MISSING
      return written(model, step.path, node ?? { bytes: Buffer.alloc(0) }, step)
    case 'get':
      if (!node) return MISSING
      return node === 'folder' ? FAILURE : hex(node.bytes)
    case 'remove':
      if (!node || node === 'folder') return node ? FAILURE : MISSING
      model.delete(step.path)
      return 'ok'
    case 'mkdir':
      if (!hasPlace || node) return hasPlace ? FAILURE : MISSING
      model.set(step.path, 'folder')
      return 'ok'
    case 'rmdir':
      if (node !== 'folder' || below(model, step.path).length > 0) return node === 'folder' ? FAILURE : MISSING
      model.delete(step.path)
      return 'ok'
    case 'list':
      return node === 'folder' ? names(children(model, step.path)) : MISSING
    case 'truncate':
      if (!node || node === 'folder') return node ? FAILURE : MISSING
      node.bytes = Buffer.concat([node.bytes, Buffer.alloc(step.size)]).subarray(0, step.size)
      return 'ok'
    case 'hardlink':
      return hardlinked(model, step.path, step.to)
    case 'rename':
      return model.has(step.path) && model.has(step.to) ? FAILURE : moved(model, step.path, step.to)
    case 'posixRename':
      return moved(model, step.path, step.to)
  }
}

function written(
  model: Model,
  name: string,
  file: { bytes: Buffer },
  step: Extract<Step, { bytes: Uint8Array }>,
): string {
  file.bytes = step.do === 'put' ? Buffer.from(step.bytes) : Buffer.concat([file.bytes, step.bytes])
  model.set(name, file)
  return 'ok'
}

function hardlinked(model: Model, from: string, to: string): string {
  const node = model.get(from)
  if (!node || !isFolder(model, parentOf(to))) return MISSING
  if (model.has(to)) return FAILURE
  if (node === 'folder') return DENIED
  model.set(to, node)
  return 'ok'
}

function moved(model: Model, from: string, to: string): string {
  const [node, target] = [model.get(from), model.get(to)]
  if (!node || !isFolder(model, parentOf(to))) return MISSING
  if (to.startsWith(`${from}/`) || from.startsWith(`${to}/`)) return FAILURE
  if (node === target && node !== 'folder') return 'ok'
  if (from === to) return 'ok'
  if (target && (node === 'folder') !== (target === 'folder')) return target === 'folder' ? FAILURE : MISSING
  if (below(model, to).length > 0) return FAILURE
  for (const name of [from, ...below(model, from)]) {
    const moving = model.get(name)
    model.delete(name)
    if (moving) model.set(`${to}${name.slice(from.length)}`, moving)
  }
  return 'ok'
}

function parentOf(name: string): string {
  return name.split('/').slice(0, -1).join('/')
}

function isFolder(model: Model, name: string): boolean {
  return name === '' || model.get(name) === 'folder'
}

function below(model: Model, folder: string): string[] {
  return [...model.keys()].filter((name) => name.startsWith(`${folder}/`))
}

function children(model: Model, folder: string): { filename: string }[] {
  return below(model, folder)
    .filter((name) => parentOf(name) === folder)
    .map((name) => ({ filename: name.slice(folder.length + 1) }))
}

function names(list: readonly { readonly filename: string }[]): string {
  return `[${list.map(({ filename }) => filename).sort()}]`
}

function hex(read: Buffer): string {
  return `<${read.toString('hex')}>`
}

function shown(model: Model): Record<string, string> {
  return Object.fromEntries([...model].map(([name, node]) => [name, node === 'folder' ? node : hex(node.bytes)]))
}

async function contentsOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const pairs = entries.map(async (entry) => {
    const at = join(entry.parentPath, entry.name)
    return [relative(folder, at), entry.isDirectory() ? 'folder' : hex(await readFile(at))]
  })
  return Object.fromEntries(await Promise.all(pairs))
}

function status(request: (done: (error?: Error | null) => void) => void): Promise<string> {
  return outcome<undefined>(
    (done) => request((error) => done(error, undefined)),
    () => 'ok',
  )
}

function outcome<Value>(request: (done: Done<Value>) => void, show: (value: Value) => string): Promise<string> {
  return new Promise((resolve) =>
    request((error, value) => resolve(error ? String((error as Error & { code: number }).code) : show(value))),
  )
}
