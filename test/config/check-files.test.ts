import { expect, test } from 'vitest'
import { checkFiles } from '../../src/config/check-files.ts'
import { loadConfig } from '../../src/config/load.ts'
import { folderWith } from './folder.ts'

const EXT4 = 0xef53

test.each([
  ['tmpfs', 0x01021994, ['spool.dir is in memory (tmpfs): everything accepted is lost when the machine stops.']],
  ['ramfs', 0x858458f6, ['spool.dir is in memory (ramfs): everything accepted is lost when the machine stops.']],
  ['NFS', 0x6969, ['spool.dir is on NFS: it keeps its promises only when mounted with `sync,hard`.']],
  ['a disk', EXT4, []],
])('a spool on %s (case G6)', async (_, magic, warnings) => {
  expect(await warningsOf([], magic)).toEqual(warnings)
})

test('the ground of a spool that is not there yet is that of the folder it will be made in', async () => {
  using folder = folderWith({ 'here/file': '' })
  const { config } = await loadConfig({ cwd: folder.path, sets: ['spool.dir=here/not/yet'] })
  const asked: string[] = []
  await checkFiles(
    config,
    () => true,
    async (path) => asked.push(path),
  )
  expect(asked).toEqual([`${folder.path}/here`])
})

test('a spool below a file, or with an endless name, is no crash here', async () => {
  using folder = folderWith({ file: '' })
  for (const dir of ['file/spool', 'x'.repeat(4000)]) {
    const { warnings } = await loadConfig({ cwd: folder.path, sets: [`spool.dir=${dir}`] })
    expect(warnings).toEqual([])
  }
})

const SENT = ['messages.mail.via=smtp', 'messages.sms.via=http', 'messages.sms.url=https://sms.example']

test('in production, what is bold is said', async () => {
  const bold = ['signature.allowSelfSigned=true', 'console.host=0.0.0.0']
  expect(await warningsOf(['mode=production', ...bold], EXT4)).toEqual([
    'signature.allowSelfSigned: anybody’s certificate can be registered.',
    'messages.mail.via: e-mail is written to files and reaches nobody.',
    'messages.sms.via: SMS are written to files and reach nobody.',
    'console.host: health and metrics can be read from outside this machine.',
  ])
  expect(await warningsOf(bold, EXT4)).toEqual([])
  expect(await warningsOf(['mode=production', 'console.host=localhost', ...SENT], EXT4)).toEqual([])
})

const ITSME = [
  ...['signIn.itsme.issuer=https://idp.example', 'signIn.itsme.clientId=us', 'signIn.itsme.secretFile=secret.key'],
  'signIn.itsme.acrRequired=false',
]
const FILES = { 'certs/eid/root.crt': '', 'secret.key': 'a secret' }

test.each([
  [
    ['signIn.eid.enabled=true', 'signIn.eid.revocation=off'],
    ['signIn.eid.revocation: revoked cards can be used to sign in.'],
  ],
  [['signIn.eid.enabled=true'], []],
  [['signIn.eid.revocation=off'], []],
  [ITSME, ['signIn.itsme.acrRequired: a sign-in whose level is not told is believed.']],
  [[...ITSME, 'signIn.itsme.acrValues=""'], []],
  [['signIn.itsme.acrRequired=false'], []],
])('in production, %j is told when a sign-in is worth less by it', async (sets, warnings) => {
  expect(await warningsOf(['mode=production', ...SENT, ...sets], EXT4, FILES)).toEqual(warnings)
})

test('a watched folder that is away is told and no fault: the others must start', async () => {
  using folder = folderWith({ 'in/file': '' })
  const { warnings, config } = await loadConfig({
    cwd: folder.path,
    sets: ['watchedFolders=[{sender: "000123", in: in, out: out}]'],
  })
  expect(warnings).toEqual([`watchedFolders.0.out: ${folder.path}/out does not exist.`])
  expect(config.watchedFolders).toEqual([
    {
      sender: '000123',
      in: `${folder.path}/in`,
      out: `${folder.path}/out`,
      scanSeconds: 30,
      quietSeconds: 2,
      owners: 'same',
    },
  ])
})

async function warningsOf(sets: string[], magic: number, files = {}): Promise<readonly string[]> {
  using folder = folderWith(files)
  const { config } = await loadConfig({ cwd: folder.path, sets, keys: false })
  return (
    await checkFiles(
      config,
      () => true,
      async () => magic,
    )
  ).warnings
}
