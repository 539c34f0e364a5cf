/** rule 29.8: whether the authority of time-stamps can be asked as its settings say, safely, and its answers be believed. Reads only. */
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Fault } from './problems.ts'
import type { Config } from './schema.ts'
import { secretFault, unreadable } from './secret.ts'

type Timestamp = Config['acknowledgement']['timestamp']

const AT = 'acknowledgement.timestamp'
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

export async function timestampFaults({ acknowledgement: { timestamp } }: Config): Promise<Fault[]> {
  const { url, passwordFile, issuers, caFile } = timestamp
  if (url === '') return []
  const password = passwordFile === '' ? null : await secretFault(passwordFile)
  const ca = caFile === '' ? [] : await certificatesIn(caFile)
  return [
    ...addressFaults(timestamp),
    ...(password ? [{ setting: `${AT}.passwordFile`, ...password }] : []),
    ...('found' in ca ? [{ setting: `${AT}.caFile`, ...ca }] : []),
    ...(await issuerFaults(issuers)),
  ]
}

/** Pure. */
export function addressFaults({ url, user, passwordFile }: Timestamp): Fault[] {
  const { protocol, username, password } = new URL(url)
  const isHalf = (user === '') !== (passwordFile === '')
  const isOpen = protocol === 'http:' && passwordFile !== ''
  const named = { setting: `${AT}.url`, found: 'a user name or password stands in it.' }
  return [
    ...(username === '' && password === '' ? [] : [{ ...named, remedy: `Use ${AT}.user and passwordFile.` }]),
    ...(isOpen
      ? [{ setting: `${AT}.url`, found: 'the password would go over plain HTTP.', remedy: 'Use https.' }]
      : []),
    ...(isHalf
      ? [{ setting: `${AT}.user`, found: 'of user and passwordFile only one is set.', remedy: 'Set both, or neither.' }]
      : []),
  ]
}

async function issuerFaults(path: string): Promise<Fault[]> {
  const setting = `${AT}.issuers`
  if (path === '') {
    return [{ setting, found: 'is empty.', remedy: 'Name the PEM file of the root of the time-stamping authority.' }]
  }
  const found = await certificatesIn(path)
  if ('found' in found) return [{ setting, ...found }]
  const hasRoot = found.some((one) => one.ca && one.checkIssued(one))
  const remedy = 'Put the root certificate into it, the one that issued itself.'
  return hasRoot ? [] : [{ setting, found: `${path} holds no root certificate.`, remedy }]
}

async function certificatesIn(path: string): Promise<X509Certificate[] | Omit<Fault, 'setting'>> {
  const text = await readFile(path, 'latin1').catch((error: unknown) => unreadable(error, path))
  if (typeof text !== 'string') return text
  try {
    const certificates = (text.match(PEM) ?? []).map((pem) => new X509Certificate(pem))
    if (certificates.length > 0) return certificates
  } catch {
    // OpenSSL has a hundred words for it
  }
  return { found: `${path} holds no certificate, or one that cannot be read.`, remedy: 'Store certificates as PEM.' }
}
