/** Bodies in JSON, the same for every listener: UTF-8, each member once, and none that means something to JavaScript (case H11). */
import type { Result } from '../base/result.ts'
import { type JsonFault, strictJson } from '../base/strict-json.ts'
import { utf8In } from '../base/utf8.ts'
import type { HttpApp } from './listener.ts'
import { memberName } from './schema-issues.ts'

/** A member that came more than once; a client's mistake, to be named to it. */
export class RepeatedMember extends Error {
  override readonly name = 'RepeatedMember'
  readonly statusCode = 400
  readonly member: string

  constructor(path: readonly string[]) {
    super('a member of JSON that came more than once')
    this.member = memberName(path)
  }
}

/** Call before routes are added. A body that says something twice says nothing. */
export function takeJson(app: HttpApp): void {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_: unknown, bytes: Buffer) => {
    const read = readJson(bytes)
    if (read.ok) return read.value
    throw read.problem.kind === 'repeated' ? new RepeatedMember(read.problem.path) : unreadable()
  })
}

/** A mark of byte order is let pass, for some programs cannot leave it out. */
export function readJson(bytes: Uint8Array): Result<unknown, JsonFault> {
  return strictJson(utf8In(bytes) ?? '', ['__proto__'])
}

function unreadable(): Error {
  return Object.assign(new Error('a body that is no JSON'), { statusCode: 400 })
}
