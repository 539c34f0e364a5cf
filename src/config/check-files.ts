/** What the settings point to on this machine: secrets, and the ground the spool stands on. Reads only. */

import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { checkIdentity } from './check-identity.ts'
import type { Findings } from './check-keys.ts'
import { checkServiceFiles } from './check-service-files.ts'
import { timestampFaults } from './check-timestamps.ts'
import type { Fault } from './problems.ts'
import type { Config } from './schema.ts'
import { secretFault } from './secret.ts'

/** File systems by their magic number (statfs(2)) that do not keep what they are told to keep (case G6). */
const UNSAFE_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x01021994, 'spool.dir is in memory (tmpfs): everything accepted is lost when the machine stops.'],
  [0x858458f6, 'spool.dir is in memory (ramfs): everything accepted is lost when the machine stops.'],
  [0x6969, 'spool.dir is on NFS: it keeps its promises only when mounted with `sync,hard`.'],
])

/** `isDefault` tells settings that nobody wrote, `fileSystem` the magic number of what a path lies on. */
export async function checkFiles(
  config: Config,
  isDefault: (setting: string) => boolean,
  fileSystem: (path: string) => Promise<number> = async (path) => (await statfs(path)).type,
): Promise<Findings> {
  const [secrets, identity, services, stamps, ground, folders] = await Promise.all([
    secretFaults(config),
    checkIdentity(config),
    checkServiceFiles(config),
    timestampFaults(config),
    groundWarnings(config, fileSystem),
    absent(config, isDefault),
  ])
  return {
    faults: [...secrets, ...identity, ...services, ...stamps],
    warnings: [...ground, ...folders, ...boldness(config)],
  }
}

async function secretFaults({ database, queues }: Config): Promise<Fault[]> {
  const files = { 'database.passwordFile': database.passwordFile, 'queues.passwordFile': queues.passwordFile }
  const named = Object.entries(files).filter(([, path]) => path !== '')
  const faults = await Promise.all(named.map(async ([setting, path]) => ({ setting, fault: await secretFault(path) })))
  return faults.flatMap(({ setting, fault }) => (fault ? [{ setting, ...fault }] : []))
}

async function groundWarnings({ spool }: Config, fileSystem: (path: string) => Promise<number>): Promise<string[]> {
  const warning = UNSAFE_FILE_SYSTEMS.get(await fileSystem(await existingParent(spool.dir)))
  return warning ? [warning] : []
}

async function existingParent(path: string): Promise<string> {
  for (let here = path; ; here = dirname(here)) {
    if (here === dirname(here) || (await exists(here))) return here
  }
}

/** A watched folder may be on a share that is away now: that must not keep the gateway from starting for everybody else. */
async function absent(
  { schemas, signature, watchedFolders }: Config,
  isDefault: (setting: string) => boolean,
): Promise<string[]> {
  const folders = { 'schemas.dir': schemas.dir, 'signature.acceptedIssuers': signature.acceptedIssuers }
  const watched = watchedFolders.flatMap((one, index): [string, string][] => [
    [`watchedFolders.${index}.in`, one.in],
    [`watchedFolders.${index}.out`, one.out],
  ])
  const named = [...Object.entries(folders).filter(([setting]) => !isDefault(setting)), ...watched]
  const there = await Promise.all(named.map(([, folder]) => exists(folder)))
  return named.flatMap(([setting, folder], index) => (there[index] ? [] : [`${setting}: ${folder} does not exist.`]))
}

function boldness({ mode, signature, console, messages, signIn }: Config): string[] {
  if (mode === 'trial') return []
  const inside = console.host === '127.0.0.1' || console.host === '::1' || console.host === 'localhost'
  return [
    ...(signature.allowSelfSigned ? ['signature.allowSelfSigned: anybody’s certificate can be registered.'] : []),
    ...(signature.revocation === 'off' ? ['signature.revocation: revoked certificates can be used to sign.'] : []),
    ...(messages.mail.via === 'file' ? ['messages.mail.via: e-mail is written to files and reaches nobody.'] : []),
    ...(messages.sms.via === 'file' ? ['messages.sms.via: SMS are written to files and reach nobody.'] : []),
    ...(signIn.eid.enabled && signIn.eid.revocation === 'off'
      ? ['signIn.eid.revocation: revoked cards can be used to sign in.']
      : []),
    ...(['itsme', 'csam'] as const)
      .filter((name) => signIn[name].issuer !== '' && signIn[name].acrValues !== '' && !signIn[name].acrRequired)
      .map((name) => `signIn.${name}.acrRequired: a sign-in whose level is not told is believed.`),
    ...(inside ? [] : ['console.host: health and metrics can be read from outside this machine.']),
  ]
}

/** Whatever keeps us from looking, there is nothing there for us; the spool says so itself when it opens. */
async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}
