import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ignore, Misconfigured } from '../base/errors.ts'
import type { Config } from '../config/schema.ts'
import { createSecretBox, makeSecretKey, type SecretBox } from '../registry/secret-box.ts'

/**
 * Opens the key of the registry's secrets. In trial a missing one is made; whoever is second reads what the first has written.
 * Throws `Misconfigured` when it is missing in production or is no key.
 */
export async function openSecretBox({
  mode,
  access: { keyFile },
}: Pick<Config, 'mode' | 'access'>): Promise<SecretBox> {
  if (mode === 'trial') {
    await mkdir(dirname(keyFile), { recursive: true, mode: 0o700 })
    await writeFile(keyFile, `${makeSecretKey()}\n`, { mode: 0o600, flag: 'wx' }).catch(ignore('EEXIST'))
  }
  const text = await readFile(keyFile, 'latin1').catch((cause: NodeJS.ErrnoException) => {
    const remedy = `Restore it from your backup, or for a new installation: openssl rand -hex 32 > ${keyFile}`
    throw new Misconfigured('access.keyFile', `${keyFile} cannot be read (${cause.code}).`, remedy, { cause })
  })
  return createSecretBox(text)
}
