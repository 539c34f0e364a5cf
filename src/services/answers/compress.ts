import { zipSync } from 'fflate'

/** ZIP cannot tell an earlier instant, and knows no time zone: by its clock it is the same everywhere. */
const NO_TIME = new Date(1980, 0, 1)

/** rule 20.7: a CO is a ZIP with one entry, named like the FO that it stands for. The same document gives the same bytes. */
export function compressed(documentName: string, bytes: Uint8Array): Uint8Array {
  return zipSync({ [documentName]: [bytes, { mtime: NO_TIME, level: 6 }] })
}
