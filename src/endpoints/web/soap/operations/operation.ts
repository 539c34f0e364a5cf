import type { Result } from '../../../../base/result.ts'
import type { Language } from '../../../../batch/languages.ts'
import type { Caller } from '../../caller.ts'
import type { WebGround } from '../../ground.ts'
import type { SenderLimits } from '../../sender-limits.ts'
import type { SoapFault } from '../faults/soap-fault.ts'
import type { Fields } from '../schema/read-fields.ts'
import type { ComplexType } from '../schema/types.ts'
import type { Answer } from '../schema/write-fields.ts'

export type Serve<Who> = (
  fields: Fields,
  call: {
    readonly ground: WebGround
    readonly senders: SenderLimits
    readonly caller: Who
    readonly language: Language
  },
) => Promise<Result<Answer, SoapFault>>

type Described = {
  /** Of the element in the body; the answer's has `Response` behind it. */
  readonly name: string
  readonly request: ComplexType
  readonly response: ComplexType
  readonly soapAction: string
}

/** Open to everybody, or for whoever has signed the request. */
export type Operation = Described &
  (
    | { readonly access: 'open'; readonly serve: Serve<null> }
    | { readonly access: 'signed'; readonly serve: Serve<Caller> }
  )
