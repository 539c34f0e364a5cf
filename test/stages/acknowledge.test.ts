import { expect, test } from 'vitest'
import { Unavailable } from '../../src/base/errors.ts'
import { sha256 } from '../../src/base/hashes.ts'
import { acknowledgementDocument } from '../../src/batch/acknowledgement-document.ts'
import type { Verdict } from '../../src/batch/facts.ts'
import { acknowledge } from '../../src/stages/acknowledge.ts'
import { envelopeOf } from './a-set.ts'

const VERDICT: Verdict & { answer: NonNullable<Verdict['answer']> } = {
  outcome: 'accepted',
  reasons: [],
  service: 'DMFA',
  judgedAt: '2026-01-05T10:00:01.234Z',
  rules: '0.1.0/1',
  evidence: { signatures: [], documents: [] },
  answer: { date: '20260105', sequence: '00042' },
}
const SETTINGS = { schema: 'ACRF_20231.xsd', gatewayNumber: '999999' }

test('an answer is the document and a signature over its bytes, both stored before anything is told', async () => {
  const stored: string[] = []
  const prepared = await acknowledge(envelopeOf(), VERDICT, {
    settings: SETTINGS,
    sign: async (document) => Buffer.from(`signed ${sha256(document)}`),
    async store(bytes) {
      stored.push(sha256(bytes))
      return { sha256: sha256(bytes), bytes: bytes.byteLength }
    },
  })
  const document = acknowledgementDocument(envelopeOf(), VERDICT, SETTINGS)
  const signature = Buffer.from(`signed ${sha256(document)}`)
  expect(prepared).toEqual({
    names: {
      document: 'FO.ACRF.999999.20260105.00042.R',
      signature: 'FS.ACRF.999999.20260105.00042.R',
      trigger: 'GO.ACRF.999999.20260105.00042.R',
    },
    document: { sha256: sha256(document), bytes: document.byteLength },
    signature: { sha256: sha256(signature), bytes: signature.byteLength },
  })
  expect(stored).toEqual([sha256(document), sha256(signature)])
})

test('without the key nothing is stored: no answer leaves unsigned (case C25)', async () => {
  const stored: Uint8Array[] = []
  const work = acknowledge(envelopeOf(), VERDICT, {
    settings: SETTINGS,
    sign: () => Promise.reject(new Unavailable('the key of the answers cannot be read')),
    async store(bytes) {
      stored.push(bytes)
      return { sha256: sha256(bytes), bytes: bytes.byteLength }
    },
  })
  await expect(work).rejects.toThrow(Unavailable)
  expect(stored).toEqual([])
})
