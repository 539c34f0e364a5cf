/** A client's control connection: one request after the other, each with the server's answer or `Unavailable`. */
import { TLSSocket } from 'node:tls'
import { Client, FTPError } from 'basic-ftp'
import { Unavailable } from '../../base/errors.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { RemoteFault } from '../files/remote-client.ts'
import { requireTrust, type ServerTrust, trustOptions } from '../files/server-trust.ts'

export type FtpClientOptions = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** Null: without TLS, so that password and files can be read on the way. */
  readonly tls: ServerTrust | null
  /** Longest silence of the server, from the connection on. */
  readonly silenceSeconds?: number
}

const SILENCE_SECONDS = 60
const CLOSING = 421

export class FtpLink implements AsyncDisposable {
  readonly #client: Client
  /** Resolves when everything asked before is answered: FTP has no second request under way. */
  #idle: Promise<void> = Promise.resolve()

  private constructor(client: Client) {
    this.#client = client
  }

  /** Throws `Unavailable` when the host does not answer, is not to be trusted, or does not let us in. */
  static async open(options: FtpClientOptions): Promise<FtpLink> {
    const { host, port, silenceSeconds = SILENCE_SECONDS } = options
    const client = new Client(silenceSeconds * 1000)
    try {
      await logIn(client, options)
    } catch (cause) {
      client.close()
      throw new Unavailable(`FTP to ${host}:${port} failed: ${sentenceOf(cause)}`, { cause })
    }
    return new FtpLink(client)
  }

  /** The server's no is a value; whatever else goes wrong leaves the connection in a state nobody knows, so it is ended. */
  call<Value>(work: (client: Client) => Promise<Value>): Promise<Result<Value, RemoteFault>> {
    const turn = this.#idle.then(() => this.#answered(work))
    this.#idle = turn.then(nothing, nothing)
    return turn
  }

  async #answered<Value>(work: (client: Client) => Promise<Value>): Promise<Result<Value, RemoteFault>> {
    try {
      return ok(await work(this.#client))
    } catch (cause) {
      if (cause instanceof FTPError && cause.code !== CLOSING)
        return no({ status: cause.code, message: sentenceOf(cause) })
      this.#client.close()
      throw new Unavailable(`The FTP connection broke: ${sentenceOf(cause)}`, { cause })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#idle
    if (!this.#client.closed) await this.#client.sendIgnoringError('QUIT').catch(nothing) // it ends either way
    this.#client.close()
  }
}

async function logIn(client: Client, { host, port, user, password, tls }: FtpClientOptions): Promise<void> {
  await client.connect(host, port)
  if (tls) await secure(client, host, tls)
  await client.login(user, password)
  await client.useDefaultSettings()
}

/** The server is judged before a password is sent. */
async function secure(client: Client, host: string, trust: ServerTrust): Promise<void> {
  await client.useTLS(trustOptions(host, trust))
  const { socket } = client.ftp
  if (!(socket instanceof TLSSocket)) throw new TypeError('the control connection has no TLS')
  requireTrust(socket, trust)
}

/** `SLU-SIZE: …` of `552 SLU-SIZE: …`; the words of any other failure. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error instanceof FTPError ? error.message.replace(/^\d{3}[ -]/gm, '').trim() : error.message
}

function nothing(): void {}
