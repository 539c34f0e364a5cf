/** A client's connection: every request ends, with the server's answer or because the connection broke. */
import ssh2, { type Client, type ConnectConfig, type SFTPWrapper } from 'ssh2'
import { Unavailable } from '../../base/errors.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { RemoteFault } from '../files/remote-client.ts'

type Done<Value> = (error: Error | null | undefined, value: Value) => void

export class SftpLink implements AsyncDisposable {
  readonly #client: Client
  readonly #sftp: SFTPWrapper
  readonly #open = new Set<(error: Unavailable) => void>()
  #isClosed = false

  private constructor(client: Client, sftp: SFTPWrapper) {
    this.#client = client
    this.#sftp = sftp
    client.on('close', () => {
      this.#isClosed = true
      for (const fail of this.#open) fail(broken())
      this.#open.clear()
    })
  }

  /** Throws `Unavailable` when the host does not answer, shows another key, or does not let us in. */
  static async open(config: ConnectConfig): Promise<SftpLink> {
    const client = new ssh2.Client()
    const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
      const fail = (cause: Error): void => {
        client.destroy()
        reject(new Unavailable(`SFTP to ${config.host}:${config.port} failed: ${cause.message}`, { cause }))
      }
      client.on('error', fail)
      // without an error when it ends while we log in
      client.on('close', () => fail(new Error('the connection was closed')))
      client.on('ready', () => client.sftp((error, opened) => (error ? fail(error) : resolve(opened))))
      client.connect(config)
    })
    return new SftpLink(client, sftp)
  }

  /**
   * One request: an answer is a value, a broken connection is thrown as `Unavailable`. ssh2 fails the requests that are open when the connection
   * breaks, but it makes some operations of several requests, and one that it begins after that is never answered.
   */
  call<Value>(request: (sftp: SFTPWrapper, done: Done<Value>) => void): Promise<Result<Value, RemoteFault>> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) throw broken()
      this.#open.add(reject)
      request(this.#sftp, (error, value) => {
        this.#open.delete(reject)
        const status = error && 'code' in error ? error.code : undefined
        if (!error) resolve(ok(value))
        else if (typeof status === 'number') resolve(no({ status, message: error.message }))
        else reject(broken(error))
      })
    })
  }

  /** Requests whose answer has no value. */
  order(
    request: (sftp: SFTPWrapper, done: (error?: Error | null) => void) => void,
  ): Promise<Result<void, RemoteFault>> {
    return this.call<void>((sftp, done) => request(sftp, (error) => done(error, undefined)))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return
    const closed = new Promise<void>((resolve) => this.#client.once('close', () => resolve()))
    this.#client.end()
    await closed
  }
}

function broken(cause?: Error): Unavailable {
  return new Unavailable(`The SFTP connection broke${cause ? `: ${cause.message}` : ''}.`, { cause })
}
