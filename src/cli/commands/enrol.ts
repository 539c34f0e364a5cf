import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import { CHANNEL_TYPES, type ChannelType } from '../../batch/channel.ts'
import { type Environment, isEnvironment } from '../../batch/environment.ts'
import { parseEnterpriseNumber, parseSenderNumber } from '../../batch/identifiers.ts'
import { LANGUAGES, type Language } from '../../batch/languages.ts'
import { parseSshPublicKey, type SshPublicKey } from '../../batch/ssh-key.ts'
import type { Config } from '../../config/schema.ts'
import type { Transaction } from '../../database/database.ts'
import { allOrNothing } from '../../registry/all-or-nothing.ts'
import type { Act } from '../../registry/audit.ts'
import { authenticatedChannels, usagesFor } from '../../registry/certificate-usages.ts'
import { type Enrolment, type EnrolRequest, enrol, type Offer } from '../../registry/enrol.ts'
import { parseContact } from '../../registry/technical-users.ts'
import { inspectCertificate } from '../../signing/inspect-certificate.ts'
import { loadIssuers } from '../../signing/issuers.ts'
import { actOnHost } from '../acting.ts'
import type { CommandDefinition } from '../command.ts'
import { readArgument } from '../input.ts'
import { keepManager, type NamedManager, namedManager } from '../main-manager.ts'
import { onOrOff } from '../on-or-off.ts'
import { orRefused, RefusedCommand } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { withDatabase } from '../with-database.ts'

type Options = {
  readonly enterprise: string
  readonly name: string
  readonly quality: string
  readonly services: string
  readonly channel: readonly string[]
  readonly sshKey: readonly string[]
  readonly certificate: readonly string[]
  readonly network?: string
  readonly environments?: string
  readonly contact?: string
  readonly statusFolder?: string
  readonly language?: string
  readonly managerSsin?: string
  readonly managerName?: string
  readonly sender?: string
  readonly renewPassword?: boolean
  readonly json?: boolean
}

/** `sluice enrol`: the operator's headless way through the wizard's steps. */
export const enrolCommand: CommandDefinition = (program, terminal) => {
  program
    .command('enrol')
    .description('set up structured reports for an enterprise in one quality; called again, it updates them')
    .requiredOption('--enterprise <number>', 'enterprise number, ten digits')
    .requiredOption('--name <text>', 'legal name')
    .requiredOption('--quality <code>', 'quality, such as QUAL_EMP_NOSS')
    .option(
      '--services <codes>',
      'online services, such as DMFA,DIMN. In an update these are all; left out: as they are',
      '',
    )
    .option(
      '--channel <type>',
      'sftp, ftp or web; may be given again. In an update these are all: others are closed; none given: as they are',
      collect,
      [],
    )
    .option('--ssh-key <file>', 'public key for SFTP; may be given again', collect, [])
    .option('--certificate <file>', 'certificate that signs; may be given again', collect, [])
    .option('--network <name>', "the FTP channel's network")
    .option('--renew-password', 'make a new password for the FTP channel; the old one is void at once')
    .option('--environments <letters>', 'such as R,T,S; all when left out')
    .option('--status-folder <on|off>', 'show the folder STATUS over SFTP and FTP; left out: on for fixed links only')
    .option('--language <code>', 'language of the enterprise, and of the technical user given here: de, fr, nl or en')
    .option('--contact <text>', "the technical user: 'Last,First,mail,phone'")
    .option('--sender <number>', 'a sender number of your choice, six digits')
    .option('--manager-ssin <number>', 'national number of the main access manager, if there is none yet')
    .option('--manager-name <text>', "his name: 'Last,First'")
    .option('--json', 'answer in JSON')
    .action(async (options: Options, command) => {
      const { config } = await loadSettings(command, terminal)
      const request = await requestOf(options, config, terminal)
      const manager = orRefused(
        await namedManager(options, { language: request.language ?? 'fr', now: new Date(), config }),
      )
      const { qualities, networks, services, names, access } = config
      const act = actOnHost('sluice enrol')
      const offer = {
        qualities,
        networks,
        services,
        authenticated: authenticatedChannels(config.ftp),
        reserved: [names.gatewayNumber],
        clientIds: access.clientIds,
      }
      const enrolment = orRefused(
        await withDatabase(config, ({ transaction }) =>
          transaction((tx) => enrolWithManager(tx, request, offer, manager, act)),
        ),
      )
      if (networks.some(({ name, cidrs }) => name === request.network && cidrs.length === 0)) {
        terminal.say(
          `sluice: the network ${request.network} has no addresses yet; until \`networks\` of the configuration gives it \`cidrs\`, nobody can log in from it.`,
        )
      }
      if (options.json) terminal.json(enrolment)
      else for (const line of linesOf(enrolment)) terminal.answer(line)
    })
}

