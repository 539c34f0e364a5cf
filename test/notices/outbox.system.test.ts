import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { type Log, silentLog } from '../../src/base/log.ts'
import { no, ok } from '../../src/base/result.ts'
import { connect } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import type { Message, Send } from '../../src/notices/message.ts'
import { type Outbox, retrySeconds, sendDue, startOutbox } from '../../src/notices/outbox.ts'
import { forgetOldMessages, settleFailed, settleLater, takeMessage } from '../../src/notices/outbox-rows.ts'
import { type OutgoingMessage, queueMessage } from '../../src/registry/outgoing-messages.ts'
import { createSecretBox, makeSecretKey } from '../../src/registry/secret-box.ts'
import { gate } from '../registry/fixtures.ts'
import { testDatabase } from '../support/test-database.ts'
import { BOX } from './fixtures.ts'

let database: Database
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database[Symbol.asyncDispose]())

const CODE: OutgoingMessage = {
  ...{ medium: 'sms', to: '+32470123456', language: 'en' },
  ...{ template: 'activation.code', values: { code: '1234' } },
}
const USERNAME: OutgoingMessage = {
  ...{ medium: 'mail', to: 'an@example.be', language: 'nl' },
  ...{ template: 'provisional.username', values: { username: 'an.janssens', url: 'https://sluice.example/' } },
}
const PASSWORD: OutgoingMessage = { ...CODE, template: 'provisional.password', values: { password: 'aB3;xyzQ7!' } }

describe('a message', () => {
  // Holds rule 13.5.
  test('leaves once, and its address and text are gone from the table', async () => {
    const messageId = await queue(CODE)
    const { sent, outbox } = recording()
    await sendDue(outbox)
    await sendDue(outbox)
    expect(sent).toEqual([
      {
        id: messageId,
        medium: 'sms',
        to: '+32470123456',
        subject: '',
        text: 'Your activation code for structured reports: 1234',
      },
    ])
    expect(await row(messageId)).toEqual({
      state: 'sent',
      attempts: 1,
      body_sealed: null,
      owner: null,
      last_error: null,
    })
  })

  test('does not leave when the change that queued it was rolled back', async () => {
    const failed = database.transaction(async (tx) => {
      await queueMessage(tx, BOX, CODE)
      throw new Error('rolled back')
    })
    await expect(failed).rejects.toThrow('rolled back')
    const { sent, outbox } = recording()
    await sendDue(outbox)
    expect(sent).toEqual([])
  })

  test('comes again after growing intervals, and fails for good after the last attempt, with its followers', async () => {
    const messageId = await queue(USERNAME)
    const follower = await queue({ ...PASSWORD, after: messageId })
    const { outbox } = recording(async () => {
      throw new Unavailable('The mail server did not take a message: SMTP 450 RCPT TO.')
    })
    await sendDue({ ...outbox, attemptsMax: 2 })
    expect(await row(messageId)).toMatchObject({
      state: 'waiting',
      attempts: 1,
      owner: null,
      last_error: expect.stringContaining('450'),
    })
    expect(await secondsUntilDue(messageId)).toBeCloseTo(30, -1)
    expect(await sendDue(outbox)).toBe(0)
    await makeDue()
    await sendDue({ ...outbox, attemptsMax: 2 })
    expect(await row(messageId)).toMatchObject({ state: 'failed', attempts: 2, body_sealed: null })
    await sendDue(outbox)
    expect(await row(follower)).toMatchObject({ state: 'failed', attempts: 0, body_sealed: null })
  })

  test('that cannot be delivered fails at once, and why names nobody', async () => {
    const [refused, malformed] = [await queue(USERNAME), await queue({ ...CODE, to: 'nobody' })]
    const { sent, outbox } = recording(async () => no({ why: 'SMTP 550 RCPT TO' }))
    await sendDue(outbox)
    expect(await row(refused)).toMatchObject({
      state: 'failed',
      attempts: 1,
      body_sealed: null,
      last_error: 'SMTP 550 RCPT TO',
    })
    expect(await row(malformed)).toMatchObject({ state: 'failed', last_error: 'no address that can be sent to' })
    expect(sent.map(({ to }) => to)).toEqual(['an@example.be'])
  })

  test('sealed with another key waits for that key to come back', async () => {
    const messageId = await queue(CODE)
    const { sent, outbox } = recording()
    await sendDue({ ...outbox, box: createSecretBox(makeSecretKey()) })
    expect(await row(messageId)).toMatchObject({
      state: 'waiting',
      attempts: 1,
      last_error: expect.stringContaining('access.keyFile'),
    })
    await makeDue()
    await sendDue(outbox)
    expect(sent).toHaveLength(1)
  })

  // Holds rule 13.6.
  test('never overtakes the one before it: the user name, then the password', async () => {
    const first = await queue(USERNAME)
    const second = await queue({ ...PASSWORD, after: first })
    await sql`update outgoing_message set due_at = now() - interval '1 hour' where message_id = ${second}`.execute(
      database.queries,
    )
    const left = gate()
    const begun = gate()
    const { sent, outbox } = recording(async ({ medium }) => {
      if (medium === 'mail') {
        begun.open()
        await left.passed
      }
      return ok(undefined)
    })
    const sending = sendDue(outbox)
    await begun.passed
    expect(await sendDue(outbox)).toBe(0)
    left.open()
    await sending
    await sendDue(outbox)
    expect(sent.map(({ id }) => id)).toEqual([first, second])
  })

  test('is taken by one of many processes', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, () => queue(CODE)))
    const { sent, outbox } = recording()
    await Promise.all([sendDue(outbox), sendDue(outbox), sendDue(outbox)])
    expect(sent.map(({ id }) => id).sort()).toEqual([...ids].sort())
  })

  test('leaves in the order in which it is due, and those of a server that hangs do not hold up the rest', async () => {
    await queue(USERNAME)
    await queue(USERNAME)
    const hangs = gate()
    const bothHang = gate()
    const { sent, outbox } = recording(async ({ medium }) => {
      if (sent.length === 2) bothHang.open()
      if (medium === 'mail') await hangs.passed
      return ok(undefined)
    })
    const sending = sendDue(outbox)
    await bothHang.passed
    const later = await queue(CODE)
    // Either of the two may find it.
    do await sendDue(outbox)
    while ((await row(later))?.state !== 'sent')
    expect(sent.map(({ medium }) => medium)).toEqual(['mail', 'mail', 'sms'])
    hangs.open()
    await sending
  })
})

