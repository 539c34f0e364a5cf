import { readFile, stat } from 'node:fs/promises'
import { Unavailable } from '../../../base/errors.ts'
import type { HttpSettings } from '../../online-service.ts'

/** As the files held it when they were read; null for what is not configured. */
export type Credentials = {
  readonly ca: string | null
  readonly certificate: string | null
  readonly key: string | null
  readonly token: string | null
}

type Files = Pick<HttpSettings, 'caFile' | 'certificateFile' | 'keyFile' | 'tokenFile'>

/** Throws `Unavailable` for a file that is not there any more: it may just be renewed. */
export async function readCredentials({ caFile, certificateFile, keyFile, tokenFile }: Files): Promise<Credentials> {
  const token = await read(tokenFile)
  return {
    ca: await read(caFile),
    certificate: await read(certificateFile),
    key: await read(keyFile),
    token: token?.split(/\r?\n/, 1)[0]?.trim() ?? null,
  }
}

/** Another one when any of the files was written anew, so that renewed ones need no restart. */
export async function credentialStamp({ caFile, certificateFile, keyFile, tokenFile }: Files): Promise<string> {
  const paths = [caFile, certificateFile, keyFile, tokenFile].filter((path) => path !== '')
  const found = await Promise.all(paths.map((path) => stat(path).catch(() => null)))
  return found.map((file) => `${file?.mtimeMs} ${file?.size} ${file?.ino}`).join(',')
}

async function read(path: string): Promise<string | null> {
  if (path === '') return null
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new Unavailable(`${path} cannot be read`, { cause })
  }
}
