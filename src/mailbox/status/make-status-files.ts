/** Gathers what one sender may know and writes it into files. */
import { brusselsMidnight, brusselsTime } from '../../batch/dates.ts'
import { certificatesText } from '../../batch/status/certificates-text.ts'
import { notesText } from '../../batch/status/notes-text.ts'
import { queuesText } from '../../batch/status/queues-text.ts'
import { certificatesChangedAt, shownCertificates } from '../../registry/shown-certificates.ts'
import { languageOf } from '../../registry/status-folder.ts'
import { fileOf, type Look, latest, type Making } from './look.ts'
import { notesOf } from './notes.ts'
import { queuesOf } from './queues.ts'
import { setFiles } from './set-files.ts'
import type { StatusFile } from './status-folder.ts'

export async function makeStatusFiles(sender: string, making: Making): Promise<readonly StatusFile[]> {
  const language = await languageOf(making.queries, sender)
  const at = making.now()
  const look: Look = { ...making, sender, language, at, today: brusselsTime(at).date }
  const sets = await setFiles(look)
  const files = [
    ...sets.files,
    await certificateFile(look),
    await queueFile(look),
    ...(await noteFiles(look, sets.explainedOnly)),
  ]
  return files.sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** It counts days, so it changes at midnight at the latest; and when one has just ended. */
async function certificateFile({ queries, settings, sender, language, at, today }: Look): Promise<StatusFile> {
  const certificates = await shownCertificates(queries, sender)
  const registeredAt = await certificatesChangedAt(queries, sender)
  const { certificateNoticeDays: notice, certificateWarningDays: warning } = settings.limits
  const content = certificatesText(certificates, { notice, warning }, at, language)
  const ended = certificates.map(({ notAfter }) => notAfter).filter((notAfter) => notAfter <= at)
  return fileOf('CERTIFICATES.txt', content, latest([brusselsMidnight(today), registeredAt, ...ended]))
}

async function queueFile(look: Look): Promise<StatusFile> {
  const content = queuesText(await queuesOf(look), look.language)
  return fileOf('QUEUES.txt', content, look.changes.of(look.sender, 'QUEUES.txt', content))
}

async function noteFiles(look: Look, explainedOnly: number | null): Promise<StatusFile[]> {
  const content = notesText({ ...(await notesOf(look)), explainedOnly }, look.language)
  return content ? [fileOf('NOTES.txt', content, look.changes.of(look.sender, 'NOTES.txt', content))] : []
}
