import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { type Certificate, readCertificate } from '../../src/signing/certificate.ts'
import { standingByList } from '../../src/signing/crl.ts'
import { isRoot, pathToRoot } from '../../src/signing/path.ts'

/** The Public Key Interoperability Test Suite of NIST: its names say what is expected. */
const PKITS = resolve(import.meta.dirname, '../../../shared/corpora/pkits')
const NOW = new Date('2020-06-01T00:00:00Z')

beforeEach(({ skip }) => skip(!existsSync(PKITS) && process.env.SLUICE_WIDE !== '1', `not run: needs ${PKITS}`))

const filesIn = (folder: string): readonly (readonly [string, Buffer])[] =>
  readdirSync(join(PKITS, folder)).map((name) => [name, readFileSync(join(PKITS, folder, name))])

function accepted(): { readonly valid: readonly string[]; readonly invalid: readonly string[] } {
  const certificates = filesIn('certs').flatMap(([name, der]) => {
    const read = readCertificate(der)
    return read.ok ? [[name, read.value] as const] : []
  })
  const lists = filesIn('crls').map(([, der]) => der)
  const roots = certificates.filter(([name]) => name.startsWith('TrustAnchor')).map(([, certificate]) => certificate)
  const authorities = certificates.filter(([name]) => !name.includes('Test')).map(([, certificate]) => certificate)
  const leaves = certificates.filter(([name]) => /^(?:Valid|Invalid).*EE\.crt$/.test(name))
  const seen = leaves.map(([name, leaf]) => [name, holds(leaf, roots, authorities, lists)] as const)
  const named = (start: string, held: boolean) =>
    seen.filter(([name, holds]) => name.startsWith(start) && holds === held).map(([name]) => name)
  return { valid: named('Valid', true), invalid: named('Invalid', true) }
}

function holds(
  leaf: Certificate,
  roots: readonly Certificate[],
  authorities: readonly Certificate[],
  lists: readonly Buffer[],
): boolean {
  const path = pathToRoot(leaf, { roots: roots.filter(isRoot), authorities, now: NOW })
  if (!path.ok) return false
  return path.value.slice(0, -1).every((certificate, index) => {
    const issuer = path.value[index + 1]
    const said = lists.flatMap((list) => {
      const standing = issuer && standingByList(list, certificate, issuer, NOW)
      return standing?.ok ? [standing.value] : []
    })
    return said.length > 0 && said.every(({ revoked }) => !revoked)
  })
}

test('case C20: none of the invalid paths of PKITS is accepted, and of the valid ones those without ornaments', () => {
  const { valid, invalid } = accepted()
  expect({ invalid, valid: valid.length }).toEqual({ invalid: [], valid: 24 })
  expect(valid).toContain('ValidCertificatePathTest1EE.crt')
  expect(valid).toContain('ValidpathLenConstraintTest14EE.crt')
})
