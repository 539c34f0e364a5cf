import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { Malformed } from '../../src/signing/ber.ts'
import { readOcspResponse } from '../../src/signing/ocsp-response.ts'

/** Responses of public responders, from the tests of pyca/cryptography. */
const CORPUS = resolve(import.meta.dirname, '../../../shared/corpora/pyca-x509/ocsp')

beforeEach(({ skip }) => skip(!existsSync(CORPUS) && process.env.SLUICE_WIDE !== '1', `not run: needs ${CORPUS}`))

function statuses(name: string): unknown {
  try {
    return readOcspResponse(readFileSync(join(CORPUS, name))).statements.map(({ status }) => status)
  } catch (error) {
    if (error instanceof Malformed) return error.message
    throw error
  }
}

function statusesByOpenssl(name: string): readonly string[] {
  const words = ['ocsp', '-respin', join(CORPUS, name), '-resp_text', '-noverify']
  const { stdout } = spawnSync('openssl', words, { encoding: 'utf8' })
  return [...stdout.matchAll(/Cert Status: (\w+)/g)].map(([, status = '']) => status)
}

test('public responses are read as OpenSSL reads them', () => {
  const names = readdirSync(CORPUS).filter((name) => name.includes('resp'))
  expect(names.map((name) => [name, statuses(name)])).toEqual(names.map((name) => [name, statusesByOpenssl(name)]))
  expect(names.map(statuses)).toContainEqual(['revoked'])
})
