/** Answers of the gateway and the services: listed, fetched, confirmed. */
import { no, ok } from '../../../../base/result.ts'
import type { Environment } from '../../../../batch/environment.ts'
import type { Download } from '../../../../mailbox/mailbox.ts'
import type { Caller } from '../../caller.ts'
import { businessFault } from '../faults/business-faults.ts'
import { systemFault } from '../faults/system-faults.ts'
import { shownMessage } from './message-answers.ts'
import type { Serve } from './operation.ts'

const PAGE_SIZE = 50

type Listing = {
  readonly Retrieved?: boolean
  readonly Environment?: Environment
  readonly Page?: number
  readonly PageSize?: number
}

export const listMessages: Serve<Caller> = async (fields, { ground, caller }) => {
  const { Retrieved, Environment, Page = 1, PageSize = PAGE_SIZE } = fields as Listing
  const filter = { retrieved: Retrieved, environment: Environment }
  const page = { offset: (Page - 1) * PageSize, limit: PageSize + 1 } // one more than is shown tells whether there are more
  const messages = await ground.mailbox.messages.list(caller.visitor.sender, filter, page)
  return ok({ Message: messages.slice(0, PageSize).map(shownMessage), More: messages.length > PageSize })
}

export const getMessage: Serve<Caller> = async ({ MessageId }, { ground, caller }) => {
  const { messages } = ground.mailbox
  const { sender, principal } = caller.visitor
  const id = String(MessageId)
  const message = await messages.find(sender, id)
  if (!message) return no(businessFault('resourceNotFound'))
  if (message.bytes > ground.settings.limits.soapBytes) return no(systemFault('SOA-02001'))
  const content = await bytesOf(await messages.open(sender, id, 'content', principal))
  if (!content) return no(businessFault('resourceNotFound'))
  const signature = await bytesOf(await messages.open(sender, id, 'signature'))
  return ok({ ...shownMessage(message), Content: content, Signature: signature })
}

export const confirmMessage: Serve<Caller> = async ({ MessageId }, { ground, caller }) => {
  const { sender, principal } = caller.visitor
  const id = String(MessageId)
  const isThere = await ground.mailbox.messages.confirm(sender, id, principal)
  return isThere ? ok({ MessageId: id }) : no(businessFault('resourceNotFound'))
}

async function bytesOf(download: Download | null): Promise<Buffer | null> {
  if (!download) return null
  await using open = download
  return Buffer.from(await open.read(0, open.entry.bytes))
}
