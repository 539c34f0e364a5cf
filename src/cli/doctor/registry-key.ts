import { readFile } from 'node:fs/promises'
import { Corrupt, ignore } from '../../base/errors.ts'
import { accessKeyFault } from '../../config/check-identity.ts'
import { type SealedSample, sealedSamples } from '../../registry/sealed-samples.ts'
import { createSecretBox, type SecretBox } from '../../registry/secret-box.ts'
import type { Examination, Finding } from './examination.ts'

const name = 'registry key'
const WRONG_KEY = 'Put the key in place with which this database was written, from its backup; nothing else opens it.'

/** The key of what the registry keeps of people: its form, who may read it, and whether it is the one of this database. */
export const examineRegistryKey: Examination = async ({ config, database }) => {
  const { keyFile } = config.access
  const fault = await accessKeyFault(config)
  if (fault) return [{ name, state: 'problem', found: fault.found, remedy: fault.remedy }]
  const text = await readFile(keyFile, 'latin1').catch(ignore('ENOENT'))
  const samples = await sealedSamples(database.queries)
  if (text === undefined) return [missing(keyFile, samples.length > 0)]
  const shut = samples.filter((sample) => !opens(createSecretBox(text), sample))
  if (shut.length > 0)
    return [{ name, state: 'problem', found: `${keyFile} does not open ${kindsOf(shut)}`, remedy: WRONG_KEY }]
  const found = samples.length === 0 ? 'nothing is sealed yet' : `opens ${kindsOf(samples)}`
  return [{ name, state: 'ok', found: `${keyFile}; ${found}` }]
}

/** In trial, where the first start makes one. */
function missing(keyFile: string, isNeeded: boolean): Finding {
  if (isNeeded) return { name, state: 'problem', found: `${keyFile} does not exist`, remedy: WRONG_KEY }
  return { name, state: 'advice', found: 'no key yet', remedy: 'The first start in trial mode makes one.' }
}

function kindsOf(samples: readonly SealedSample[]): string {
  return samples.map(({ as }) => as).join(', ')
}

function opens(box: SecretBox, { sealed, as, owner }: SealedSample): boolean {
  try {
    box.open(sealed, as, owner)
    return true
  } catch (error) {
    if (error instanceof Corrupt) return false
    throw error
  }
}
