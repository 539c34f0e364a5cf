/** Asks the authorities of a path whether its certificates still hold: OCSP first, then the revocation list (spec access.md §8.2a). */
import { randomBytes } from 'node:crypto'
import { type Fetch, fetchCapped } from '../base/capped-fetch.ts'
import type { Now } from '../base/clock.ts'
import { Unavailable } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import { no, type Result } from '../base/result.ts'
import { Malformed } from '../signing/ber.ts'
import type { Certificate } from '../signing/certificate.ts'
import { standingByList } from '../signing/crl.ts'
import { listPlaces, ocspPlaces } from '../signing/extension-values.ts'
import { standingByOcsp } from '../signing/ocsp.ts'
import { ocspRequest } from '../signing/ocsp-request.ts'
import type { CertificatePath } from '../signing/path.ts'
import type { Revoked, Standing } from '../signing/revocation.ts'

/** What the authorities of a path say of it: of its leaf, or of the authority in between that is revoked. */
export type PathStanding =
  /** `whole`: none of the path was passed over because it names no place where it could be asked. */
  | { readonly status: 'good'; readonly source: string; readonly statedAt: Date; readonly whole: boolean }
  | { readonly status: 'revoked'; readonly source: string; readonly statedAt: Date; readonly revoked: Revoked }
  /** No certificate of the path names a place where it could be asked. */
  | { readonly status: 'notOffered' }
  /** Nobody said anything that can be believed; who requires an answer waits, or lets nobody in. */
  | { readonly status: 'unknown'; readonly problem: string }

/**
 * Asks about every certificate of the path but the root. The path was verified before: the places stand in certificates that authorities
 * of ours have signed, so that no stranger sends us anywhere (rule 28.6).
 */
export type AskAuthorities = (path: CertificatePath) => Promise<PathStanding>

export type AskingRules = {
  readonly fetch: Fetch
  readonly now: Now
  readonly log: Log
  /** For one question; all questions about one path take at most three times as long. */
  readonly fetchSeconds: number
  readonly fetchBytes: number
  /** For how long an answer may be repeated; five minutes when nothing is said. */
  readonly repeatSeconds?: number
  /** For how long a list serves for further certificates; an hour when nothing is said. */
  readonly listSeconds?: number
}

type Pair = { readonly certificate: Certificate; readonly issuer: Certificate }
type Said = Standing & { readonly source: string; readonly until: Date }
type Silent = Extract<PathStanding, { readonly status: 'notOffered' | 'unknown' }>
type KeptList = { readonly bytes: Promise<Uint8Array>; readonly until: Date }
type Asking = AskingRules & { readonly lists: Map<string, KeptList>; readonly signal: AbortSignal }

const NONCE_BYTES = 32
const OCSP_BYTES_MAX = 65_536
const ALL_QUESTIONS = 3
const STANDINGS_MAX = 1000
const REPEAT_SECONDS = 300
const LISTS_MAX = 4
const LIST_SECONDS = 3600
const OK = 200

/** Answers are remembered for five minutes and lists for an hour, but never longer than they say themselves. */
export function createAskAuthorities(rules: AskingRules): AskAuthorities {
  const standings = new Map<string, Said>()
  const lists = new Map<string, KeptList>()
  return async (path) => {
    const asking = {
      ...rules,
      lists,
      signal: AbortSignal.timeout(Math.ceil(rules.fetchSeconds * ALL_QUESTIONS * 1000)),
    }
    const said: Said[] = []
    const pairs = pairsOf(path)
    for (const pair of pairs) {
      const known = standings.get(pair.certificate.sha256)
      const answer = known && rules.now() < known.until ? known : await ask(pair, asking)
      if ('status' in answer) {
        if (answer.status === 'unknown') return answer
        continue
      }
      if (answer !== known) remember(standings, STANDINGS_MAX, pair.certificate.sha256, answer)
      if (answer.revoked) return { status: 'revoked', ...named(answer), revoked: answer.revoked }
      said.push(answer)
    }
    const [first] = said
    return first ? { status: 'good', ...named(first), whole: said.length === pairs.length } : { status: 'notOffered' }
  }
}

