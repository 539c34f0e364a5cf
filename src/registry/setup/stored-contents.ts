/** The contents of a draft as the database keeps them, and back: what is read was written by us, or makes no sense (`Corrupt`). */
import { Corrupt } from '../../base/errors.ts'
import { sha256 as hashOf } from '../../base/hashes.ts'
import { CHANNEL_TYPES } from '../../batch/channel.ts'
import { ENVIRONMENTS } from '../../batch/environment.ts'
import { LANGUAGES } from '../../batch/languages.ts'
import { parseSshPublicKey } from '../../batch/ssh-key.ts'
import { soundContact } from '../technical-users.ts'
import type { DraftCertificate, DraftChannel, DraftSshKey, SetupContents } from './contents.ts'

type Fields = Readonly<Record<string, unknown>>

const USAGES = ['signature', 'clientAuthentication'] as const
const KNOWN = ['technicalUser', 'channel', 'certificates', 'sshKeys', 'services']
const HASH = /^[0-9a-f]{64}$/

/** JSON; bytes as base64, times in UTC. */
export function storedContents({ certificates, sshKeys, ...rest }: SetupContents): string {
  return JSON.stringify({
    ...rest,
    certificates: certificates.map(storedCertificate),
    sshKeys: sshKeys.map(({ algorithm, blob, comment, label }) => ({
      ...{ algorithm, comment, label },
      blob: blob.toString('base64'),
    })),
  })
}

/** Throws `Corrupt`. */
export function readContents(body: unknown): SetupContents {
  const fields = fieldsOf(body)
  if (Object.keys(fields).some((name) => !KNOWN.includes(name))) throw unreadable()
  const { technicalUser, channel, services, certificates = [], sshKeys = [] } = fields
  return {
    ...(technicalUser !== undefined && { technicalUser: contactOf(fieldsOf(technicalUser)) }),
    ...(channel !== undefined && { channel: channelOf(fieldsOf(channel)) }),
    certificates: listOf(certificates).map((one) => certificateOf(fieldsOf(one))),
    sshKeys: listOf(sshKeys).map((one) => sshKeyOf(fieldsOf(one))),
    ...(services !== undefined && { services: servicesOf(fieldsOf(services)) }),
  }
}

/** Field by field: what an inspection found besides, such as a national number, is not kept. */
function storedCertificate(certificate: DraftCertificate) {
  const { der, sha256, spkiSha256, subject, issuer, serial, notBefore, notAfter } = certificate
  const { enterpriseNumber, personHash, usages, label, chain } = certificate
  return {
    ...{ sha256, spkiSha256, subject, issuer, serial, notBefore, notAfter, enterpriseNumber, usages, label },
    der: Buffer.from(der).toString('base64'),
    ...(chain && { chain: chain.map((above) => Buffer.from(above).toString('base64')) }),
    ...(personHash && { personHash: personHash.toString('hex') }),
  }
}

function contactOf({ lastName, firstName, email, phone, language }: Fields) {
  const names = { lastName: text(lastName), firstName: text(firstName), email: text(email), phone: text(phone) }
  const contact = soundContact({ ...names, ...(language !== undefined && { language: oneOf(LANGUAGES, language) }) })
  if (!contact.ok) throw unreadable()
  return contact.value
}

function channelOf({ type, network }: Fields): DraftChannel {
  return { type: oneOf(CHANNEL_TYPES, type), ...(network !== undefined && { network: text(network) }) }
}

function certificateOf(fields: Fields): DraftCertificate {
  const der = Buffer.from(text(fields.der), 'base64')
  if (hashOf(der) !== fields.sha256 || !HASH.test(text(fields.spkiSha256))) throw unreadable()
  const { enterpriseNumber, personHash, chain } = fields
  return {
    ...{ der, sha256: hashOf(der), spkiSha256: fields.spkiSha256 as DraftCertificate['spkiSha256'] },
    ...{ subject: text(fields.subject), issuer: text(fields.issuer), serial: text(fields.serial) },
    ...{ notBefore: instant(fields.notBefore), notAfter: instant(fields.notAfter) },
    enterpriseNumber: enterpriseNumber === null ? null : text(enterpriseNumber),
    ...(chain !== undefined && { chain: listOf(chain).map((above) => Buffer.from(text(above), 'base64')) }),
    ...(personHash !== undefined && { personHash: Buffer.from(text(personHash), 'hex') }),
    usages: listOf(fields.usages).map((usage) => oneOf(USAGES, usage)),
    label: text(fields.label),
  }
}

function sshKeyOf({ algorithm, blob, comment, label }: Fields): DraftSshKey {
  const key = parseSshPublicKey(`${text(algorithm)} ${text(blob)}`)
  if (!key.ok) throw unreadable()
  return { ...key.value, comment: text(comment), label: text(label) }
}

function servicesOf({ services, environments }: Fields) {
  return {
    services: listOf(services).map(text),
    environments: listOf(environments).map((environment) => oneOf(ENVIRONMENTS, environment)),
  }
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable()
  return value as Fields
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw unreadable()
  return value
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw unreadable()
  return value
}

function oneOf<Word extends string>(words: readonly Word[], value: unknown): Word {
  const word = words.find((candidate) => candidate === value)
  if (word === undefined) throw unreadable()
  return word
}

function instant(value: unknown): Date {
  const date = new Date(text(value))
  if (Number.isNaN(date.getTime())) throw unreadable()
  return date
}

/** Nothing of it is repeated: it holds names and addresses of people. */
function unreadable(): Corrupt {
  return new Corrupt('a draft of a set-up is not readable')
}