describe('a process that dies', () => {
  test('after a message left and before it was written down sends it twice, and never loses it', async () => {
    const messageId = await queue(CODE)
    const { sent, outbox } = recording()
    await expect(sendDue(dying(outbox))).rejects.toThrow()
    expect(await row(messageId)).toMatchObject({ state: 'waiting', attempts: 1, owner: expect.any(String) })
    expect(await sendDue(outbox)).toBe(0)
    await endLeases()
    await sendDue(outbox)
    expect(sent.map(({ id }) => id)).toEqual([messageId, messageId])
    expect(await row(messageId)).toMatchObject({ state: 'sent', attempts: 2 })
  })

  test('at the same message each time gives it up in the end', async () => {
    const messageId = await queue(CODE)
    const { sent, outbox } = recording()
    await sql`update outgoing_message set attempts = 12, owner = 'dead', owned_until = now() - interval '1 s'`.execute(
      database.queries,
    )
    await sendDue(outbox)
    expect(sent).toEqual([])
    expect(await row(messageId)).toMatchObject({
      state: 'failed',
      last_error: 'each attempt ended without a word',
      body_sealed: null,
    })
  })

  test('or slept too long changes nothing when it comes back', async () => {
    const messageId = await queue(CODE)
    const sleeper = await takeMessage(database.queries, 0)
    if (!sleeper) throw new Error('nothing was taken')
    await sendDue(recording().outbox)
    await settleFailed(database.queries, sleeper, 'too late')
    await settleLater(database.queries, sleeper, { why: 'too late', seconds: 0 })
    expect(await row(messageId)).toMatchObject({ state: 'sent', attempts: 2, last_error: null })
  })
})

