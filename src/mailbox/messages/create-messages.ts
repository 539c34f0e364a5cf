import { DOCUMENT_MARKS } from '../../batch/answer-names.ts'
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
import { repeatAnswer } from './repeat-answer.ts'

export type MessageDeps = {
  readonly database: Database
  readonly spool: Pick<Spool, 'open'>
  readonly readings: Pick<Readings, 'of'>
}

const SIGNATURES = ['FS'] as const

export function createMessages(deps: MessageDeps): Messages {
  const { queries } = deps.database
  return {
    async list(sender, filter, { after, ...rows }) {
      const behind = after === undefined ? {} : { after: namesOf(DOCUMENT_MARKS, after) }
      return (await answersOfSender(queries, sender, filter, { ...rows, ...behind })).map(messageOf)
    },
    async find(sender, messageId) {
      const row = await answerOfSender(queries, sender, namesOf(DOCUMENT_MARKS, messageId))
      return row ? messageOf(row) : null
    },
    open: (sender, messageId, what, principal = sender) =>
      openFile({ sender, principal }, namesOf(what === 'content' ? DOCUMENT_MARKS : SIGNATURES, messageId), deps),
    contentsRemovedAt: (sender, messageId) => answerRemovedAt(queries, sender, namesOf(DOCUMENT_MARKS, messageId)),
    confirm: (sender, messageId, principal) => confirm(sender, namesOf(DOCUMENT_MARKS, messageId), principal, deps),
    repeat: (sender, messageId, principal) => repeat(sender, messageId, principal, deps),
  }
}

type Reader = { readonly sender: string; readonly principal: string }

async function openFile(
  { sender, principal }: Reader,
  names: readonly string[],
  { database, spool, readings }: MessageDeps,
): Promise<Download | null> {
  const file = await answerFile(database.queries, sender, names)
  if (!file) return null
  const blob = await spool.open(file.sha256)
  const download = {
    entry: { name: file.name, bytes: file.bytes, modifiedAt: file.publishedAt },
    read: (offset: number, length: number) => blob.read(offset, length),
    [Symbol.asyncDispose]: () => blob[Symbol.asyncDispose](),
  }
  return readings.of(download, { channel: 'web', principal })
}

/** rule 17.2: the files stay in the OUT folder, and a second confirmation changes nothing. */
function confirm(
  sender: string,
  fileNames: readonly string[],
  principal: string,
  { database }: MessageDeps,
): Promise<boolean> {
  return database.transaction(async (tx) => {
    const noted = await noteRetrieved(tx, sender, { fileNames, principal })
    if (!noted) return false
    const { isFirst, name, submissionId } = noted
    const detail = { name, principal }
    if (isFirst) await recordEvent(tx, { submissionId, sender, event: 'answer.retrieved', detail })
    return true
  })
}

async function repeat(
  sender: string,
  messageId: string,
  principal: string,
  { database }: MessageDeps,
): Promise<Message | null> {
  const asked = { name: messageId, sender }
  const repeated = await database.transaction((tx) => repeatAnswer(tx, asked, { actor: `program:${principal}` }))
  const row = repeated && (await answerOfSender(database.queries, sender, [repeated.name]))
  return row ? messageOf(row) : null
}

/** What PostgreSQL cannot take is in no name either. */
function namesOf(marks: readonly string[], messageId: string): readonly string[] {
  return marks.map((mark) => `${mark}.${messageId.replaceAll('\0', '\uFFFD')}`)
}

function messageOf(row: AnswerRow): Message {
  const [, ...elements] = row.fileName.split('.')
  return { messageId: elements.join('.'), purpose: elements[0] ?? '', ...row }
}
