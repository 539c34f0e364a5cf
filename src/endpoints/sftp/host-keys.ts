/** The keys by which clients recognise the gateway: the same files on every node. */
import { createHash } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { ignore, Misconfigured } from '../../base/errors.ts'
import { type KeyType, makeKeyPair } from './key-pair.ts'

export type HostKey = {
  readonly type: string
  /** OpenSSH or PEM text of the private key. */
  readonly privateKey: string
  /** As `ssh-keygen -l` shows it: `SHA256:…`. */
  readonly fingerprint: string
}

export type HostKeys = readonly HostKey[]

const WANTED = [
  { file: 'ssh_host_ed25519_key', type: 'ed25519' },
  { file: 'ssh_host_rsa_key', type: 'rsa' },
] as const

const COMMENT = 'sluice'

const ECDSA_FILE = 'ssh_host_ecdsa_key'

/**
 * Reads the host keys of `dir`; `make` (trial mode) creates the missing ones with their `.pub`. Throws `Misconfigured`
 * when one is missing otherwise, cannot be read, is encrypted, or is readable by others (case G5).
 */
export async function loadHostKeys(
  dir: string,
  { make, ecdsa = false }: { readonly make: boolean; readonly ecdsa?: boolean },
): Promise<HostKeys> {
  const keys: HostKey[] = []
  for (const { file, type } of WANTED) {
    const path = join(dir, file)
    keys.push(hostKey(path, (await privateText(path)) ?? (await made(path, type, make))))
  }
  const optional = ecdsa ? await privateText(join(dir, ECDSA_FILE)) : undefined
  return optional === undefined ? keys : [...keys, hostKey(join(dir, ECDSA_FILE), optional)]
}

/**
 * rule 29.10: the keys that will take the place of the present ones (`<name>-next`), where they are there: clients are told of them, and
 * connections begin with the present ones. Throws `Misconfigured` as `loadHostKeys` does.
 */
export async function loadNextHostKeys(dir: string): Promise<HostKeys> {
  const paths = [...WANTED.map(({ file }) => file), ECDSA_FILE].map((file) => join(dir, `${file}-next`))
  const texts = await Promise.all(paths.map(privateText))
  return paths.flatMap((path, index) => {
    const text = texts[index]
    return text === undefined ? [] : [hostKey(path, text)]
  })
}

/** Keys that live as long as the process, for `sluice neutral` and tests. */
export async function makeHostKeys(): Promise<HostKeys> {
  const pairs = await Promise.all(WANTED.map(({ type }) => makeKeyPair(type, COMMENT)))
  return pairs.map(({ privateKey }, index) => hostKey(WANTED[index]?.file ?? '', privateKey))
}

/** `SHA256:` and the digest of the public key in SSH wire format, as OpenSSH prints it. */
export function fingerprintOf(keyBlob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(keyBlob).digest('base64').replace(/=+$/, '')}`
}

/** The key of an OpenSSH line (`ssh-ed25519 AAAA… comment`) in SSH wire format; nothing when it is none. */
export function publicKeyBlob(line: string): Buffer | undefined {
  const key = ssh2.utils.parseKey(line)
  return key instanceof Error ? undefined : key.getPublicSSH()
}

async function privateText(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(ignore('ENOENT'))
  if (!found) return undefined
  if ((found.mode & 0o077) !== 0)
    throw new Misconfigured('certs.dir', `${path} can be read by others than its owner.`, `Run: chmod 600 ${path}`)
  return readFile(path, 'utf8')
}

async function made(path: string, type: KeyType, make: boolean): Promise<string> {
  if (!make)
    throw new Misconfigured(
      'certs.dir',
      `The SFTP host key ${path} is missing.`,
      `Copy it from the other nodes or make it once: ssh-keygen -t ${type} -N '' -f ${path}`,
    )
  const { privateKey, publicKey } = await makeKeyPair(type, COMMENT)
  await writeFile(path, privateKey, { mode: 0o600, flag: 'wx' })
  await writeFile(`${path}.pub`, `${publicKey}\n`, { mode: 0o644 })
  return privateKey
}

function hostKey(path: string, text: string): HostKey {
  const parsed = ssh2.utils.parseKey(text)
  if (parsed instanceof Error || !parsed.isPrivateKey())
    throw new Misconfigured(
      'certs.dir',
      `${path} is not a private key without a passphrase${parsed instanceof Error ? ` (${parsed.message})` : ''}.`,
      'Put an OpenSSH private key there (ssh-keygen), or remove it and start in trial mode to have one made.',
    )
  return { type: parsed.type, privateKey: text, fingerprint: fingerprintOf(parsed.getPublicSSH()) }
}
