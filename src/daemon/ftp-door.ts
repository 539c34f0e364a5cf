/**
 * Who may come in by FTP: a user with the password of its channel, from the network of that channel (decisions 11, 30, 31). Whatever is
 * wrong, the client hears one and the same answer after the same work (case R24), and the audit the true reason.
 */
import { sha256 } from '../base/hashes.ts'
import { Turns } from '../base/turns.ts'
import type { Config } from '../config/schema.ts'
import type { Database } from '../database/database.ts'
import { mailboxFiles } from '../endpoints/files/mailbox-files.ts'
import type { FtpLogin, FtpLoginAnswer, FtpLoginAttempt, FtpNetwork } from '../endpoints/ftp/options.ts'
import type { Mailbox, Visitor } from '../mailbox/mailbox.ts'
import { isChannelPassword } from '../registry/channel-password.ts'
import { type LoginOrigin, loginOrigin } from '../registry/login-origin.ts'
import { clearFailures, countFailure, isThrottled } from '../registry/login-throttle.ts'
import { findFtpLogin, type LoginFault, type FtpLogin as RegisteredLogin, whyRefused } from '../registry/logins.ts'
import { INTERNET } from '../registry/networks.ts'
import { networkFault, networkFinder } from './client-networks.ts'

export type FtpDoorDeps = {
  readonly database: Pick<Database, 'queries' | 'transaction'>
  readonly mailbox: Mailbox
  /** Asked each time, so that a reload is in force at once. */
  readonly settings: () => Pick<Config, 'networks' | 'ftp' | 'limits'>
  /** rule 26.4: an operator keeps the address out. */
  readonly isBanned: (address: string) => boolean
}

export type FtpDoorLogin = FtpLogin & { readonly visitor: Visitor }

type Network = Config['networks'][number]

/** What is looked up at each log-in, and again while the session lasts. */
type Desk = FtpDoorDeps & { readonly findNetwork: (address: string) => Network | null; readonly passwordChecks: Turns }

export function ftpDoor(deps: FtpDoorDeps) {
  const findNetwork = networkFinder(() => deps.settings().networks)
  const passwordChecks = new Turns(() => deps.settings().limits.passwordChecks)
  return {
    networkOf: (address: string) => ftpNetwork(findNetwork(address), deps.settings().ftp),
    login: (attempt: FtpLoginAttempt) => login(attempt, { ...deps, findNetwork, passwordChecks }),
    files: ({ visitor }: FtpDoorLogin) => mailboxFiles(deps.mailbox, visitor),
  }
}

function ftpNetwork(network: Network | null, ftp: Config['ftp']): FtpNetwork {
  const ports = network?.passivePorts ?? ftp.passivePorts
  return {
    name: network?.name ?? null,
    plain: ftp.tls === 'optional' || network?.plainFtp === true,
    passiveAddress: (network ?? ftp).passiveAddress,
    passivePorts: ports.first === 0 ? null : ports,
  }
}

async function login(attempt: FtpLoginAttempt, desk: Desk): Promise<FtpLoginAnswer<FtpDoorLogin>> {
  const { queries } = desk.database
  const { user, password, address } = attempt
  const origin = loginOrigin(address, desk.findNetwork(address)?.name ?? null)
  if (await isThrottled(queries, user, origin)) return { allowed: false, reason: 'too many failures' }
  const found = await find(attempt, desk)
  const isRight = await desk.passwordChecks.take(() => isChannelPassword(password, found?.passwordHash ?? null))
  const fault = found && (isRight ? faultOf(attempt, found, desk) : 'badPassword')
  if (!found || fault) return await refused(user, fault, origin, desk)
  await clearFailures(queries, user, origin)
  return { allowed: true, login: welcome(attempt, found, desk) }
}

function find({ user, certificate }: FtpLoginAttempt, { database }: Desk): Promise<RegisteredLogin | null> {
  return findFtpLogin(database.queries, user, certificate && sha256(certificate))
}

/** What is wrong although the password is right. */
function faultOf(
  { address, certificate }: FtpLoginAttempt,
  { barred, network, hasCertificate }: RegisteredLogin,
  { findNetwork, settings }: Desk,
): LoginFault | null {
  const from = findNetwork(address)
  const elsewhere = network === (from?.name ?? INTERNET) ? null : 'otherNetwork'
  const proof = certificate === null ? 'none' : hasCertificate ? 'known' : 'unknown'
  return barred ?? networkFault(from, 'ftp') ?? elsewhere ?? PROOF_FAULTS[settings().ftp.clientCertificate][proof]
}

/** By `ftp.clientCertificate`, and by what the client showed. */
// biome-ignore format: a table
const PROOF_FAULTS: Readonly<Record<Config['ftp']['clientCertificate'], Readonly<Record<'none' | 'unknown' | 'known', LoginFault | null>>>> = {
  ignored:  { none: null,            unknown: null,                 known: null },
  checked:  { none: null,            unknown: 'unknownCertificate', known: null },
  required: { none: 'noCertificate', unknown: 'unknownCertificate', known: null },
}

/** `known`: the fault, when there is such a user. The registry is asked in any case, so that the time does not tell (case R24). */
async function refused(
  account: string,
  known: LoginFault | null,
  origin: LoginOrigin,
  { database, settings }: Desk,
): Promise<FtpLoginAnswer<FtpDoorLogin>> {
  const otherwise = await whyRefused(database.queries, account, 'ftp')
  const fault = known ?? otherwise
  const limits = settings().limits.loginFailures
  await database.transaction((tx) => countFailure(tx, { account, origin, fault }, limits))
  return { allowed: false, reason: fault }
}

/** The session lasts while the same password, from the same place and with the same certificate, would still be let in (case R7). */
function welcome(attempt: FtpLoginAttempt, { sender, passwordHash }: RegisteredLogin, desk: Desk): FtpDoorLogin {
  const { user, address, session } = attempt
  return {
    ...{ name: user, sender },
    async stillHolds() {
      if (desk.isBanned(address)) return false
      const now = await find(attempt, desk)
      return now !== null && now.passwordHash === passwordHash && faultOf(attempt, now, desk) === null
    },
    visitor: { sender, channel: 'ftp', principal: user, address, session },
  }
}
