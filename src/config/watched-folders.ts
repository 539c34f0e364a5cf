import { z } from 'zod'
import { amount, choice, folder, sixDigits } from './kinds.ts'

const watchedFolder = z.strictObject({
  sender: sixDigits.describe('Sender number whose files are in the folder; its FTP channel is the one they come over.'),
  in: folder.min(1).describe('Folder from which complete sets are taken in; folders below it are not looked at.'),
  out: folder.min(1).describe('Folder to which the answers are written.'),
  scanSeconds: amount({ min: 0.1, max: 3600 })
    .default(30)
    .describe('Seconds between two looks at the whole folder, for what its system did not tell.'),
  quietSeconds: amount({ min: 0, max: 3600 })
    .default(2)
    .describe('Seconds for which all files of a set with its GO must be the same before they are taken in.'),
  owners: choice(['same', 'any'])
    .default('same')
    .describe(
      'Whose files are taken in: those of the owner of `in` and of the gateway’s user (`same`), or everybody’s (`any`).',
    ),
})

export const watchedFolders = z
  .array(watchedFolder)
  .max(100)
  .prefault([])
  .describe('Folders of senders whose link ends in another FTP server or on a mounted share.')
