import { serviceAnswerNames } from '../../batch/answer-names.ts'
import { publishAnswer } from '../../ledger/answers/publish-answer.ts'
import type { StoredAnswer } from '../../ledger/answers/received-answers.ts'
import type { Blob } from '../../spool/spool.ts'
import { compressed } from './compress.ts'
import type { AnswersSettings } from './settings.ts'

export type PublishDeps = Pick<AnswersSettings, 'database' | 'spool' | 'sign' | 'gatewayNumber'>

/**
 * rule 20.4: makes the document that leaves, signs it, and publishes all of it at once. Done twice after a crash, the document has the same
 * bytes and the same name; only the signature that was published counts. False when it was published before.
 */
export async function publish(answer: StoredAnswer, deps: PublishDeps): Promise<boolean> {
  const { database, spool, sign, gatewayNumber } = deps
  const names = serviceAnswerNames(answer, gatewayNumber())
  const bytes = await spool.read(answer.document.sha256, answer.document.bytes)
  const leaving = answer.compressed ? compressed(names.document.replace(/^CO/, 'FO'), bytes) : bytes
  const signed = await sign(leaving)
  const document: Blob = answer.compressed ? await spool.store(leaving) : answer.document
  const signature = await spool.store(signed)
  const ready = { answerId: answer.answerId, names, document, signature }
  return await database.transaction((tx) => publishAnswer(tx, ready))
}
