/** What hostile names, orders and errors come to (cases F9, F13, F14, F16, F18, F19). */
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Corrupt, Unavailable } from '../../../src/base/errors.ts'
import type { ClientFiles } from '../../../src/endpoints/files/client-files.ts'
import { mailboxFiles } from '../../../src/endpoints/files/mailbox-files.ts'
import { COMMANDS } from '../../../src/endpoints/ftp/commands.ts'
import { folderFiles } from '../../../src/endpoints/neutral/folder-files.ts'
import { memoryFiles } from '../support/memory-files.ts'
import { memoryMailbox, VISITOR } from '../support/memory-mailbox.ts'
import { ODD_NAMES } from './odd-names.ts'
import { bytesOf, member } from './raw-client.ts'
import { startFtp } from './rig.ts'

test.each(['SITE', 'SITE CHMOD 777 x', 'SITE EXEC id', 'SITE HELP', 'site', 'SITE \xff'])(
  'case F9: %s is answered, and nothing happens',
  async (line) => {
    await using scene = await startFtp()
    await using client = await member(scene.port)
    expect(await client.codeOf(line)).toMatch(/^50[02]$/)
    expect(await client.codeOf('NOOP')).toBe('200')
  },
)

test.each(
  ODD_NAMES.flatMap(([what, name]) =>
    ['CWD', 'MKD', 'RMD', 'DELE', 'RETR', 'SIZE', 'MDTM', 'RNFR', 'MLST'].map((verb) => [what, verb, name] as const),
  ),
)('case F13: a name with %s in %s is refused, and the replies stay whole', async (_, verb, name) => {
  const mailbox = memoryMailbox()
  await using scene = await startFtp({ files: () => mailboxFiles(mailbox, VISITOR) })
  await using client = await member(scene.port)
  await client.passivePort()
  expect(await client.codeOf(`${verb} ${name}`)).toMatch(/^55[03]$/)
  expect(await client.ask('PWD')).toBe('257 "/" is the current folder.')
})

test.each([
  'two words',
  ' leading',
  'trailing ',
  '-la',
  '-rf x',
  '*',
  'a*b?',
  '[a]',
  '~root',
  '$HOME',
  '`id`',
  '"quoted"',
  ';rm',
  '...',
  '\xc3\xa9t\xc3\xa9',
  'a\xffb',
])('case F14: %j is a name like any other', async (name) => {
  await using place = await folder()
  await using scene = await startFtp({ files: () => folderFiles(place.root) })
  await using client = await member(scene.port)
  const sent = name.replaceAll('\xff', '\xff\xff')
  const up = await client.transfer(`STOR ${sent}`)
  up.stream.end('content')
  expect(await client.code()).toBe('226')
  expect(await readdir(place.root, 'latin1')).toEqual([name])
  expect(await client.codeOf(`SIZE ${sent}`)).toBe('213')
  const names = await client.transfer(`NLST ${sent}`)
  expect((await bytesOf(names.stream)).toString('latin1')).toBe(`${name}\r\n`)
  expect(await client.code()).toBe('226')
  const facts = await client.transfer('MLSD')
  expect((await bytesOf(facts.stream)).toString('latin1')).toMatch(/^type=file;size=7;.*\r\n$/)
  expect(await client.code()).toBe('226')
  expect(await client.codeOf(`DELE ${sent}`)).toBe('250')
})

test('case F14: a quotation mark in a folder is doubled in the reply', async () => {
  await using place = await folder()
  await mkdir(join(place.root, 'a"b'))
  await using scene = await startFtp({ files: () => folderFiles(place.root) })
  await using client = await member(scene.port)
  expect(await client.codeOf('CWD a"b')).toBe('250')
  expect(await client.ask('PWD')).toBe('257 "/a""b" is the current folder.')
})

