/** Who may come in by SFTP: a registered key of an active channel, unless failures slow it down (decisions 11 and 30). */
import { BlockList, isIPv6 } from 'node:net'
import { type Sha256, sha256 } from '../base/hashes.ts'
import type { Database } from '../database/database.ts'
import { mailboxFiles } from '../endpoints/files/mailbox-files.ts'
import type { KeyAttempt, LoginAnswer, LoginAttempt, SftpLogin } from '../endpoints/sftp/options.ts'
import type { Mailbox, Visitor } from '../mailbox/mailbox.ts'
import { type LoginOrigin, loginOrigin } from '../registry/login-origin.ts'
import { clearFailures, countFailure, isThrottled, type LoginLimits } from '../registry/login-throttle.ts'
import {
  findSftpLogin,
  type LoginFault,
  loginStillHolds,
  type SftpLogin as RegisteredLogin,
  whyRefused,
} from '../registry/logins.ts'

export type SftpDoorDeps = {
  readonly database: Pick<Database, 'queries' | 'transaction'>
  readonly mailbox: Mailbox
  readonly networks: () => readonly { readonly name: string; readonly cidrs: readonly string[] }[]
  readonly limits: () => LoginLimits
}

export type DoorLogin = SftpLogin & { readonly visitor: Visitor }

export function sftpDoor(deps: SftpDoorDeps) {
  return {
    login: (attempt: LoginAttempt) => login(attempt, deps),
    files: ({ visitor }: DoorLogin) => mailboxFiles(deps.mailbox, visitor),
  }
}

/** A question without a signature takes the same way as an attempt, and counts as nothing. */
async function login(attempt: LoginAttempt, deps: SftpDoorDeps): Promise<LoginAnswer<DoorLogin>> {
  if (attempt.method !== 'publickey') return { allowed: false, reason: 'passwords are not used over SFTP' }
  const { queries } = deps.database
  const { user, signed } = attempt
  const origin = loginOrigin(attempt.address, networkOf(attempt.address, deps.networks()))
  if (await isThrottled(queries, user, origin)) return { allowed: false, reason: 'too many failures' }
  const keySha256 = sha256(attempt.keyBlob)
  const found = await findSftpLogin(queries, user, keySha256)
  const fault = found ? proofFault(attempt, found) : await whyRefused(queries, user)
  if (!found || fault) return await refused(attempt, fault ?? 'unknownKey', origin, deps)
  if (signed) await clearFailures(queries, user, origin)
  return { allowed: true, login: welcome(attempt, found, keySha256, deps) }
}

async function refused(
  attempt: KeyAttempt,
  fault: LoginFault,
  origin: LoginOrigin,
  deps: SftpDoorDeps,
): Promise<LoginAnswer<DoorLogin>> {
  const { user: account, signed } = attempt
  if (signed) await deps.database.transaction((tx) => countFailure(tx, { account, origin, fault }, deps.limits()))
  return { allowed: false, reason: fault }
}

/** What is wrong with the proof of a key that is registered; null when nothing is, or when the client only asks. */
function proofFault({ signed, verified, algorithm }: KeyAttempt, { legacySshRsa }: RegisteredLogin): LoginFault | null {
  if (algorithm === 'ssh-rsa' && !legacySshRsa) return 'oldSignature'
  return signed && !verified ? 'badSignature' : null
}

function welcome(
  { user, address, session }: KeyAttempt,
  { sender, legacySshRsa }: RegisteredLogin,
  keySha256: Sha256,
  { database }: SftpDoorDeps,
): DoorLogin {
  return {
    name: user,
    legacySshRsa,
    stillHolds: () => loginStillHolds(database.queries, user, keySha256),
    visitor: { sender, channel: 'sftp', principal: user, address, session },
  }
}

/** The first configured network whose ranges hold the address; null when none does. */
export function networkOf(
  address: string,
  networks: readonly { readonly name: string; readonly cidrs: readonly string[] }[],
): string | null {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4'
  return networks.find(({ cidrs }) => listOf(cidrs).check(address, family))?.name ?? null
}

function listOf(cidrs: readonly string[]): BlockList {
  const list = new BlockList()
  for (const cidr of cidrs) {
    const [net = '', bits] = cidr.split('/')
    const family = isIPv6(net) ? 'ipv6' : 'ipv4'
    list.addSubnet(net, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family)
  }
  return list
}
