/** The gateway's own keys and certificates, before anything listens (cases G4, G5). */

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Now } from '../base/clock.ts'
import { ignore } from '../base/errors.ts'
import { accessKeyFault } from './check-identity.ts'
import type { Fault } from './problems.ts'
import type { Config } from './schema.ts'
import { privateFileFault, unreadable } from './secret.ts'

export type Findings = { readonly faults: readonly Fault[]; readonly warnings: readonly string[] }

const NONE: Findings = { faults: [], warnings: [] }
/** Of a successor that nobody has put there. */
const ABSENT: Findings = { faults: [], warnings: [] }

/** In trial, what is missing is made at the first start; what is there has to fit in both modes. */
export async function checkKeys(config: Config, now: Now): Promise<Findings> {
  const { dir } = config.certs
  const ecdsa = config.sftp.ecdsa ? ['ssh_host_ecdsa_key'] : []
  const hostKeys = ['ssh_host_ed25519_key', 'ssh_host_rsa_key', ...ecdsa]
  const all = await Promise.all([
    ...hostKeys.map((name) => readable(checkHostKey(config, join(dir, name)), join(dir, name))),
    readable(checkPair(config, join(dir, 'tls'), now), join(dir, 'tls.*')),
    ...(await answerPairs(config, now)),
  ])
  const access = await accessKeyFault(config)
  return {
    faults: [...all.flatMap(({ faults }) => faults), ...(access ? [access] : [])],
    warnings: all.flatMap(({ warnings }) => warnings),
  }
}

/** rule 29.7: a successor that holds stands in for a pair whose time is over, and may itself be for later. */
async function answerPairs(config: Config, now: Now): Promise<Findings[]> {
  const { dir } = config.certs
  const [stem, nextStem] = [join(dir, 'acknowledgement'), join(dir, 'acknowledgement-next')]
  const next = await readable(checkSuccessor(config, nextStem, now), `${nextStem}.*`)
  const isNextInForce = next !== ABSENT && next.faults.length + next.warnings.length === 0
  const lenient = { ...config, certs: { ...config.certs, allowExpired: config.certs.allowExpired || isNextInForce } }
  return [await readable(checkPair(lenient, stem, now), `${stem}.*`), next]
}

/** What keeps us from looking at it keeps us from the present pair as well, whose check says so. */
async function checkSuccessor(config: Config, stem: string, now: Now): Promise<Findings> {
  const isThere = (end: string) =>
    stat(`${stem}${end}`).then(
      () => true,
      () => false,
    )
  const there = await Promise.all(['.key', '.crt'].map(isThere))
  return there.includes(true) ? await checkPair(config, stem, now, 'successor') : ABSENT
}

async function readable(check: Promise<Findings>, path: string): Promise<Findings> {
  return await check.catch((error: unknown) => faulty(unreadable(error, path)))
}

async function checkHostKey({ mode }: Config, path: string): Promise<Findings> {
  if ((await textOf(path)) !== undefined) return faulty(await privateFileFault(path))
  return mode === 'trial' ? NONE : missing(path)
}

async function checkPair(config: Config, stem: string, now: Now, role: PairRole = 'inUse'): Promise<Findings> {
  const [keyPath, certificatePath] = [`${stem}.key`, `${stem}.crt`]
  const [keyText, certificateText] = [await textOf(keyPath), await textOf(certificatePath)]
  if (keyText === undefined && certificateText === undefined && config.mode === 'trial') return NONE
  if (keyText === undefined || certificateText === undefined) {
    return missing(
      ...(keyText === undefined ? [keyPath] : []),
      ...(certificateText === undefined ? [certificatePath] : []),
    )
  }
  const open = await privateFileFault(keyPath)
  if (open) return faulty(open)
  return checkFit(config, { keyPath, keyText, certificatePath, certificateText }, now(), role)
}

export type PairTexts = Readonly<Record<'keyPath' | 'keyText' | 'certificatePath' | 'certificateText', string>>

/** What is in use must hold now; a successor may hold later, which is told. */
export type PairRole = 'inUse' | 'successor'

/** Whether key and certificate are readable, belong together and hold now (case G4). */
export function checkFit(
  config: Pick<Config, 'certs'>,
  pair: PairTexts,
  now: Date,
  role: PairRole = 'inUse',
): Findings {
  const { keyPath, keyText, certificatePath, certificateText } = pair
  const key = keyOf(keyText)
  if (!key) return faulty(unreadableKey(keyPath, keyText))
  const certificate = certificateOf(certificateText)
  if (!certificate) return faulty({ found: `${certificatePath} is not a certificate.`, remedy: 'Store it as PEM.' })
  if (!certificate.checkPrivateKey(key)) {
    return faulty({ found: `${certificatePath} does not belong to ${keyPath}.`, remedy: 'Store a pair that fits.' })
  }
  return validity(config, certificate, certificatePath, now, role)
}

function validity(
  { certs }: Pick<Config, 'certs'>,
  certificate: X509Certificate,
  path: string,
  now: Date,
  role: PairRole,
): Findings {
  const { validFrom, validTo } = certificate
  if (now < new Date(validFrom) && role === 'successor')
    return { faults: [], warnings: [`certs.dir: ${path} is valid from ${validFrom}, and signs nothing before.`] }
  if (now < new Date(validFrom)) {
    return faulty({
      found: `${path} is valid from ${validFrom} only.`,
      remedy: 'Correct the clock or the certificate.',
    })
  }
  if (now <= new Date(validTo)) return NONE
  const found = `${path} expired on ${validTo}.`
  if (certs.allowExpired) return { faults: [], warnings: [`certs.dir: ${found} Renew it.`] }
  return faulty({ found, remedy: 'Renew it, or set certs.allowExpired for the time being.' })
}

function unreadableKey(path: string, text: string) {
  return text.includes('ENCRYPTED')
    ? {
        found: `${path} is encrypted with a passphrase.`,
        remedy: 'Store it without one, readable by the gateway alone.',
      }
    : { found: `${path} is not a private key.`, remedy: 'Store it as PEM (PKCS#8).' }
}

function missing(...paths: readonly string[]): Findings {
  const remedy = 'Put it there; only a trial gateway makes its keys, and only whole pairs.'
  const faults = paths.map((path) => ({ setting: 'certs.dir', found: `${path} does not exist.`, remedy }))
  return { faults, warnings: [] }
}

function faulty(fault: { found: string; remedy: string } | null): Findings {
  return fault ? { faults: [{ setting: 'certs.dir', ...fault }], warnings: [] } : NONE
}

function keyOf(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem)
  } catch {
    return null // OpenSSL has a hundred words for "this is no key"
  }
}

function certificateOf(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem)
  } catch {
    return null
  }
}

async function textOf(path: string): Promise<string | undefined> {
  return await readFile(path, 'latin1').catch(ignore('ENOENT'))
}
