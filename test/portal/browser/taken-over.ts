/** An enterprise that the operator has taken over, with a main access manager who gets a link and a code. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Site } from '../../gateway/gateway.ts'
import { enterpriseNumber } from '../../registry/fixtures.ts'
import { ssin } from '../../registry/people/fixtures.ts'
import type { Reachable } from './walk.ts'

export type TakenOver = Reachable & {
  readonly number: string
  /** Address of its first quality. */
  readonly place: string
  readonly users: Reachable
}

let enterprises = 0

/** `language`: of the enterprise and its people. */
export async function takenOver(site: Site, language: string): Promise<TakenOver> {
  const nth = enterprises++
  const reachable = { email: `anna-${language}@example.be`, mobilePhone: `+3247000010${nth}` }
  const mainAccessManager = { lastName: 'Muster', firstName: 'Anna', language, ssin: ssin(nth + 1), ...reachable }
  const number = enterpriseNumber(60_000 + nth)
  const enterprise = {
    ...{ enterpriseNumber: number, legalName: 'Bäckerei Ölmann', language },
    ...{ qualities: [{ code: 'QUAL_EMP_NOSS' }, { code: 'QUAL_SSC' }], mainAccessManager },
  }
  const file = join(site.folder, `import-${language}.json`)
  await writeFile(file, JSON.stringify({ enterprises: [enterprise] }))
  expect(await site.sluice('registry', 'import', file)).toMatchObject({ code: 0, err: '' })
  const users = { email: `els-${language}@example.be`, mobilePhone: `+3247000020${nth}` }
  return { ...reachable, users, number, place: `/enterprises/${number}/qualities/QUAL_EMP_NOSS` }
}
