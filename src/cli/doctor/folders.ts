import { constants } from 'node:fs'
import { access, lstat } from 'node:fs/promises'
import { findFolderLogin } from '../../registry/folder-login.ts'
import type { Examination, Finding } from './examination.ts'

/** Each watched folder can be used, by us and by nobody without a name, and its sender may come in by it. */
export const examineFolders: Examination = async ({ config, database }) => {
  const findings: Finding[] = []
  for (const { sender, in: inFolder, out } of config.watchedFolders) {
    const name = `watched folder ${sender}`
    const login = await findFolderLogin(database.queries, sender)
    if (!login.ok) {
      const remedy = 'Give the sender an active FTP channel, or take the folder out of watchedFolders.'
      findings.push({ name, state: 'advice', found: `nothing is taken in (${login.problem})`, remedy })
    }
    for (const path of [inFolder, out]) findings.push(await examineFolder(name, path))
  }
  return findings
}

async function examineFolder(name: string, path: string): Promise<Finding> {
  const place = await lstat(path).catch(() => null)
  if (!place?.isDirectory()) {
    const found = place ? `${path} is no folder; a link is not followed` : `${path} is not there`
    return { name, state: 'problem', found, remedy: 'Mount its share, make the folder, or correct watchedFolders.' }
  }
  const usable = await access(path, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  if (!usable) {
    const remedy = 'Let the user of the gateway read and write there.'
    return { name, state: 'problem', found: `${path} may not be used`, remedy }
  }
  if ((place.mode & constants.S_IWOTH) !== 0) {
    const remedy = 'Take the right to write from others (chmod o-w).'
    return { name, state: 'advice', found: `${path} can be written by everybody on this machine`, remedy }
  }
  return { name, state: 'ok', found: path }
}
