import { sha256 } from '../../../../base/hashes.ts'
import type { Refusal } from '../../../../base/refusal.ts'
import { no, ok, type Result } from '../../../../base/result.ts'
import type { CheckedSet } from '../../../../batch/dry-run.ts'
import { Gathered } from '../../../../http/gathered.ts'
import { nameRefusal } from '../../../../mailbox/names.ts'
import type { PartKind, TransferFault, TransferPart, TransferWords } from '../../../../mailbox/transfers/transfers.ts'
import type { PartSink } from '../transfers/receive-transfer.ts'

export type HeldFile = { readonly name: string; readonly bytes: Buffer }

/** Given the files of a request and the GO that its words stand for. */
export type Judge = (files: readonly HeldFile[]) => Promise<Result<readonly CheckedSet[], Refusal>>

/** rule 17.7: the files of a request in memory, judged when all are there, and forgotten. */
export class HeldFiles implements PartSink<readonly CheckedSet[]> {
  readonly #files = new Map<string, Gathered>()
  readonly #bytesMax: number
  readonly #judge: Judge
  #bytes = 0

  /** `bytesMax`: of all of them. */
  constructor(bytesMax: number, judge: Judge) {
    this.#bytesMax = bytesMax
    this.#judge = judge
  }

  async part(_kind: PartKind, fileName: string): Promise<Result<TransferPart, TransferFault>> {
    const refusal = nameRefusal(fileName)
    if (refusal) return no({ kind: 'refused', refusal })
    const gathered = new Gathered()
    this.#files.set(fileName, gathered)
    return ok({
      write: async (bytes) => {
        this.#bytes += bytes.length
        if (this.#bytes > this.#bytesMax) return no({ kind: 'tooLarge', fileName, bytesMax: this.#bytesMax })
        gathered.add(bytes)
        return ok(undefined)
      },
    })
  }

  async finish({ setName, go, digests }: TransferWords): Promise<Result<readonly CheckedSet[], TransferFault>> {
    const illegal = nameRefusal(`GO.${setName}`)
    if (illegal) return no({ kind: 'refused', refusal: illegal })
    const files = [...this.#files].map(([name, gathered]) => ({ name, bytes: gathered.whole() }))
    this.#files.clear()
    for (const [fileName, told] of digests) {
      const file = files.find(({ name }) => name === fileName)
      if (!file) return no({ kind: 'partMissing', fileName })
      if (sha256(file.bytes) !== told) return no({ kind: 'digestMismatch', fileName })
    }
    const trigger = go ? [{ name: `GO.${setName}`, bytes: Buffer.alloc(0) }] : []
    const judged = await this.#judge([...files, ...trigger])
    return judged.ok ? judged : no({ kind: 'refused', refusal: judged.problem })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#files.clear()
  }
}
