/** A small FTP and FTPS client, for `sluice send`, the demo and the benchmark. */
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { type Client, FileType, parseList } from 'basic-ftp'
import type { RemoteClient, RemoteFile } from '../files/remote-client.ts'
import { type FtpClientOptions, FtpLink } from './client-link.ts'
import { transfer } from './client-transfer.ts'

const CHUNK_BYTES = 64 * 1024

/** Throws `Unavailable` when the host does not answer, is not to be trusted, or does not let us in. */
export async function connectFtp(options: FtpClientOptions): Promise<RemoteClient> {
  const link = await FtpLink.open(options)
  return {
    put: (path, bytes, onProgress = () => {}) => link.call((client) => put(client, path, bytes, onProgress)),
    read: (path) => link.call((client) => received(client, `RETR ${path}`)),
    list: (folder) => link.call((client) => list(client, folder)),
    remove: (path) => link.call(async (client) => void (await client.send(`DELE ${path}`))),
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  }
}

async function put(
  client: Client,
  path: string,
  bytes: Uint8Array,
  onProgress: (bytesTaken: number) => void,
): Promise<void> {
  await transfer(client, `STOR ${path}`, (data) => pipeline(Readable.from(chunksOf(bytes, onProgress)), data))
  onProgress(bytes.length)
}

/** A chunk is asked for when the connection took those before it. */
function* chunksOf(bytes: Uint8Array, onProgress: (bytesTaken: number) => void): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    onProgress(start)
    yield bytes.subarray(start, start + CHUNK_BYTES)
  }
}

async function received(client: Client, command: string): Promise<Buffer> {
  let bytes = Buffer.alloc(0)
  await transfer(client, command, async (data) => {
    bytes = await buffer(data)
  })
  return bytes
}

/** By MLSD, or by LIST of a server that has no other. */
async function list(client: Client, folder: string): Promise<readonly RemoteFile[]> {
  const command = client.availableListCommands.includes('MLSD') ? 'MLSD' : 'LIST'
  const text = (await received(client, `${command} ${folder}`)).toString('utf8')
  return parseList(text)
    .filter(({ type }) => type === FileType.File)
    .map(({ name, size, modifiedAt = null }) => ({ name, bytes: size, modifiedAt }))
}
