/** Makes the gateway's own sender: an enterprise that cannot be anybody's, clearly named, with a key for each endpoint. */
import { Misconfigured } from '../../base/errors.ts'
import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import { parseEnterpriseNumber } from '../../batch/identifiers.ts'
import { OWN_SERVICE } from '../../batch/own-service.ts'
import { parseSshPublicKey } from '../../batch/ssh-key.ts'
import type { Config } from '../../config/schema.ts'
import type { Database, Transaction } from '../../database/database.ts'
import { makeUserKey } from '../../endpoints/sftp/user-key.ts'
import { authenticatedChannels, usagesFor } from '../../registry/certificate-usages.ts'
import { enrol } from '../../registry/enrol.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { keepOwnSender, lockOwnSender, type OwnSender, readOwnSender } from '../../registry/self-test-sender.ts'
import { inspectCertificate } from '../../signing/inspect-certificate.ts'
import { issueCertificate, makeCa } from '../../signing/make-certificate.ts'
import { certificatesIn } from './own-authority.ts'

/** With right check digits, from the end of the range, which is not given out. */
const ENTERPRISE = '1999999943'
const NAME = 'Sluice self-test (no enterprise)'
const QUALITY = 'QUAL_EMP_NOSS'
const ACT = { actor: 'system', reason: 'self-test' }
const CHANNELS = ['sftp', 'ftp', 'web'] as const
const VALID_DAYS = 1800
/** Its keys are made anew before its certificate ends. */
const KEYS_DAYS = 1500
const DAY_MILLISECONDS = 86_400_000

export type OwnSenderGround = {
  readonly database: Database
  readonly box: SecretBox
  readonly config: Config
  readonly now: Date
}

/** The one that is there, or a new one. Throws `Misconfigured` when the registry refuses it. */
export async function settleOwnSender(ground: OwnSenderGround): Promise<OwnSender> {
  const { database, box, now } = ground
  const present = await readOwnSender(database.queries, box)
  if (present && isFresh(present, now)) return present
  return await database.transaction(async (tx) => {
    await lockOwnSender(tx)
    const made = await readOwnSender(tx, box)
    return made && isFresh(made, now) ? made : await make(tx, ground)
  })
}

async function make(tx: Transaction, { box, config, now }: OwnSenderGround): Promise<OwnSender> {
  const authority = await makeCa({ commonName: 'Sluice self-test authority', keyType: 'ec', days: VALID_DAYS, now })
  const names = { commonName: NAME, enterpriseNumber: ENTERPRISE }
  const signing = await issueCertificate(authority, { ...names, keyType: 'rsa', days: VALID_DAYS, now })
  const ssh = await makeUserKey('sluice self-test')
  const policy = {
    issuers: certificatesIn(authority.certificatePem),
    allowSelfSigned: false,
    now,
    usages: usagesFor(CHANNELS, authenticatedChannels(config.ftp)),
  }
  const request = {
    ...{ enterpriseNumber: sound(parseEnterpriseNumber(ENTERPRISE)), name: NAME, quality: QUALITY },
    ...{ channels: CHANNELS, services: [OWN_SERVICE.code], environments: OWN_SERVICE.environments },
    sshKeys: [sound(parseSshPublicKey(ssh.publicKey))],
    certificates: [sound(inspectCertificate(Buffer.from(signing.certificatePem), policy))],
    renewPassword: true,
    statusFolder: false,
  }
  const offer = {
    ...{ qualities: [{ code: QUALITY }], networks: config.networks, services: [OWN_SERVICE] },
    ...{ authenticated: authenticatedChannels(config.ftp), reserved: [config.names.gatewayNumber] },
  }
  const { senderNumber, channels } = sound(await enrol(tx, request, offer, ACT))
  const secrets = {
    ...{ sshKey: ssh.privateKey, signingKey: signing.keyPem, signingCertificate: signing.certificatePem },
    ...{ sftpUser: '', ftpUser: '', ftpPassword: '', clientId: '' },
  }
  for (const channel of channels) {
    if (channel.type === 'sftp') secrets.sftpUser = channel.username
    else if (channel.type === 'web') secrets.clientId = channel.clientId
    else [secrets.ftpUser, secrets.ftpPassword] = [channel.username, channel.password ?? '']
  }
  await keepOwnSender(tx, box, { senderNumber, authority: authority.certificatePem, secrets })
  return { ...secrets, senderNumber, madeAt: now }
}

function isFresh({ madeAt }: OwnSender, now: Date): boolean {
  return now.getTime() - madeAt.getTime() < KEYS_DAYS * DAY_MILLISECONDS
}

function sound<Value>(result: Result<Value, Refusal>): Value {
  if (result.ok) return result.value
  const { cause, remedy } = result.problem
  throw new Misconfigured('selfTest.enabled', `The sender of the self-test cannot be made: ${cause}`, remedy)
}
