/** A small SFTP client, for `sluice send`, the demo and the benchmark. */
import type { ConnectConfig, FileEntryWithStats } from 'ssh2'
import { ok, type Result } from '../../base/result.ts'
import type { RemoteClient, RemoteFault, RemoteFile } from '../files/remote-client.ts'
import { SftpLink } from './client-link.ts'
import { fingerprintOf } from './host-keys.ts'

export type SftpClientOptions = {
  readonly host: string
  readonly port: number
  readonly user: string
  /** Text of a private key without a passphrase, or a password. */
  readonly credential: { readonly privateKey: string } | { readonly password: string }
  /** `SHA256:…`; any other host key is refused. Without it every host key is accepted, and `onHostKey` may show it. */
  readonly hostKeyFingerprint?: string
  readonly onHostKey?: (fingerprint: string) => void
  /** Seconds until connected and logged in. */
  readonly connectSeconds?: number
}

const CHUNK_BYTES = 32 * 1024
const WRITES_IN_FLIGHT = 64
const CONNECT_SECONDS = 20

/** Throws `Unavailable` when the host does not answer, shows another key, or does not let us in. */
export async function connectSftp(options: SftpClientOptions): Promise<RemoteClient> {
  const link = await SftpLink.open(configOf(options))
  return {
    put: (path, bytes, onProgress = () => {}) => put(link, path, bytes, onProgress),
    read: (path) => link.call((sftp, done) => sftp.readFile(path, done)),
    list: (folder) => list(link, folder),
    remove: (path) => link.order((sftp, done) => sftp.unlink(path, done)),
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  }
}

function configOf({ host, port, user: username, credential, ...options }: SftpClientOptions): ConnectConfig {
  return {
    host,
    port,
    username,
    ...credential,
    readyTimeout: (options.connectSeconds ?? CONNECT_SECONDS) * 1000,
    hostVerifier: (key: Buffer): boolean => {
      const fingerprint = fingerprintOf(key)
      options.onHostKey?.(fingerprint)
      return options.hostKeyFingerprint === undefined || options.hostKeyFingerprint === fingerprint
    },
  }
}

async function put(
  link: SftpLink,
  path: string,
  bytes: Uint8Array,
  onProgress: (bytesTaken: number) => void,
): Promise<Result<void, RemoteFault>> {
  const opened = await link.call<Buffer>((sftp, done) => sftp.open(path, 'w', done))
  if (!opened.ok) return opened
  const written = await writeAll(link, opened.value, Buffer.from(bytes), onProgress)
  const closed = await link.order((sftp, done) => sftp.close(opened.value, done))
  return written.ok ? closed : written
}

/** Many writes are on their way at once; the first refusal stops the rest. */
async function writeAll(
  link: SftpLink,
  handle: Buffer,
  bytes: Buffer,
  onProgress: (bytesTaken: number) => void,
): Promise<Result<void, RemoteFault>> {
  let next = 0
  let taken = 0
  let outcome: Result<void, RemoteFault> = ok(undefined)
  const writeOn = async (): Promise<void> => {
    while (next < bytes.length && outcome.ok) {
      const start = next
      const length = Math.min(CHUNK_BYTES, bytes.length - start)
      next += length
      const written = await link.order((sftp, done) => sftp.write(handle, bytes, start, length, start, done))
      if (!written.ok) outcome = written
      taken += written.ok ? length : 0
      onProgress(taken)
    }
  }
  await Promise.all(Array.from({ length: WRITES_IN_FLIGHT }, writeOn))
  return outcome
}

async function list(link: SftpLink, folder: string): Promise<Result<readonly RemoteFile[], RemoteFault>> {
  const listed = await link.call<FileEntryWithStats[]>((sftp, done) => sftp.readdir(folder, done))
  if (!listed.ok) return listed
  return ok(
    listed.value.map(({ filename, attrs }) => ({
      name: filename,
      bytes: attrs.size,
      modifiedAt: new Date(attrs.mtime * 1000),
    })),
  )
}
