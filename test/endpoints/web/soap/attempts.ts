/** What a stranger's message becomes: the request that would be served, or why none would be. */
import { silentLog } from '../../../../src/base/log.ts'
import type { SenderNumber } from '../../../../src/batch/identifiers.ts'
import { requestIn } from '../../../../src/endpoints/web/soap/envelope.ts'
import { readContentType } from '../../../../src/endpoints/web/soap/mtom/content-type.ts'
import { readMessage } from '../../../../src/endpoints/web/soap/read-message.ts'
import { type VerifyDeps, verify } from '../../../../src/endpoints/web/soap/signature/verify.ts'
import type { Element } from '../../../../src/endpoints/web/soap/xml/element.ts'

export const LOGIN = {
  ...{ sender: '123456' as SenderNumber, enterpriseNumber: '0206731645', qualityCode: 'QUAL_EMP_NOSSPLA' },
  ...{ clientId: 'self_service_expeditor_123456', barred: null },
}

export const DEPS: VerifyDeps = {
  now: () => new Date(),
  useSignature: async () => 'first',
  findLogin: async () => LOGIN,
  shownSha256: null,
}

/** `sendDeclaration(FileName=x)`, or the code or cause of the refusal. */
export async function attempt(
  message: string | Buffer,
  deps: Partial<VerifyDeps> = {},
  contentType = 'text/xml',
): Promise<string> {
  const type = readContentType(contentType)
  if (!type) throw new TypeError('no content type')
  const read = readMessage(Buffer.from(message as Buffer), type, silentLog)
  if (!read.ok) return read.problem.errors.map(({ code }) => code).join()
  const verified = await verify(read.value, { ...DEPS, ...deps })
  if (!verified.ok) return verified.problem.fault
  const request = requestIn(verified.value.body)
  return request.ok ? shown(request.value) : request.problem.errors.map(({ code }) => code).join()
}

export function shown({ local, children }: Element): string {
  return `${local}(${children.map((child) => `${child.local}=${child.text}`).join()})`
}