test('case F14: a name on the disk that holds a line end is not shown, and breaks no reply', async () => {
  await using place = await folder()
  await writeFile(join(place.root, 'a\r\n213 End'), '')
  await writeFile(join(place.root, 'plain'), '')
  await using scene = await startFtp({ files: () => folderFiles(place.root) })
  await using client = await member(scene.port)
  const names = await client.transfer('NLST')
  expect((await bytesOf(names.stream)).toString()).toBe('plain\r\n')
  await client.code()
  expect((await client.ask('STAT /')).split('\r\n')).toHaveLength(3)
  expect(await client.codeOf('NOOP')).toBe('200')
})

test('case F14: paths out of the root end at the root', async () => {
  await using place = await folder()
  await using scene = await startFtp({ files: () => folderFiles(place.root) })
  await using client = await member(scene.port)
  for (const path of ['..', '/..', '../../..', '/../../etc', '/./../etc/passwd', 'x/../../etc/passwd'])
    expect([path, await client.codeOf(`CWD ${path}`), await client.ask('PWD')]).toEqual([
      path,
      path.includes('etc') ? '550' : '250',
      '257 "/" is the current folder.',
    ])
})

test('case F16: a link out of the folder is not followed', async () => {
  await using place = await folder()
  await mkdir(join(place.outside, 'secrets'))
  await writeFile(join(place.outside, 'secrets', 'passwd'), 'secret')
  await symlink(join(place.outside, 'secrets'), join(place.root, 'way'))
  await symlink(join(place.outside, 'secrets', 'passwd'), join(place.root, 'file'))
  await symlink('../outside/secrets', join(place.root, 'relative'))
  await using scene = await startFtp({ files: () => folderFiles(place.root) })
  await using client = await member(scene.port)
  await client.passivePort()
  for (const line of [
    'CWD way',
    'CWD relative',
    'CWD way/..//way',
    'RETR file',
    'RETR way/passwd',
    'SIZE file',
    'LIST way',
    'MLSD relative',
    'MLST file',
    'DELE way/passwd',
    'MKD way/new',
    'RMD way/secrets',
  ]) {
    await client.passivePort()
    expect([line, await client.codeOf(line)]).toEqual([line, '550'])
  }
  await client.passivePort()
  expect(await client.codeOf('STOR way/new')).toMatch(/^5/)
  expect(await readdir(join(place.outside, 'secrets'))).toEqual(['passwd'])
})

const TROUBLES: readonly (readonly [string, () => Error])[] = [
  ['a bug', () => new TypeError("Cannot read properties of undefined (reading 'x') at /srv/sluice/dist/a.js:1:1")],
  ['a store that does not answer', () => new Unavailable('connect ENOENT /var/run/postgresql/.s.PGSQL.5432')],
  ['a store that makes no sense', () => new Corrupt('/srv/spool/blobs/ab/abcd')],
  [
    'an error of the disk',
    () => Object.assign(new Error("EIO: i/o error, open '/srv/spool/x'"), { code: 'EIO', errno: -5 }),
  ],
]

test.each(TROUBLES)('case F18: of %s no reply tells a path, an errno or a stack', async (_, trouble) => {
  const files = troubled(memoryFiles(), trouble)
  const replies: string[] = []
  await using scene = await startFtp({ files: () => files })
  for (const verb of COMMANDS.keys()) {
    await using client = await member(scene.port)
    await client.passivePort()
    if (verb === 'RNTO') await client.ask('RNFR one')
    client.send(`${verb} one`)
    client.send(verb)
    client.send('QUIT')
    replies.push(...(await client.rest()))
  }
  const told = replies.join('\n')
  expect(told).not.toMatch(/\/srv|\/var|dist|\.js|\.ts|ENOENT|EIO|errno|undefined|postgres| at |TypeError|Error/)
  expect(told).toMatch(/^451 SLU-STORE: The store does not answer/m)
})

