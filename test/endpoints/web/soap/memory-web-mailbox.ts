/** What the web service asks of the inbox, in memory: writes down what it was asked, and answers what a test says. */
import { no, ok, type Result } from '../../../../src/base/result.ts'
import type { WebMailbox } from '../../../../src/mailbox/mailbox.ts'
import type { Message } from '../../../../src/mailbox/messages/messages.ts'
import type { TransferView } from '../../../../src/mailbox/transfers/transfer-view.ts'
import type { AcceptedTransfer, TransferFault } from '../../../../src/mailbox/transfers/transfers.ts'

export const AT = new Date('2026-11-27T12:00:00.000Z')

export const VIEW: TransferView = {
  ...{
    transferId: '0197a000-0000-7000-8000-000000000001',
    setName: 'DMFA.123456.20260105.00001.R.1',
    environment: 'R',
  },
  ...{
    declarationType: 'DMFA',
    status: 'received',
    openedAt: AT,
    sealedAt: AT,
    ticket: 'SLU0000000017',
    awaitsRevocationSince: null,
  },
  files: [],
  verdict: null,
  result: null,
  messageIds: [],
}

export const MESSAGE: Message = {
  ...{
    messageId: 'ACRF.999999.20260105.00001.R.1.1',
    purpose: 'ACRF',
    fileName: 'FO.ACRF.999999.20260105.00001.R.1.1',
  },
  ...{
    transferId: VIEW.transferId,
    environment: 'R',
    createdAt: AT,
    bytes: 7,
    sha256: '00'.repeat(32),
    retrieved: false,
  },
}

export type MemoryWebMailbox = WebMailbox & {
  readonly asked: unknown[]
  next: {
    finish: Result<AcceptedTransfer, TransferFault> | Error
    part: Result<void, TransferFault>
    found: TransferView | null
    messages: readonly Message[]
  }
}

export function memoryWebMailbox(): MemoryWebMailbox {
  const asked: unknown[] = []
  const next: MemoryWebMailbox['next'] = {
    ...{ finish: ok({ view: VIEW, replayed: false }), part: ok(undefined), found: VIEW, messages: [MESSAGE] },
  }
  const bytesOf = { content: Buffer.from('<a>é</a>').subarray(0, 7), signature: Buffer.from('TQ==\n') }
  const known = (id: string) => next.messages.find(({ messageId }) => messageId === id) ?? null
  return {
    asked,
    next,
    transfers: {
      begin: ({ sender, channel, principal }) => ({
        async part(kind, fileName) {
          asked.push(['part', kind, fileName])
          if (!next.part.ok) return next.part
          return ok({
            async write(bytes) {
              asked.push(['write', Buffer.from(bytes).toString()])
              return ok(undefined)
            },
          })
        },
        async finish({ setName, go, digests }) {
          asked.push(['finish', sender, channel, principal, setName, go, Object.fromEntries(digests)])
          if (next.finish instanceof Error) throw next.finish
          return next.finish
        },
        [Symbol.asyncDispose]: async () => void asked.push(['over']),
      }),
      list: async () => [],
      async find(sender, idOrTicket) {
        asked.push(['find', sender, idOrTicket])
        return next.found
      },
      placeInLine: async () => null,
      cancel: async () => null,
    },
    messages: {
      async list(sender, filter, page) {
        asked.push(['list', sender, filter, page])
        return next.messages.slice(0, page.limit)
      },
      async find(_, id) {
        return known(id)
      },
      async open(_, id, what) {
        const bytes = bytesOf[what]
        const message = known(id)
        if (!message) return null
        return {
          entry: { name: id, bytes: bytes.length, modifiedAt: AT },
          read: async (offset, length) => bytes.subarray(offset, offset + length),
          [Symbol.asyncDispose]: async () => void asked.push(['closed', what]),
        }
      },
      contentsRemovedAt: async () => null,
      async confirm(sender, id, principal) {
        asked.push(['confirm', sender, id, principal])
        return known(id) !== null
      },
      repeat: async (_, id) => known(id),
    },
    lookUp: async () => null,
  } satisfies MemoryWebMailbox & { lookUp: unknown }
}

export function refused(fault: TransferFault) {
  return no(fault)
}
