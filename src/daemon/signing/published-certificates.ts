/** rule 29.11: the certificates that verify our answers, as they lie in `certs` now, for those who receive answers. */
import { X509Certificate } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ignore } from '../../base/errors.ts'
import { sha256 } from '../../base/hashes.ts'
import type { AnswerCertificate } from '../../batch/answer-certificate.ts'
import type { Config } from '../../config/schema.ts'
import { signsAt } from '../../signing/answer-signer.ts'

type Lying = Omit<AnswerCertificate, 'use'>
type Places = { readonly current: Lying | null; readonly next: Lying | null; readonly past: readonly Lying[] }

const PAST_FOLDER = 'acknowledgement-past'
const PAST_MAX = 100
const CERTIFICATE = /\.(?:crt|pem|cer)$/i

/** The one that signs first, then what follows it, then the past ones, the latest first. What cannot be read is left out. */
export async function publishedCertificates(
  { certs, acknowledgement }: Pick<Config, 'certs' | 'acknowledgement'>,
  now: Date,
): Promise<readonly AnswerCertificate[]> {
  const at = (file: string) => certificateIn(join(certs.dir, file))
  const names = ((await readdir(join(certs.dir, PAST_FOLDER)).catch(ignore('ENOENT'))) ?? []).filter((name) =>
    CERTIFICATE.test(name),
  )
  const past = await Promise.all(
    names
      .sort()
      .slice(-PAST_MAX)
      .map((name) => at(join(PAST_FOLDER, name))),
  )
  const [current, next] = [await at('acknowledgement.crt'), await at('acknowledgement-next.crt')]
  return withUses({ current, next, past: past.flatMap((one) => one ?? []) }, now, acknowledgement.overlapDays)
}

/** Pure: the successor that signs already makes the other one past (rule 29.6). Each certificate is told once. */
export function withUses({ current, next, past }: Places, now: Date, overlapDays: number): AnswerCertificate[] {
  const hasFollowed = current === null || (next !== null && signsAt({ current, next }, now, overlapDays) === next)
  const told: AnswerCertificate[] = [
    ...(current ? [{ ...current, use: hasFollowed ? ('past' as const) : ('present' as const) }] : []),
    ...(next ? [{ ...next, use: hasFollowed ? ('present' as const) : ('next' as const) }] : []),
    ...past.map((one) => ({ ...one, use: 'past' as const })),
  ]
  const once = told.filter(({ sha256 }, at) => told.findIndex((one) => one.sha256 === sha256) === at)
  const order = ['present', 'next', 'past']
  return once.sort(
    (one, other) =>
      order.indexOf(one.use) - order.indexOf(other.use) || other.notAfter.getTime() - one.notAfter.getTime(),
  )
}

async function certificateIn(path: string): Promise<Lying | null> {
  const bytes = await readFile(path).catch(() => null)
  if (!bytes) return null
  try {
    const read = new X509Certificate(bytes)
    const { subject, serialNumber: serial, validFrom, validTo, raw } = read
    return {
      ...{ subject: subject.replaceAll('\n', ', '), serial, sha256: sha256(raw), pem: read.toString() },
      ...{ notBefore: new Date(validFrom), notAfter: new Date(validTo) },
    }
  } catch {
    return null // OpenSSL has a hundred words for it
  }
}
