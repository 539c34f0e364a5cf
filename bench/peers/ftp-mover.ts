/** A client that moves large files: curl in clear, lftp under TLS. */
import { rm } from 'node:fs/promises'
import { findCurl } from './curl.ts'
import type { FtpAccount } from './ftp-account.ts'
import { LftpSession, type Protection } from './lftp-session.ts'

/** Both resolve with the seconds that it took. `path` is absolute below the account's root. */
export type FtpMover = AsyncDisposable & {
  upload(source: string, path: string): Promise<number>
  download(path: string): Promise<number>
}

/** `scratch`: where a download of lftp lies meanwhile, for it must not take /dev/null for a file. */
export async function openMover(
  account: FtpAccount,
  protection: Protection,
  { scratch, stop }: { readonly scratch: string; readonly stop: AbortSignal },
): Promise<FtpMover> {
  if (protection === 'clear') {
    const curl = await findCurl(stop)
    return {
      upload: (source, path) => curl.upload(account, source, path),
      download: (path) => curl.download(account, path),
      [Symbol.asyncDispose]: async () => {},
    }
  }
  const session = await LftpSession.open(account, protection, stop)
  return {
    upload: (source, path) => session.run(`put ${source} -o ${account.root}${path}`),
    async download(path) {
      await rm(scratch, { force: true })
      return await session.run(`get ${account.root}${path} -o ${scratch}`)
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  }
}
