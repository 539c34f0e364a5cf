/** rules 28.5 and 28.6: registered certificates are asked about, and what the answer changes is done. One process does it at a time. */
import { type AskAuthorities, createAskAuthorities, type PathStanding } from '../authorities/ask-authorities.ts'
import type { Sha256 } from '../base/hashes.ts'
import type { Config } from '../config/schema.ts'
import type { Database, Transaction } from '../database/database.ts'
import { awaitedCertificates, revocationWaits, wakeAllWaiting, wakeWaiting } from '../ledger/revocation-waits.ts'
import {
  type Answered,
  type AskedCertificate,
  enlistCertificates,
  keepStanding,
  takeForAsking,
} from '../registry/certificate-standings.ts'
import { revokeCertificates } from '../registry/revoke-certificates.ts'
import { type Certificate, readCertificate } from '../signing/certificate.ts'
import { namesPlaces, signerPath } from '../signing/signer-path.ts'
import type { Ground } from './ground.ts'
import { freshIssuers } from './issuers.ts'
import { NO_REST, repeatEvery } from './repeat-every.ts'

const ASK_SECONDS = 1
const ENLIST_SECONDS = 60
/** Questions at a time; all about one path take at most three times `fetchSeconds`. */
const AT_ONCE = 8
const LEASE_SECONDS = 300
/** One list tells of all certificates that are asked about together. */
const LIST_SECONDS = 60

export type RevocationGround = Pick<Ground, 'log' | 'now' | 'metrics'> & {
  readonly live: { readonly current: () => Pick<Config, 'signature' | 'access'> }
  readonly database: Database
}

export function startRevocation(ground: RevocationGround): AsyncDisposable {
  const { database, log } = ground
  const chores = [
    repeatEvery(
      () => ENLIST_SECONDS,
      'certificates.notEnlisted',
      () => enlistCertificates(database.queries),
      log,
    ),
    repeatEvery(() => ASK_SECONDS, 'revocation.notAsked', revocationRounds(ground), log, NO_REST),
  ]
  return {
    async [Symbol.asyncDispose]() {
      for (const chore of chores) await chore[Symbol.asyncDispose]()
    },
  }
}

/** Each call asks about what is due, a few certificates at most, and does what follows from the answers. */
export function revocationRounds(ground: RevocationGround): () => Promise<void> {
  const { live, database, log, now, metrics } = ground
  const { queries } = database
  const settings = () => live.current().signature
  const issuers = freshIssuers(() => settings().acceptedIssuers, now, log)
  const ask = askingAsSet(ground, settings)
  const waiting = metrics.gauge(
    'sluice_sets_awaiting_revocation',
    'Sets that wait for revocation data of their signer.',
  )
  const answers = metrics.counter('sluice_revocation_answers_total', 'Certificates asked about, by what came of it.', [
    'status',
  ])

  let inForce = settings().revocation

  async function round(): Promise<void> {
    const { revocation } = settings()
    if (revocation !== inForce) await database.transaction(wakeAllWaiting)
    inForce = revocation
    if (revocation === 'off') return
    waiting((await revocationWaits(queries)).sets)
    const awaited = await awaitedCertificates(queries)
    const taken = await takeForAsking(queries, { awaited, limit: AT_ONCE, leaseSeconds: LEASE_SECONDS })
    await Promise.all(taken.map(askAbout))
  }

  async function askAbout(asked: AskedCertificate): Promise<void> {
    const answered = answerOf(await standing(asked))
    answers({ status: answered.status })
    // one commit: what is known to be revoked is also out of force, whenever this process dies
    const senders = await database.transaction(async (tx) => {
      await keepStanding(tx, asked.sha256, answered, settings().recheckHours)
      const revokedOf = answered.status === 'revoked' ? await revoke(tx, asked.sha256, answered) : 0
      if (answered.status !== 'unknown') await wakeWaiting(tx, asked.sha256)
      return revokedOf
    })
    if (answered.status === 'revoked') {
      log.warn('certificate.revoked', { certificate: asked.sha256, source: answered.source, senders })
    }
    if (answered.status === 'unknown') {
      log.warn('revocation.unknown', { certificate: asked.sha256, problem: answered.problem })
    }
  }

  async function revoke(tx: Transaction, sha256: Sha256, answered: Extract<Answered, { status: 'revoked' }>) {
    const suspendsChannels = live.current().access.suspendWithoutCertificate
    return await revokeCertificates(tx, { sha256, ...answered, suspendsChannels })
  }

  async function standing({ der, chain }: AskedCertificate): Promise<PathStanding> {
    const [certificate, ...brought] = [der, ...chain].flatMap(readable)
    if (!certificate) return { status: 'unknown', problem: 'the certificate is not readable' }
    const rules = { issuers: await issuers(), brought, allowSelfSigned: true, at: now() }
    const path = signerPath(certificate, rules)
    if (path.ok) return await ask(path.value)
    return namesPlaces(certificate)
      ? { status: 'unknown', problem: 'no path to an accepted issuer' }
      : { status: 'notOffered' }
  }

  return round
}

/** Made anew when its settings change; lists that were fetched are kept until then. */
function askingAsSet({ log, now }: RevocationGround, settings: () => Config['signature']): AskAuthorities {
  let made: { readonly key: string; readonly ask: AskAuthorities } | null = null
  return async (path) => {
    const { fetchSeconds, fetchBytes } = settings()
    const key = `${fetchSeconds} ${fetchBytes}`
    if (made?.key !== key) {
      made = {
        key,
        ask: createAskAuthorities({
          fetch,
          now,
          log,
          fetchSeconds,
          fetchBytes,
          repeatSeconds: 0,
          listSeconds: LIST_SECONDS,
        }),
      }
    }
    return await made.ask(path)
  }
}

/** Plain values, so that the registry need not know X.509. */
function answerOf(standing: PathStanding): Answered {
  if (standing.status !== 'revoked') return standing
  const { revoked, ...rest } = standing
  return { ...rest, revokedAt: revoked.at, reason: revoked.reason }
}

function readable(der: Buffer): readonly Certificate[] {
  const read = readCertificate(der)
  return read.ok ? [read.value] : []
}
