/** Turns what an operator wrote into what the program needs: absolute paths, and texts where a gap means "as usual". */

import { isAbsolute, join, resolve } from 'node:path'
import type { Labels } from './labels.ts'
import type { Config } from './schema.ts'

/** The folder that a relative path in a setting starts from. */
export type BaseOf = (setting: readonly PropertyKey[]) => string

export function complete(config: Config, baseOf: BaseOf): Config {
  const at = (path: string, ...setting: PropertyKey[]) =>
    isAbsolute(path) ? resolve(path) : resolve(baseOf(setting), path)
  const orEmpty = (path: string, ...setting: PropertyKey[]) => (path === '' ? '' : at(path, ...setting))
  const spoolDir = at(config.spool.dir, 'spool', 'dir')
  const certsDir = at(config.certs.dir, 'certs', 'dir')
  const { acknowledgement, database, queues, signature, access, signIn, messages, alarms, operators } = config
  return {
    ...config,
    spool: { dir: spoolDir, auditDir: orEmpty(config.spool.auditDir, 'spool', 'auditDir') || join(spoolDir, 'audit') },
    certs: { ...config.certs, dir: certsDir },
    database: { ...database, passwordFile: orEmpty(database.passwordFile, 'database', 'passwordFile') },
    queues: { ...queues, passwordFile: orEmpty(queues.passwordFile, 'queues', 'passwordFile') },
    acknowledgement: {
      ...acknowledgement,
      timestamp: stampPaths(acknowledgement.timestamp, (path, key) =>
        orEmpty(path, 'acknowledgement', 'timestamp', key),
      ),
    },
    signature: {
      ...signature,
      acceptedIssuers: orEmpty(signature.acceptedIssuers, 'signature', 'acceptedIssuers') || join(certsDir, 'issuers'),
    },
    access: { ...access, keyFile: orEmpty(access.keyFile, 'access', 'keyFile') || join(certsDir, 'registry.key') },
    signIn: {
      ...signIn,
      itsme: withPaths(signIn.itsme, (path, key) => orEmpty(path, 'signIn', 'itsme', key)),
      csam: withPaths(signIn.csam, (path, key) => orEmpty(path, 'signIn', 'csam', key)),
      eid: { ...signIn.eid, issuers: orEmpty(signIn.eid.issuers, 'signIn', 'eid', 'issuers') || join(certsDir, 'eid') },
    },
    operators: {
      ...operators,
      oidc: {
        ...operators.oidc,
        secretFile: orEmpty(operators.oidc.secretFile, 'operators', 'oidc', 'secretFile'),
        keyFile: orEmpty(operators.oidc.keyFile, 'operators', 'oidc', 'keyFile'),
      },
    },
    messages: {
      ...messages,
      folder: orEmpty(messages.folder, 'messages', 'folder') || join(spoolDir, 'messages'),
      mail: { ...messages.mail, passwordFile: orEmpty(messages.mail.passwordFile, 'messages', 'mail', 'passwordFile') },
      sms: { ...messages.sms, tokenFile: orEmpty(messages.sms.tokenFile, 'messages', 'sms', 'tokenFile') },
    },
    alarms: {
      ...alarms,
      webhook: { ...alarms.webhook, tokenFile: orEmpty(alarms.webhook.tokenFile, 'alarms', 'webhook', 'tokenFile') },
    },
    schemas: { dir: at(config.schemas.dir, 'schemas', 'dir') },
    qualities: config.qualities.map((quality) => ({ ...quality, labels: filled(quality.labels, quality.code) })),
    watchedFolders: config.watchedFolders.map((watched, index) => ({
      ...watched,
      in: at(watched.in, 'watchedFolders', index, 'in'),
      out: at(watched.out, 'watchedFolders', index, 'out'),
    })),
    services: config.services.map((service, index) => ({
      ...service,
      labels: filled(service.labels, service.code),
      tokenFile: orEmpty(service.tokenFile, 'services', index, 'tokenFile'),
      clientCertificateFile: orEmpty(service.clientCertificateFile, 'services', index, 'clientCertificateFile'),
      target: targetWithPaths(service, spoolDir, (path, key) => orEmpty(path, 'services', index, 'target', key)),
      answers: {
        ...service.answers,
        folder: orEmpty(service.answers.folder, 'services', index, 'answers', 'folder'),
      },
    })),
  }
}

type Timestamp = Config['acknowledgement']['timestamp']

function stampPaths(timestamp: Timestamp, at: (path: string, key: string) => string): Timestamp {
  const { issuers, caFile, passwordFile } = timestamp
  return {
    ...timestamp,
    issuers: at(issuers, 'issuers'),
    caFile: at(caFile, 'caFile'),
    passwordFile: at(passwordFile, 'passwordFile'),
  }
}

type Service = Config['services'][number]

function targetWithPaths(
  { code, target }: Service,
  spoolDir: string,
  at: (path: string, key: string) => string,
): Service['target'] {
  return {
    ...target,
    path: at(target.path, 'path') || join(spoolDir, 'services', code),
    caFile: at(target.caFile, 'caFile'),
    certificateFile: at(target.certificateFile, 'certificateFile'),
    keyFile: at(target.keyFile, 'keyFile'),
    tokenFile: at(target.tokenFile, 'tokenFile'),
  }
}

type Provider = Config['signIn']['itsme']

function withPaths(provider: Provider, at: (path: string, key: string) => string): Provider {
  const { secretFile, keyFile, encryptionKeyFile } = provider
  return {
    ...provider,
    secretFile: at(secretFile, 'secretFile'),
    keyFile: at(keyFile, 'keyFile'),
    encryptionKeyFile: at(encryptionKeyFile, 'encryptionKeyFile'),
  }
}

function filled({ de, fr, nl, en }: Labels, code: string): Labels {
  const usual = en || code
  return { de: de || usual, fr: fr || usual, nl: nl || usual, en: usual }
}
