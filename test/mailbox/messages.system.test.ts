import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import type { Message, MessageFilter, MessagePage, Messages } from '../../src/mailbox/messages/messages.ts'
import { type PublishedAnswer, publishAnswer } from './answers.ts'
import { closeRig, listed, openRig, type Rig, SENDER } from './rig.ts'

afterAll(closeRig)

const ALL = { offset: 0, limit: 100 }

describe('the list', () => {
  test('rule 17.1: an answer is one message, whatever its three files', async () => {
    await using rig = await openRig()
    const answer = await publishAnswer(rig)
    const content = `content of ${answer.messageId}`
    expect(await rig.mailbox.messages.list('123456', {}, ALL)).toEqual([
      {
        ...{ ...answer, createdAt: expect.any(Date), retrieved: false },
        ...{ bytes: content.length, sha256: sha256(content) },
      },
    ])
    expect(await rig.mailbox.messages.find('123456', answer.messageId)).toEqual(
      (await rig.mailbox.messages.list('123456', {}, ALL))[0],
    )
  })

  test('tells the newest first, of this sender alone, and what is asked for alone', async () => {
    await using rig = await openRig()
    const { messages } = rig.mailbox
    const first = await publishAnswer(rig)
    const other = await publishAnswer(rig, { sender: '654321' })
    const test = await publishAnswer(rig, { environment: 'T' })
    const last = await publishAnswer(rig)
    await messages.confirm('123456', first.messageId, 'program')
    const idsOf = async (filter: MessageFilter) =>
      (await messages.list('123456', filter, ALL)).map(({ messageId }) => messageId)
    expect({
      all: await idsOf({}),
      production: await idsOf({ environment: 'R' }),
      waiting: await idsOf({ retrieved: false }),
      waitingProduction: await idsOf({ retrieved: false, environment: 'R' }),
      retrieved: await idsOf({ retrieved: true }),
      ofSet: await idsOf({ transferId: test.transferId }),
      ofSetInProduction: await idsOf({ transferId: test.transferId, environment: 'R' }),
      ofSetRetrieved: await idsOf({ transferId: test.transferId, retrieved: true }),
      ofOthersSet: await idsOf({ transferId: other.transferId }),
      ofNoSet: await idsOf({ transferId: 'SLU0000000001' }),
    }).toEqual({
      all: [last.messageId, test.messageId, first.messageId],
      production: [last.messageId, first.messageId],
      waiting: [last.messageId, test.messageId],
      waitingProduction: [last.messageId],
      retrieved: [first.messageId],
      ofSet: [test.messageId],
      ofSetInProduction: [],
      ofSetRetrieved: [],
      ofOthersSet: [],
      ofNoSet: [],
    })
  })

  test('rows may be counted from the latest, or from behind a message', async () => {
    await using rig = await openRig()
    const { messages } = rig.mailbox
    const [a, b, c, d] = await publishSome(rig, 4)
    const idsOf = async (page: MessagePage) =>
      (await messages.list('123456', {}, page)).map(({ messageId }) => messageId)
    const other = await publishAnswer(rig, { sender: '654321' })
    expect(await idsOf({ offset: 1, limit: 2 })).toEqual([c?.messageId, b?.messageId])
    expect(await idsOf({ after: d?.messageId, offset: 0, limit: 2 })).toEqual([c?.messageId, b?.messageId])
    expect(await idsOf({ after: d?.messageId, offset: 2, limit: 2 })).toEqual([a?.messageId])
    expect(await idsOf({ after: other.messageId, offset: 0, limit: 2 })).toEqual([])
    expect(await idsOf({ after: 'ACRF.999999.nowhere', offset: 0, limit: 2 })).toEqual([])
  })

  test('rule 17.3: whoever goes on behind the last message misses none and sees none twice, whatever comes and is confirmed', async () => {
    await using rig = await openRig()
    const { messages } = rig.mailbox
    const between = fc.array(fc.constantFrom('published', 'confirmed'), { maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 7 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(between, { maxLength: 5 }),
        fc.constantFrom<MessageFilter>({}, { environment: 'R' }, { retrieved: false }),
        async (count, limit, happenings, filter) => {
          await confirmAll(messages)
          const there = [...(await messages.list('123456', filter, { offset: 0, limit: 1000 })).map(idOf)]
          there.unshift(...(await publishSome(rig, count)).map(idOf).toReversed())
          const seen: string[] = []
          for (let turn = 0; ; turn++) {
            const page = await messages.list('123456', filter, { after: seen.at(-1), offset: 0, limit })
            seen.push(...page.map(idOf))
            if (page.length < limit) break
            for (const happening of happenings[turn] ?? []) {
              if (happening === 'published') await publishAnswer(rig)
              else await confirmAll(messages, page)
            }
          }
          expect(seen).toEqual(there)
        },
      ),
      { numRuns: 30 },
    )
  })
})

