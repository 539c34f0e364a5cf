/** curl, one process for each file: it takes a hundredth of a second to start, which no large file shows. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { NotRun } from '../figure.ts'
import { findProgram } from './find-program.ts'
import type { FtpAccount } from './ftp-account.ts'

const run = promisify(execFile)

export type Curl = {
  /** Each resolves with the seconds it took, and rejects with what curl complains of. `path` is absolute below the account's root. */
  upload(account: FtpAccount, source: string, path: string): Promise<number>
  download(account: FtpAccount, path: string): Promise<number>
}

/** The seconds that a request took whose words these are; rejects with what curl complains of, and with any answer above 399. */
export type CurlHttps = (certificateFile: string, words: readonly string[]) => Promise<number>

/** Over TLS 1.3. Throws `NotRun` without curl. */
export async function findCurlHttps(stop: AbortSignal): Promise<CurlHttps> {
  const program = await curlProgram()
  return async (certificateFile, words) => {
    const usual = ['-sS', '--fail-with-body', '--tlsv1.3', '--cacert', certificateFile, '-o', '/dev/null']
    const began = performance.now()
    await run(program, [...usual, ...words], { signal: stop })
    return (performance.now() - began) / 1000
  }
}

async function curlProgram(): Promise<string> {
  const program = await findProgram('curl')
  if (!program) throw new NotRun('there is no curl (Debian: curl)')
  return program
}

/** Throws `NotRun` without curl. */
export async function findCurl(stop: AbortSignal): Promise<Curl> {
  const program = await curlProgram()
  const timed = async (account: FtpAccount, path: string, words: readonly string[]): Promise<number> => {
    const began = performance.now()
    await run(program, ['-sS', '--ftp-method', 'nocwd', ...words, '-u', credentials(account), urlOf(account, path)], {
      signal: stop,
    })
    return (performance.now() - began) / 1000
  }
  return {
    upload: (account, source, path) => timed(account, path, ['-T', source]),
    download: (account, path) => timed(account, path, ['-o', '/dev/null']),
  }
}

/** With a second slash the path is absolute. */
function urlOf({ host, port, root }: FtpAccount, path: string): string {
  return `ftp://${host}:${port}/${root}${path}`
}

function credentials({ user, password }: FtpAccount): string {
  return `${user}:${password}`
}
