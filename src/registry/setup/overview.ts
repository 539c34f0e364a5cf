/** Everything that the overview of the configuration shows (spec access.md §5 row 19): one quality's structured reports as they stand. */
import type { Sha256 } from '../../base/hashes.ts'
import type { ChannelType } from '../../batch/channel.ts'
import type { Environment } from '../../batch/environment.ts'
import type { SenderNumber } from '../../batch/identifiers.ts'
import type { Language } from '../../batch/languages.ts'
import type { Queries } from '../../database/database.ts'
import { type CertificateUsage, OVER } from '../certificates.ts'
import type { CertificateState, ChannelState, SenderState } from '../transitions.ts'
import { draftOf, type SetupDraft } from './drafts.ts'
import { type SetupPlace, senderAt } from './place.ts'

export type ConfigurationOverview = {
  /** Null while nothing is set up, or not any more. */
  readonly reports: ShownReports | null
  readonly draft: SetupDraft | null
}

export type ShownReports = {
  readonly senderNumber: SenderNumber
  readonly state: SenderState
  readonly allocatedAt: Date
  /** What a change must name as seen. */
  readonly version: number
  readonly technicalUser: ShownTechnicalUser | null
  readonly channels: readonly ShownChannel[]
  /** In the order of registration, without those that are removed or rejected. */
  readonly certificates: readonly ShownProof[]
  readonly services: readonly ShownService[]
}

export type ShownTechnicalUser = {
  readonly lastName: string
  readonly firstName: string
  readonly email: string
  readonly phone: string
  readonly language: Language
  readonly accountId: string | null
  readonly since: Date
}

export type ShownChannel = {
  readonly type: ChannelType
  readonly state: ChannelState
  readonly loginName: string
  readonly network: string | null
  readonly since: Date
  readonly sshKeys: readonly ShownSshKey[]
}

export type ShownSshKey = {
  readonly sha256: Sha256
  /** As `ssh-keygen -l` prints it. */
  readonly fingerprint: string
  readonly algorithm: string
  readonly label: string
  readonly comment: string
  readonly since: Date
}

export type ShownProof = {
  readonly sha256: Sha256
  readonly label: string
  readonly usages: readonly CertificateUsage[]
  readonly subject: string
  readonly issuer: string
  readonly serial: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** Whole days by the database's clock; negative when it is over. */
  readonly daysLeft: number
  readonly state: CertificateState
  readonly since: Date
}

/** One online service: over which channels, in which environments. */
export type ShownService = {
  readonly service: string
  readonly channels: readonly ChannelType[]
  readonly environments: readonly Environment[]
}

const DAY = 86_400_000

export async function configurationOf(queries: Queries, place: SetupPlace): Promise<ConfigurationOverview> {
  const draft = await draftOf(queries, place)
  const senderNumber = await senderAt(queries, place)
  return { reports: senderNumber === null ? null : await reportsOf(queries, senderNumber), draft }
}

/** Of a sender that exists, whatever its state. */
export async function reportsOf(queries: Queries, senderNumber: SenderNumber): Promise<ShownReports> {
  const sender = await queries
    .selectFrom('sender')
    .select(['state', 'allocated_at as allocatedAt', 'version'])
    .where('sender_number', '=', senderNumber)
    .executeTakeFirstOrThrow()
  return {
    senderNumber,
    ...{ state: sender.state as SenderState, allocatedAt: sender.allocatedAt, version: sender.version },
    technicalUser: await technicalUserOf(queries, senderNumber),
    channels: await shownChannels(queries, senderNumber),
    certificates: await shownProofs(queries, senderNumber),
    services: await shownServices(queries, senderNumber),
  }
}

async function technicalUserOf(queries: Queries, senderNumber: SenderNumber): Promise<ShownTechnicalUser | null> {
  const row = await queries
    .selectFrom('technical_user')
    .select(['last_name as lastName', 'first_name as firstName', 'email', 'phone', 'language'])
    .select(['account_id as accountId', 'created_at as since'])
    .where('sender_number', '=', senderNumber)
    .where('state', '=', 'active')
    .executeTakeFirst()
  return (row as ShownTechnicalUser | undefined) ?? null
}

async function shownChannels(queries: Queries, senderNumber: SenderNumber): Promise<ShownChannel[]> {
  const channels = await queries
    .selectFrom('channel')
    .select(['channel_id', 'type', 'state', 'login_name as loginName', 'network', 'created_at as since'])
    .where('sender_number', '=', senderNumber)
    .where('state', '<>', 'removed')
    .orderBy('type')
    .execute()
  const keys = await queries
    .selectFrom('ssh_key')
    .innerJoin('channel', 'channel.channel_id', 'ssh_key.channel_id')
    .select(['channel.channel_id', 'sha256', 'algorithm', 'label', 'comment', 'ssh_key.created_at as since'])
    .where('channel.sender_number', '=', senderNumber)
    .where('ssh_key.state', '=', 'active')
    .orderBy('ssh_key_id')
    .execute()
  return channels.map(({ channel_id, ...channel }) => ({
    ...(channel as Omit<ShownChannel, 'sshKeys'>),
    sshKeys: keys
      .filter((key) => key.channel_id === channel_id)
      .map(({ channel_id: _, ...key }) => ({ ...key, sha256: key.sha256 as Sha256, fingerprint: printed(key.sha256) })),
  }))
}

async function shownProofs(queries: Queries, senderNumber: SenderNumber): Promise<ShownProof[]> {
  const rows = await queries
    .selectFrom('certificate')
    .select(['sha256', 'label', 'usages', 'subject', 'issuer', 'serial', 'state', 'created_at as since'])
    .select(['not_before as notBefore', 'not_after as notAfter'])
    .select(({ fn }) => fn<Date>('now').as('now'))
    .where('sender_number', '=', senderNumber)
    .where('state', 'not in', OVER)
    .orderBy('certificate_id')
    .execute()
  return rows.map(({ now, ...row }) => ({
    ...(row as unknown as Omit<ShownProof, 'daysLeft'>),
    daysLeft: Math.floor((row.notAfter.getTime() - now.getTime()) / DAY),
  }))
}

async function shownServices(queries: Queries, senderNumber: SenderNumber): Promise<ShownService[]> {
  const rows = await queries
    .selectFrom('service_binding')
    .innerJoin('channel', 'channel.channel_id', 'service_binding.channel_id')
    .select(['service', 'environment', 'type'])
    .where('service_binding.sender_number', '=', senderNumber)
    .where('service_binding.state', '=', 'active')
    .where('channel.state', '<>', 'removed')
    .orderBy('service')
    .execute()
  return [...new Set(rows.map(({ service }) => service))].map((service) => {
    const of = rows.filter((row) => row.service === service)
    return {
      service,
      channels: inOrder<ChannelType>(of.map(({ type }) => type)),
      environments: inOrder<Environment>(of.map(({ environment }) => environment)),
    }
  })
}

function inOrder<Word extends string>(words: readonly string[]): Word[] {
  return [...new Set(words)].sort() as Word[]
}

/** OpenSSH prints the digest in base64 without padding. */
function printed(sha256: string): string {
  return `SHA256:${Buffer.from(sha256, 'hex').toString('base64').replace(/=+$/, '')}`
}
