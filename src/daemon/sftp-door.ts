/** Who may come in by SFTP: a registered key of an active channel, unless failures slow it down (decisions 11 and 30). */
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
import { type ClientNetwork, type NetworkOf, networkFault, networkFinder } from './client-networks.ts'

export type SftpDoorDeps = {
  readonly database: Pick<Database, 'queries' | 'transaction'>
  readonly mailbox: Mailbox
  /** Asked each time, as the limits are, so that a reload is in force at once. */
  readonly networks: () => readonly ClientNetwork[]
  readonly limits: () => LoginLimits
  /** rule 26.4: an operator keeps the address out. */
  readonly isBanned: (address: string) => boolean
}

export type DoorLogin = SftpLogin & { readonly visitor: Visitor }

type Desk = SftpDoorDeps & { readonly findNetwork: NetworkOf<ClientNetwork> }

export function sftpDoor(deps: SftpDoorDeps) {
  const findNetwork = networkFinder(deps.networks)
  return {
    login: (attempt: LoginAttempt) => login(attempt, { ...deps, findNetwork }),
    files: ({ visitor }: DoorLogin) => mailboxFiles(deps.mailbox, visitor),
  }
}

/** A question without a signature takes the same way as an attempt, and counts as nothing. */
async function login(attempt: LoginAttempt, desk: Desk): Promise<LoginAnswer<DoorLogin>> {
  if (attempt.method !== 'publickey') return { allowed: false, reason: 'passwords are not used over SFTP' }
  const { queries } = desk.database
  const { user, signed, address } = attempt
  const network = desk.findNetwork(address)
  const origin = loginOrigin(address, network?.name ?? null)
  if (await isThrottled(queries, user, origin)) return { allowed: false, reason: 'too many failures' }
  const keySha256 = sha256(attempt.keyBlob)
  const found = await findSftpLogin(queries, user, keySha256)
  const fault = found ? faultOf(attempt, found, network) : await whyRefused(queries, user, 'sftp')
  if (!found || fault) return await refused(attempt, fault ?? 'unknownKey', origin, desk)
  if (signed) await clearFailures(queries, user, origin)
  return { allowed: true, login: welcome(attempt, found, keySha256, desk) }
}

async function refused(
  attempt: KeyAttempt,
  fault: LoginFault,
  origin: LoginOrigin,
  { database, limits }: Desk,
): Promise<LoginAnswer<DoorLogin>> {
  const { user: account, signed } = attempt
  if (signed) await database.transaction((tx) => countFailure(tx, { account, origin, fault }, limits()))
  return { allowed: false, reason: fault }
}

/**
 * What is wrong although the key is registered. Who only asks is not told by the network, for most clients would then never
 * sign, and nobody would learn why they cannot log in: only what is signed is counted and audited.
 */
function faultOf(
  { signed, verified, algorithm }: KeyAttempt,
  { legacySshRsa }: RegisteredLogin,
  network: ClientNetwork | null,
): LoginFault | null {
  if (algorithm === 'ssh-rsa' && !legacySshRsa) return 'oldSignature'
  if (!signed) return null
  return verified ? networkFault(network, 'sftp') : 'badSignature'
}

function welcome(
  { user, address, session }: KeyAttempt,
  { sender, legacySshRsa }: RegisteredLogin,
  keySha256: Sha256,
  { database, findNetwork, isBanned }: Desk,
): DoorLogin {
  return {
    ...{ name: user, sender, legacySshRsa },
    stillHolds: async () =>
      !isBanned(address) &&
      networkFault(findNetwork(address), 'sftp') === null &&
      loginStillHolds(database.queries, user, keySha256),
    visitor: { sender, channel: 'sftp', principal: user, address, session },
  }
}
