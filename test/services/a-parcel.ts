import { Readable } from 'node:stream'
import { sha256 } from '../../src/base/hashes.ts'
import type { Parcel, ParcelFile } from '../../src/services/target.ts'

export function aParcel(more: Partial<Parcel> = {}): Parcel {
  return {
    ...{ idempotencyKey: 'b3a1c6de-8f0e-5b0a-9d5e-0f6a3c1d2e4f', submissionId: '019b8c3e-5d7a-7000-8000-000000000001' },
    ...{ service: 'DMFA', sender: '123456', environment: 'R', ticket: 'SLU000000001A', isFromWeb: false },
    ...{ sealedAt: '2026-01-05T10:00:00.000Z', isFirstAttempt: true, isDoubtful: false },
    files: [aFile('FI.DMFA.123456.20260105.00001.R.1.1', Buffer.from('<DmfAOriginal/>'))],
    description: Buffer.from('{"version":1}\n'),
    ...more,
  }
}

export function aFile(name: string, content: Buffer): ParcelFile {
  const bytes = content.length
  return { name, sha256: sha256(content), bytes, content: () => Readable.from([content]), whole: async () => content }
}