describe('the outbox', () => {
  test('sends what is queued while it runs, and ends what is under way when it is closed', async () => {
    const begun = gate()
    const { sent, outbox } = recording(async ({ medium }, signal) => {
      if (medium === 'sms') return ok(undefined)
      begun.open()
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      throw new Unavailable('ended')
    })
    await using running = await startOutbox(outbox)
    await queue(CODE)
    const held = await queue(USERNAME)
    await begun.passed
    await running[Symbol.asyncDispose]()
    expect(sent.map(({ medium }) => medium).sort()).toEqual(['mail', 'sms'])
    expect(await row(held)).toMatchObject({ state: 'waiting', owner: null })
  })

  test('gives up a message that takes too long, and says nothing of its address or text in the log', async () => {
    const messageId = await queue(USERNAME)
    const { outbox, lines } = recording(async (_, signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      throw new Unavailable('The mail server did not answer.')
    })
    await sendDue({ ...outbox, sendSeconds: 0.01 })
    expect(await row(messageId)).toMatchObject({ state: 'waiting', attempts: 1 })
    expect(lines.join('\n')).toContain(messageId)
    expect(lines.join('\n')).not.toMatch(/example\.be|janssens/)
  })

  test('forgets messages that left or failed long ago, a follower first, and none that waits', async () => {
    const first = await queue(USERNAME)
    await queue({ ...PASSWORD, after: first })
    const waiting = await queue(CODE)
    await sql`update outgoing_message set created_at = now() - interval '31 days', state = case when message_id = ${waiting} then 'waiting' else 'sent' end`.execute(
      database.queries,
    )
    expect([await forgetOldMessages(database.queries, 30), await forgetOldMessages(database.queries, 30)]).toEqual([
      1, 1,
    ])
    const left = await database.queries.selectFrom('outgoing_message').select('message_id').execute()
    expect(left).toEqual([{ message_id: waiting }])
  })
})

test('the intervals double up to six hours', () => {
  expect([1, 2, 3, 10, 11, 1000].map(retrySeconds)).toEqual([30, 60, 120, 15_360, 21_600, 21_600])
})

function queue(message: OutgoingMessage): Promise<string> {
  return database.transaction((tx) => queueMessage(tx, BOX, message))
}

/** An outbox whose ways out write down what they are given; `send` says what comes of it. */
function recording(send: Send = async () => ok(undefined)) {
  const sent: Message[] = []
  const lines: string[] = []
  const way: Send = (message, signal) => {
    sent.push(message)
    return send(message, signal)
  }
  const write = (event: string, about?: object) => void lines.push(JSON.stringify({ event, ...about }))
  const log: Log = { debug: write, info: write, warn: write, error: write }
  const outbox: Outbox = {
    database,
    box: BOX,
    ways: { mail: way, sms: way, webhook: way },
    attemptsMax: 12,
    sendSeconds: 20,
    log,
  }
  return { sent, lines, outbox }
}

/** The same in another process, which is cut off from the database when it comes to write down what it sent. */
function dying(outbox: Outbox): Outbox {
  const { connection } = database
  const other = connect({ connection, poolSize: 4, applicationName: 'sluice test', log: silentLog })
  const sms: Send = async (message, signal) => {
    const result = await outbox.ways.sms(message, signal)
    await other[Symbol.asyncDispose]()
    return result
  }
  return { ...outbox, ways: { ...outbox.ways, sms }, database: other }
}

async function row(messageId: string) {
  return database.queries
    .selectFrom('outgoing_message')
    .select(['state', 'attempts', 'body_sealed', 'owner', 'last_error'])
    .where('message_id', '=', messageId)
    .executeTakeFirst()
}

async function secondsUntilDue(messageId: string): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select extract(epoch from due_at - now())::float8 as seconds from outgoing_message where message_id = ${messageId}`.execute(
    database.queries,
  )
  return rows[0]?.seconds ?? 0
}

async function makeDue(): Promise<void> {
  await sql`update outgoing_message set due_at = now()`.execute(database.queries)
}

async function endLeases(): Promise<void> {
  await sql`update outgoing_message set owned_until = now() - interval '1 s'`.execute(database.queries)
}
