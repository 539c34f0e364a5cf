/** The operations of spec access.md §14: WSDL, check and service all follow from this table. */
import type { Element } from '../xml/element.ts'
import { MESSAGES } from '../xml/namespaces.ts'
import { checkAccessControl, checkConnection, healthCheck } from './checks.ts'
import { getTransferStatus } from './get-transfer-status.ts'
import { confirmMessage, getMessage, listMessages } from './messages.ts'
import type { Operation } from './operation.ts'
import { sendDeclaration } from './send-declaration.ts'
import * as types from './types.ts'

/** Empty by the custom of the field, but for the health check (spec access.md §12). */
const soapAction = ''
const open = 'open' as const
const signed = 'signed' as const

// biome-ignore format: a table
export const OPERATIONS: readonly Operation[] = [
  { name: 'sendDeclaration',    access: signed, soapAction, request: types.SEND,       response: types.SENT,      serve: sendDeclaration },
  { name: 'getTransferStatus',  access: signed, soapAction, request: types.STATUS_OF,  response: types.STATUS,    serve: getTransferStatus },
  { name: 'listMessages',       access: signed, soapAction, request: types.LIST,       response: types.LISTED,    serve: listMessages },
  { name: 'getMessage',         access: signed, soapAction, request: types.MESSAGE_OF, response: types.GOT,       serve: getMessage },
  { name: 'confirmMessage',     access: signed, soapAction, request: types.MESSAGE_OF, response: types.CONFIRMED, serve: confirmMessage },
  { name: 'checkConnection',    access: open,   soapAction, request: types.NOTHING,    response: types.CHECKED,   serve: checkConnection },
  { name: 'checkAccessControl', access: signed, soapAction, request: types.FOR_WHOM,   response: types.WHO,       serve: checkAccessControl },
  { name: 'healthCheck',        access: open,   soapAction: `${MESSAGES}/healthCheck`, request: types.NOTHING, response: types.HEALTH, serve: healthCheck },
]

/** The operation that the element in a body asks for. */
export function operationOf({ namespace, local }: Element): Operation | null {
  return namespace === MESSAGES ? (OPERATIONS.find(({ name }) => name === local) ?? null) : null
}