function named({ source, statedAt }: Said): Pick<Said, 'source' | 'statedAt'> {
  return { source, statedAt }
}

/** Every certificate but the root, with who signed it. */
function pairsOf(path: CertificatePath): readonly Pair[] {
  return path.flatMap((certificate, index) => {
    const issuer = path[index + 1]
    return issuer ? [{ certificate, issuer }] : []
  })
}

async function ask(pair: Pair, asking: Asking): Promise<Said | Silent> {
  const places = placesOf(pair.certificate)
  if (!places) return { status: 'unknown', problem: 'its places cannot be read' }
  const { responders, lists } = places
  if (responders.length + lists.length === 0) return { status: 'notOffered' }
  let problem = 'no address that can be asked'
  for (const [urls, question] of [
    [responders, askResponder],
    [lists, askList],
  ] as const) {
    for (const url of urls.filter(isPlainHttp)) {
      const answer = await orProblem(question(url, pair, asking))
      if (answer.ok) return { ...answer.value, source: url, until: untilOf(answer.value, asking) }
      problem = `${new URL(url).host}: ${answer.problem}`
      asking.log.warn('revocation.unanswered', { host: new URL(url).host, problem: answer.problem })
    }
  }
  return { status: 'unknown', problem }
}

function untilOf({ freshUntil }: Standing, { now, repeatSeconds = REPEAT_SECONDS }: AskingRules): Date {
  return new Date(Math.min(freshUntil.getTime(), now().getTime() + repeatSeconds * 1000))
}

/** Null: they cannot be read, which is no leave to pass. */
function placesOf(certificate: Certificate): { responders: readonly string[]; lists: readonly string[] } | null {
  try {
    return { responders: ocspPlaces(certificate), lists: listPlaces(certificate) }
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}

/** What is fetched is signed; https would need the very answer that is asked for. */
function isPlainHttp(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'http:'
}

async function orProblem(answer: Promise<Result<Standing, string>>): Promise<Result<Standing, string>> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Unavailable) return no(error.message)
    throw error
  }
}

async function askResponder(url: string, pair: Pair, asking: Asking): Promise<Result<Standing, string>> {
  const nonce = randomBytes(NONCE_BYTES)
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' },
    body: Uint8Array.from(ocspRequest(pair.certificate, pair.issuer, nonce)),
  }
  const response = await bytesFrom(url, init, OCSP_BYTES_MAX, asking)
  return standingByOcsp(response, { ...pair, nonce, now: asking.now() })
}

async function askList(url: string, { certificate, issuer }: Pair, asking: Asking): Promise<Result<Standing, string>> {
  const { lists, now, listSeconds = LIST_SECONDS } = asking
  const kept = lists.get(url)
  const until = new Date(now().getTime() + listSeconds * 1000)
  const list = kept && now() < kept.until ? kept : { bytes: bytesFrom(url, {}, asking.fetchBytes, asking), until }
  remember(lists, LISTS_MAX, url, list)
  try {
    const standing = standingByList(await list.bytes, certificate, issuer, now())
    if (!standing.ok) lists.delete(url)
    return standing
  } catch (error) {
    lists.delete(url)
    throw error
  }
}

async function bytesFrom(url: string, init: RequestInit, bytesMax: number, asking: Asking): Promise<Uint8Array> {
  const caps = { bytesMax, seconds: asking.fetchSeconds }
  const response = await fetchCapped(asking.fetch, url, { ...init, signal: asking.signal }, caps)
  if (response.status !== OK) throw new Unavailable(`the answer ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

/** The oldest entry is forgotten first. */
function remember<Value>(known: Map<string, Value>, entriesMax: number, key: string, value: Value): void {
  const [oldest] = known.keys()
  if (!known.has(key) && known.size >= entriesMax && oldest !== undefined) known.delete(oldest)
  known.set(key, value)
}