describe('one message', () => {
  test('gives the bytes of FO and FS', async () => {
    await using rig = await openRig()
    const { messageId } = await publishAnswer(rig)
    expect(await openedAs(rig, messageId, 'content')).toEqual([`FO.${messageId}`, `content of ${messageId}`])
    expect(await openedAs(rig, messageId, 'signature')).toEqual([`FS.${messageId}`, `signature of ${messageId}`])
  })

  test('that is another sender’s, or whose name is none, is not there', async () => {
    await using rig = await openRig()
    const { messages } = rig.mailbox
    const { messageId } = await publishAnswer(rig, { sender: '654321' })
    for (const id of [messageId, 'ACRF.999999.20261127.99999.R', `FO.${messageId}`, '', '\0', '\ud800']) {
      expect(await messages.find('123456', id)).toBeNull()
      expect(await messages.open('123456', id, 'content')).toBeNull()
      expect(await messages.open('123456', id, 'signature')).toBeNull()
      expect(await messages.confirm('123456', id, 'program')).toBe(false)
    }
    expect(await messages.find('654321', messageId)).toMatchObject({ retrieved: false })
  })

  test('rule 17.2: is confirmed once, with one event, and its files stay in the OUT folder', async () => {
    await using rig = await openRig()
    const { messages } = rig.mailbox
    const { messageId, transferId } = await publishAnswer(rig)
    const confirmed = await Promise.all(
      ['one', 'two', 'three'].map((who) => messages.confirm('123456', messageId, who)),
    )
    expect(confirmed).toEqual([true, true, true])
    const rows = await rig.database.queries
      .selectFrom('out_entry')
      .select(['name', 'retrieved_by', 'deleted_at'])
      .where('retrieved_at', 'is not', null)
      .execute()
    const [row] = rows
    expect(rows).toEqual([{ name: `FO.${messageId}`, retrieved_by: expect.any(String), deleted_at: null }])
    const events = await rig.database.queries
      .selectFrom('event')
      .select(['submission_id', 'sender_number', 'event', 'detail'])
      .execute()
    expect(events).toEqual([
      {
        ...{ submission_id: transferId, sender_number: '123456', event: 'answer.retrieved' },
        detail: { name: `FO.${messageId}`, principal: row?.retrieved_by },
      },
    ])
    expect(await listed(rig, 'OUT')).toEqual([`FO.${messageId}`, `FS.${messageId}`, `GO.${messageId}`])
    expect(await messages.find('123456', messageId)).toMatchObject({ retrieved: true })
  })

  test('that was deleted over another channel counts as retrieved, and stays readable', async () => {
    await using rig = await openRig()
    const { messages } = rig.mailbox
    const { messageId } = await publishAnswer(rig)
    for (const mark of ['GO', 'FS']) await rig.mailbox.remove(SENDER, 'OUT', `${mark}.${messageId}`)
    expect(await messages.find('123456', messageId)).toMatchObject({ retrieved: false })
    await rig.mailbox.remove(SENDER, 'OUT', `FO.${messageId}`)
    const [message] = await messages.list('123456', { retrieved: true }, ALL)
    expect(message).toMatchObject({ messageId, retrieved: true })
    expect(await messages.list('123456', { retrieved: false }, ALL)).toEqual([])
    expect(await openedAs(rig, messageId, 'content')).toEqual([`FO.${messageId}`, `content of ${messageId}`])
    expect(await openedAs(rig, messageId, 'signature')).toEqual([`FS.${messageId}`, `signature of ${messageId}`])
    expect(await messages.confirm('123456', messageId, 'program')).toBe(true)
  })
})

async function publishSome(rig: Rig, count: number): Promise<PublishedAnswer[]> {
  const answers: PublishedAnswer[] = []
  for (let index = 0; index < count; index++) answers.push(await publishAnswer(rig))
  return answers
}

async function confirmAll(messages: Messages, some?: readonly Message[]): Promise<void> {
  const these = some ?? (await messages.list('123456', { retrieved: false }, { offset: 0, limit: 1000 }))
  for (const { messageId } of these) await messages.confirm('123456', messageId, 'program')
}

function idOf({ messageId }: { readonly messageId: string }): string {
  return messageId
}

async function openedAs({ mailbox }: Rig, messageId: string, what: 'content' | 'signature') {
  await using file = await mailbox.messages.open('123456', messageId, what)
  if (!file) return null
  const { name, bytes } = file.entry
  return [name, Buffer.from(await file.read(0, bytes)).toString()]
}
