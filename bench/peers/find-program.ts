import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** Servers live here, which is not in everybody's PATH. */
const ALSO = ['/usr/sbin', '/usr/local/sbin']

/** The absolute path of a program; null when it is not installed. `wanted` is looked at first. */
export async function findProgram(name: string, wanted = ''): Promise<string | null> {
  if (wanted !== '') return (await isExecutable(wanted)) ? wanted : null
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...ALSO]) {
    const path = join(folder, name)
    if (folder !== '' && (await isExecutable(path))) return path
  }
  return null
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
