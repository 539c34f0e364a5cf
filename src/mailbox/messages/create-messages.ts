import type { Database } from '../../database/database.ts'
import { recordEvent } from '../../ledger/events.ts'
import {
  type AnswerRow,
  answerFile,
  answerOfSender,
  answerRemovedAt,
  answersOfSender,
  noteRetrieved,
} from '../../ledger/messages.ts'
import type { Spool } from '../../spool/spool.ts'
import type { Download } from '../mailbox.ts'
import type { Readings } from '../readings.ts'
import type { Message, Messages } from './messages.ts'

export type MessageDeps = {
  readonly database: Database
  readonly spool: Pick<Spool, 'open'>
  readonly readings: Pick<Readings, 'of'>
}

const DOCUMENT = 'FO.'
const SIGNATURE = 'FS.'

export function createMessages(deps: MessageDeps): Messages {
  const { queries } = deps.database
  return {
    async list(sender, filter, { after, ...rows }) {
      const behind = after === undefined ? {} : { after: nameOf(DOCUMENT, after) }
      return (await answersOfSender(queries, sender, filter, { ...rows, ...behind })).map(messageOf)
    },
    async find(sender, messageId) {
      const row = await answerOfSender(queries, sender, nameOf(DOCUMENT, messageId))
      return row ? messageOf(row) : null
    },
    open: (sender, messageId, what, principal = sender) =>
      openFile({ sender, principal }, nameOf(what === 'content' ? DOCUMENT : SIGNATURE, messageId), deps),
    contentsRemovedAt: (sender, messageId) => answerRemovedAt(queries, sender, nameOf(DOCUMENT, messageId)),
    confirm: (sender, messageId, principal) => confirm(sender, nameOf(DOCUMENT, messageId), principal, deps),
  }
}

type Reader = { readonly sender: string; readonly principal: string }

async function openFile(
  { sender, principal }: Reader,
  name: string,
  { database, spool, readings }: MessageDeps,
): Promise<Download | null> {
  const file = await answerFile(database.queries, sender, name)
  if (!file) return null
  const blob = await spool.open(file.sha256)
  const download = {
    entry: { name, bytes: file.bytes, modifiedAt: file.publishedAt },
    read: (offset: number, length: number) => blob.read(offset, length),
    [Symbol.asyncDispose]: () => blob[Symbol.asyncDispose](),
  }
  return readings.of(download, { channel: 'web', principal })
}

/** rule 17.2: the files stay in the OUT folder, and a second confirmation changes nothing. */
function confirm(sender: string, fileName: string, principal: string, { database }: MessageDeps): Promise<boolean> {
  return database.transaction(async (tx) => {
    const noted = await noteRetrieved(tx, sender, { fileName, principal })
    if (!noted) return false
    const { isFirst, submissionId } = noted
    const detail = { name: fileName, principal }
    if (isFirst) await recordEvent(tx, { submissionId, sender, event: 'answer.retrieved', detail })
    return true
  })
}

/** What PostgreSQL cannot take is in no name either. */
function nameOf(mark: string, messageId: string): string {
  return mark + messageId.replaceAll('\0', '\uFFFD')
}

function messageOf(row: AnswerRow): Message {
  return { messageId: row.fileName.slice(DOCUMENT.length), ...row }
}
