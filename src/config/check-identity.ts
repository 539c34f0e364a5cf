/** How people are known, and how messages and alarms reach them: what these settings point to, and what they need of each other. Reads only. */
import { readFile, stat } from 'node:fs/promises'
import type { Fault } from './problems.ts'
import type { Config } from './schema.ts'
import { privateFileFault, secretFault, unreadable } from './secret.ts'

type Looked = { readonly setting: string; readonly fault: Omit<Fault, 'setting'> | null }

export async function checkIdentity({ signIn, messages, alarms, operators }: Config): Promise<Fault[]> {
  const { mail, sms } = messages
  const looked = await Promise.all([
    ...(['itsme', 'csam'] as const).flatMap((name) => providerChecks(`signIn.${name}`, signIn[name])),
    ...providerChecks('operators.oidc', { ...operators.oidc, encryptionKeyFile: '' }),
    ...(signIn.eid.enabled ? [folderCheck('signIn.eid.issuers', signIn.eid.issuers)] : []),
    ...(mail.via === 'smtp' ? [secretCheck('messages.mail.passwordFile', mail.passwordFile)] : []),
    ...(sms.via === 'http' ? [secretCheck('messages.sms.tokenFile', sms.tokenFile), urlCheck(sms.url)] : []),
    secretCheck('alarms.webhook.tokenFile', alarms.webhook.tokenFile),
  ])
  return looked.flatMap(({ setting, fault }) => (fault ? [{ setting, ...fault }] : []))
}

const KEY = /^[0-9a-f]{64}$/i

/** In trial a missing one is made at the first start. */
export async function accessKeyFault({ mode, access }: Pick<Config, 'mode' | 'access'>): Promise<Fault | null> {
  const { keyFile } = access
  const setting = 'access.keyFile'
  const text = await readFile(keyFile, 'latin1').catch((error: unknown) => unreadable(error, keyFile))
  if (typeof text !== 'string') {
    if (!text.found.endsWith('does not exist.')) return { setting, ...text }
    if (mode === 'trial') return null
    const remedy = `Restore it from your backup, or for a new installation: openssl rand -hex 32 > ${keyFile}`
    return { setting, found: text.found, remedy }
  }
  const open = await privateFileFault(keyFile)
  if (open) return { setting, ...open }
  if (KEY.test(text.trim())) return null
  return {
    setting,
    found: `${keyFile} holds no key.`,
    remedy: 'It must be 64 hexadecimal digits: openssl rand -hex 32',
  }
}

type Provider = Pick<Config['signIn']['itsme'], 'issuer' | 'clientId' | 'secretFile' | 'keyFile' | 'encryptionKeyFile'>

function providerChecks(setting: string, provider: Provider): Promise<Looked>[] {
  const { issuer, clientId, secretFile, keyFile, encryptionKeyFile } = provider
  if (issuer === '') return []
  const proof = secretFile === '' && keyFile === '' ? NO_PROOF : null
  return [
    Promise.resolve({ setting: `${setting}.clientId`, fault: clientId === '' ? NO_CLIENT : null }),
    Promise.resolve({ setting: `${setting}.keyFile`, fault: proof }),
    secretCheck(`${setting}.secretFile`, secretFile),
    privateCheck(`${setting}.keyFile`, keyFile),
    privateCheck(`${setting}.encryptionKeyFile`, encryptionKeyFile),
  ]
}

async function secretCheck(setting: string, path: string): Promise<Looked> {
  return { setting, fault: path === '' ? null : await secretFault(path) }
}

async function privateCheck(setting: string, path: string): Promise<Looked> {
  return { setting, fault: path === '' ? null : await privateFileFault(path) }
}

async function urlCheck(url: string): Promise<Looked> {
  return { setting: 'messages.sms.url', fault: url === '' ? NO_GATEWAY : null }
}

async function folderCheck(setting: string, path: string): Promise<Looked> {
  const entry = await stat(path).catch((error: unknown) => unreadable(error, path))
  if ('found' in entry) return { setting, fault: entry }
  return { setting, fault: entry.isDirectory() ? null : { found: `${path} is no folder.`, remedy: 'Name a folder.' } }
}

const NO_CLIENT = { found: 'is empty.', remedy: 'Write the client id that the identity provider gave you.' }
const NO_PROOF = {
  found: 'is empty, and so is secretFile.',
  remedy: 'Name the file of the key or of the secret that proves us to the identity provider.',
}
const NO_GATEWAY = {
  found: 'is empty.',
  remedy: 'Write the address of the SMS gateway, or set messages.sms.via to file.',
}