test('case F18: nor do refusals of a folder on the disk', async () => {
  await using place = await folder()
  await using scene = await startFtp({ files: () => folderFiles(place.root) })
  const replies: string[] = []
  for (const verb of COMMANDS.keys()) {
    for (const name of ['missing', 'a/b', '/', 'n'.repeat(300), `${'deep/'.repeat(500)}x`, '..', '']) {
      await using client = await member(scene.port)
      await client.passivePort()
      if (verb === 'RNTO') await client.ask('RNFR missing')
      client.send(`${verb} ${name}`, 'ABOR', 'QUIT')
      replies.push(...(await client.rest()))
    }
  }
  const told = replies.join('\n')
  expect(told).not.toContain(place.root)
  expect(told).not.toMatch(/(?<!-)\bE[A-Z]{4,}:|errno| at \w+ \(|\.ts:|\.js:/)
  expect(scene.events.filter(({ event }) => event === 'ftp.bug')).toEqual([])
})

test('trouble in the middle of the lines of STAT ends the session', async () => {
  const files = memoryFiles({
    pages: async function* () {
      yield []
      throw new Unavailable('gone')
    },
  })
  await using scene = await startFtp({ files: () => files })
  await using client = await member(scene.port)
  client.send('STAT /')
  await client.rest()
  expect((await scene.logged('ftp.storeSilent')).about.do).toBe('STAT')
})

test('a listing whose data connection never comes keeps no folder open', async () => {
  let returned = 0
  const pages = {
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ done: true, value: undefined }) as const,
      return: async () => {
        returned += 1
        return { done: true, value: undefined } as const
      },
    }),
  }
  const files: ClientFiles = { ...memoryFiles(), list: async () => ({ ok: true, value: pages }) }
  await using scene = await startFtp({ files: () => files, limits: { dataSeconds: 0.1 } })
  await using client = await member(scene.port)
  for (const line of ['LIST', 'LIST *.x']) {
    await client.passivePort()
    expect(await client.codeOf(line)).toBe('425')
  }
  expect(returned).toBe(2)
})

test('case F19: what is prepared is of one session, and for the next command only', async () => {
  const files = memoryFiles()
  files.contents.set('/one', Buffer.from('1'))
  await using scene = await startFtp({ files: () => files })
  await using first = await member(scene.port)
  await using second = await member(scene.port)
  expect(await first.codeOf('RNTO two')).toBe('503')
  expect(await first.codeOf('RNFR one')).toBe('350')
  expect(await second.codeOf('RNTO stolen')).toBe('503')
  expect(await first.codeOf('NOOP')).toBe('200')
  expect(await first.codeOf('RNTO two')).toBe('503')
  expect(await first.codeOf('RNFR one')).toBe('350')
  expect(await first.codeOf('RNTO two')).toBe('250')
  expect(await first.codeOf('RNTO three')).toBe('503')
  expect(await second.codeOf('RNFR one')).toBe('550')
  expect([...files.contents.keys()]).toEqual(['/two'])

  await first.ask('REST 3')
  const data = await second.transfer('RETR two')
  expect((await bytesOf(data.stream)).toString()).toBe('1')
  expect(await second.code()).toBe('226')
  await first.ask('EPSV')
  expect(await second.codeOf('LIST')).toBe('425')
  await first.ask('EPSV ALL')
  expect(await second.codeOf('PASV')).toBe('227')
  expect(await first.codeOf('PASV')).toBe('503')
})

type Place = AsyncDisposable & { readonly root: string; readonly outside: string }

async function folder(): Promise<Place> {
  const dir = await mkdtemp(join(tmpdir(), 'sluice-ftp-names-'))
  const [root, outside] = [join(dir, 'root'), join(dir, 'outside')]
  await mkdir(root)
  await mkdir(outside)
  return { root, outside, [Symbol.asyncDispose]: () => rm(dir, { recursive: true }) }
}

/** Every operation throws. */
function troubled(files: ClientFiles, trouble: () => Error): ClientFiles {
  const fail = async (): Promise<never> => {
    throw trouble()
  }
  const operations = {
    open: fail,
    list: fail,
    remove: fail,
    rename: fail,
    change: fail,
    makeFolder: fail,
    removeFolder: fail,
  }
  return { ...files, ...operations, stat: fail, lstat: async () => ({ ok: true, value: LISTED }), resolve: fail }
}

const LISTED = {
  ...({ kind: 'file', size: 1, mode: 0o640, owner: 0, group: 0 } as const),
  ...{ accessedAt: new Date(0), modifiedAt: new Date(0) },
}