/** Both or neither: a refused manager leaves nothing of the enrolment. */
function enrolWithManager(
  tx: Transaction,
  request: EnrolRequest,
  offer: Offer,
  manager: NamedManager | null,
  act: Act,
): Promise<Result<Enrolment, Refusal>> {
  return allOrNothing(tx, async () => {
    const enrolment = await enrol(tx, request, offer, act)
    if (!enrolment.ok || !manager) return enrolment
    const kept = await keepManager(tx, manager, request.enterpriseNumber, act)
    return kept.ok ? enrolment : kept
  })
}

async function requestOf(options: Options, config: Config, terminal: Terminal): Promise<EnrolRequest> {
  const { sender, contact, network, environments, statusFolder, language: spoken, renewPassword = false } = options
  const channels = options.channel.map(channelType)
  return {
    enterpriseNumber: orRefused(parseEnterpriseNumber(options.enterprise)),
    name: options.name,
    quality: options.quality,
    channels,
    services: list(options.services),
    sshKeys: await sshKeys(options.sshKey, terminal),
    certificates: await certificates(options.certificate, channels, config),
    renewPassword,
    ...(sender === undefined ? {} : { sender: orRefused(parseSenderNumber(sender)) }),
    ...(contact === undefined ? {} : { contact: orRefused(parseContact(contact)) }),
    ...(network === undefined ? {} : { network }),
    ...(statusFolder === undefined ? {} : { statusFolder: onOrOff(statusFolder) }),
    ...(spoken === undefined ? {} : { language: language(spoken) }),
    ...(environments === undefined ? {} : { environments: list(environments).map(environment) }),
  }
}

/** What was left out of a key (`command=`, `from=`) is told, not kept (case R15). */
async function sshKeys(files: readonly string[], terminal: Terminal): Promise<SshPublicKey[]> {
  const texts = await Promise.all(files.map((file) => readArgument(file, 'The SSH key')))
  const keys = texts.map((text) => orRefused(parseSshPublicKey(text.toString('utf8'))))
  for (const notice of keys.flatMap(({ notices }) => notices)) terminal.say(`sluice: ${notice}`)
  return keys
}

async function certificates(files: readonly string[], channels: readonly ChannelType[], config: Config) {
  const { signature } = config
  const issuers = await loadIssuers(signature.acceptedIssuers)
  const usages = usagesFor(channels, authenticatedChannels(config.ftp))
  const rules = { issuers, allowSelfSigned: signature.allowSelfSigned, now: new Date(), usages }
  const contents = await Promise.all(files.map((file) => readArgument(file, 'The certificate')))
  return contents.map((bytes) => orRefused(inspectCertificate(bytes, rules)))
}

function linesOf({ senderNumber, quality, channels, certificates }: Enrolment): string[] {
  return [
    `Sender number ${senderNumber} (${quality}) is active.`,
    ...channels.map((channel) => {
      if (channel.type === 'web') return `  web: client id ${channel.clientId}`
      const password = channel.type === 'ftp' && channel.password ? `, password ${channel.password}` : ''
      return `  ${channel.type}: user ${channel.username}${password}`
    }),
    ...certificates.map(({ sha256, state }) => `  certificate ${sha256.slice(0, 16)}…: ${state}`),
  ]
}

function channelType(text: string): ChannelType {
  const type = CHANNEL_TYPES.find((candidate) => candidate === text)
  if (type) return type
  throw new RefusedCommand(`"${text}" is no channel. Choose sftp, ftp or web.`)
}

function environment(text: string): Environment {
  if (isEnvironment(text)) return text
  throw new RefusedCommand(`"${text}" is no environment. Choose among R, T and S.`)
}

function language(text: string): Language {
  const known = LANGUAGES.find((candidate) => candidate === text)
  if (known) return known
  throw new RefusedCommand(`"${text}" is no language. Choose one of ${LANGUAGES.join(', ')}.`)
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

function collect(value: string, former: readonly string[]): readonly string[] {
  return [...former, value]
}
