import { DocumentReader, type ReadFindings } from '../../src/stages/checkers/document-reader.ts'

/** The findings of one document, given whole or in the pieces that end at `cuts`. */
export function read(document: Buffer | string, cuts: readonly number[] = []): ReadFindings {
  const bytes = Buffer.from(document)
  const reader = new DocumentReader()
  const ends = [...cuts.filter((cut) => cut > 0 && cut < bytes.length).sort((one, other) => one - other), bytes.length]
  let from = 0
  for (const end of ends) {
    reader.write(bytes.subarray(from, end))
    from = end
  }
  return reader.end()
}
