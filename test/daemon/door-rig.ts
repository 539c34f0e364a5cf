/** Both doors on a real registry and a real mailbox, with a configuration that a test can change. */
import type { SenderNumber } from '../../src/batch/identifiers.ts'
import type { SshPublicKey } from '../../src/batch/ssh-key.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Config } from '../../src/config/schema.ts'
import { ftpDoor } from '../../src/daemon/ftp-door.ts'
import { sftpDoor } from '../../src/daemon/sftp-door.ts'
import type { FtpLoginAttempt } from '../../src/endpoints/ftp/options.ts'
import { SessionRegister } from '../../src/endpoints/sessions/register.ts'
import type { KeyAttempt } from '../../src/endpoints/sftp/options.ts'
import type { EnrolRequest } from '../../src/registry/enrol.ts'
import { folderWith } from '../config/folder.ts'
import type { Rig } from '../mailbox/rig.ts'
import { enrolled, enterpriseNumber, sshKey } from '../registry/fixtures.ts'

/** `publilink` and `office` are networks of the configuration; from `home` and `abroad` come addresses of none. */
export const FROM = { publilink: '10.1.0.7', office: '10.2.0.7', home: '192.0.2.1', abroad: '198.51.100.1' } as const

const NETWORKS =
  'networks=[{name: publilink, cidrs: [10.1.0.0/16], channels: [ftp, sftp]}, {name: office, cidrs: [10.2.0.0/16], channels: [web]}]'

export type User = {
  readonly senderNumber: SenderNumber
  readonly enterprise: ReturnType<typeof enterpriseNumber>
  readonly ftp: string
  readonly password: string
  readonly sftp: string
  readonly key: SshPublicKey
}

export type Doors = ReturnType<typeof openDoors>

export async function settings(...sets: string[]): Promise<Config> {
  using folder = folderWith({})
  return (await loadConfig({ cwd: folder.path, sets: [NETWORKS, ...sets], keys: false })).config
}

export function openDoors({ database, mailbox }: Pick<Rig, 'database' | 'mailbox'>, initial: Config) {
  const current = { config: initial }
  const ftp = ftpDoor({ database, mailbox, isBanned: () => false, settings: () => current.config })
  const sftp = sftpDoor({
    ...{ database, mailbox, isBanned: () => false },
    networks: () => current.config.networks,
    limits: () => current.config.limits.loginFailures,
  })
  return { current, ftp, sftp }
}

let enterprises = 5000

/** A municipality, for the fixed link is for those, with both channels; its FTP channel is of `network`. */
export async function newUser({ database }: Pick<Rig, 'database'>, parts: Partial<EnrolRequest> = {}): Promise<User> {
  const [key, enterprise] = [sshKey(), enterpriseNumber(enterprises++)]
  const { senderNumber, channels } = await enrolled(database, {
    ...{ enterpriseNumber: enterprise, quality: 'QUAL_MUN_ADM', channels: ['sftp', 'ftp'], sshKeys: [key] },
    ...parts,
  })
  const ftp = channels.find(({ type }) => type === 'ftp')
  const password = ftp?.type === 'ftp' ? (ftp.password ?? '') : ''
  return { senderNumber, enterprise, ftp: `f${senderNumber}`, password, sftp: `s${senderNumber}`, key }
}

/** Right in everything but what is given. */
export function byPassword(user: User, address: string, parts: Partial<FtpLoginAttempt> = {}): FtpLoginAttempt {
  return {
    ...{ user: user.ftp, password: user.password, address, network: null, session: 'session-1', certificate: null },
    ...parts,
  }
}

export function byKey(user: User, address: string, parts: Partial<KeyAttempt> = {}): KeyAttempt {
  return {
    ...{ method: 'publickey', user: user.sftp, keyBlob: user.key.blob, algorithm: 'ssh-ed25519' },
    ...{ address, session: 'session-1', signed: true, verified: true },
    ...parts,
  }
}

/** For doors that nobody watches. */
export function noRegisters() {
  return { sftp: new SessionRegister(), ftp: new SessionRegister(), web: new SessionRegister() }
}
