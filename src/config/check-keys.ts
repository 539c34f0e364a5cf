/** The gateway's own keys and certificates, before anything listens (cases G4, G5). */

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Now } from '../base/clock.ts'
import { ignore } from '../base/errors.ts'
import { accessKeyFault } from './check-identity.ts'
import type { Fault } from './problems.ts'
import type { Config } from './schema.ts'
import { privateFileFault, unreadable } from './secret.ts'

export type Findings = { readonly faults: readonly Fault[]; readonly warnings: readonly string[] }

const NONE: Findings = { faults: [], warnings: [] }

/** In trial, what is missing is made at the first start; what is there has to fit in both modes. */
export async function checkKeys(config: Config, now: Now): Promise<Findings> {
  const { dir } = config.certs
  const ecdsa = config.sftp.ecdsa ? ['ssh_host_ecdsa_key'] : []
  const hostKeys = ['ssh_host_ed25519_key', 'ssh_host_rsa_key', ...ecdsa]
  const all = await Promise.all([
    ...hostKeys.map((name) => readable(checkHostKey(config, join(dir, name)), join(dir, name))),
    ...['tls', 'acknowledgement'].map((name) =>
      readable(checkPair(config, join(dir, name), now), join(dir, `${name}.*`)),
    ),
  ])
  const access = await accessKeyFault(config)
  return {
    faults: [...all.flatMap(({ faults }) => faults), ...(access ? [access] : [])],
    warnings: all.flatMap(({ warnings }) => warnings),
  }
}

async function readable(check: Promise<Findings>, path: string): Promise<Findings> {
  return await check.catch((error: unknown) => faulty(unreadable(error, path)))
}

async function checkHostKey({ mode }: Config, path: string): Promise<Findings> {
  if ((await textOf(path)) !== undefined) return faulty(await privateFileFault(path))
  return mode === 'trial' ? NONE : missing(path)
}

async function checkPair(config: Config, stem: string, now: Now): Promise<Findings> {
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
  return checkFit(config, { keyPath, keyText, certificatePath, certificateText }, now())
}

export type PairTexts = Readonly<Record<'keyPath' | 'keyText' | 'certificatePath' | 'certificateText', string>>

/** Whether key and certificate are readable, belong together and hold now (case G4). */
export function checkFit(config: Pick<Config, 'certs'>, pair: PairTexts, now: Date): Findings {
  const { keyPath, keyText, certificatePath, certificateText } = pair
  const key = keyOf(keyText)
  if (!key) return faulty(unreadableKey(keyPath, keyText))
  const certificate = certificateOf(certificateText)
  if (!certificate) return faulty({ found: `${certificatePath} is not a certificate.`, remedy: 'Store it as PEM.' })
  if (!certificate.checkPrivateKey(key)) {
    return faulty({ found: `${certificatePath} does not belong to ${keyPath}.`, remedy: 'Store a pair that fits.' })
  }
  return validity(config, certificate, certificatePath, now)
}

function validity({ certs }: Pick<Config, 'certs'>, certificate: X509Certificate, path: string, now: Date): Findings {
  const { validFrom, validTo } = certificate
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
