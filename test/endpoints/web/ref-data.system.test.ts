import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../../src/batch/languages.ts'
import { ISSUE_TEXTS } from '../../../src/endpoints/web/issue-texts.ts'
import { PROBLEM_TEXTS } from '../../../src/endpoints/web/problem-texts.ts'
import { ISSUE_KEYS, PROBLEM_KEYS, typeOf } from '../../../src/endpoints/web/problems.ts'
import { openWebRig, type WebRig } from './web-rig.ts'

const API = '/REST/structuredReports/v1'
const TEXTS = { ...PROBLEM_TEXTS, ...ISSUE_TEXTS }
const KEYS = [...PROBLEM_KEYS, ...ISSUE_KEYS]

let rig: WebRig
beforeAll(async () => {
  rig = await openWebRig()
})
afterAll(() => rig[Symbol.asyncDispose]())

test('declaration types are the services that are configured, with their names in four languages', async () => {
  const { status, json } = await rig.ask({ path: `${API}/refData/declarationTypes` })
  const items = rig.settings.services.map(({ code, labels, environments }) => ({
    ...{ declarationType: code, labels, environments },
  }))
  expect({ status, json }).toEqual({
    status: 200,
    json: { self: `${rig.url}${API}/refData/declarationTypes`, items },
  })
  expect(items.length).toBeGreaterThan(5)
})

test('rule 29.11: the certificates that verify answers are there for anybody', async () => {
  const certificate = {
    ...({ use: 'present', subject: 'CN=Gateway', serial: '01AB', sha256: 'ab'.repeat(32), pem: 'PEM' } as const),
    ...{ notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') },
  }
  await using own = await openWebRig({ ground: { answerCertificates: async () => [certificate] } })
  const { status, json } = await own.ask({ path: `${API}/refData/answerCertificates` })
  const told = { ...certificate, notBefore: '2026-01-01T00:00:00.000Z', notAfter: '2027-01-01T00:00:00.000Z' }
  expect({ status, json }).toEqual({
    status: 200,
    json: { self: `${own.url}${API}/refData/answerCertificates`, items: [told] },
  })
})

describe('problem types', () => {
  test.each(KEYS)('%s has a page in each language', async (key) => {
    for (const language of LANGUAGES) {
      const { status, headers, text } = await page(key, { 'accept-language': `${language}-BE,xx;q=0.5` })
      expect([status, headers['content-type'], headers['content-language']]).toEqual([
        ...[200, 'text/html; charset=utf-8', language],
      ])
      for (const shown of [`<html lang="${language}">`, TEXTS[key].title[language], TEXTS[key].detail[language]])
        expect(text).toContain(shown)
      expect(text).toContain(typeOf(key))
    }
  })

  test.each(KEYS)('%s is told as JSON to who asks for it', async (key) => {
    const { status, headers, json } = await page(key, { accept: 'application/json', 'accept-language': 'nl' })
    const { title, detail } = TEXTS[key]
    expect([status, headers['content-type'], json]).toEqual([
      ...[200, 'application/json'],
      {
        type: typeOf(key),
        title: title.nl,
        detail: detail.nl,
        ...(key in PROBLEM_TEXTS && { status: expect.any(Number) }),
      },
    ])
  })

  test.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html; charset=utf-8'],
    ['*/*', 'text/html; charset=utf-8'],
    ['text/html, application/json', 'text/html; charset=utf-8'],
    ['application/problem+json', 'application/json'],
  ])('who accepts %s gets %s', async (accept, mediaType) => {
    expect((await page('badRequest', { accept })).headers['content-type']).toBe(mediaType)
  })

  test('the page has a style sheet, and nothing of another origin or a script', async () => {
    const { headers, text } = await page('badRequest')
    const sheet = /<link rel="stylesheet" href="([^"]+)"/.exec(text)?.[1] ?? ''
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(text).not.toContain('<script')
    const asset = await rig.ask({ path: sheet })
    expect([asset.status, asset.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8'])
  })

  test.each(['nothing', 'toString', '__proto__', 'BADREQUEST'])('%s is none', async (key) => {
    const { status, json } = await page(key)
    expect([status, json.type]).toEqual([404, 'urn:problem-type:belgif:resourceNotFound'])
  })

  test('a problem leads to its page', async () => {
    const { json } = await page('nothing')
    const { status, text } = await rig.ask({ path: String(json.href).slice(rig.url.length) })
    expect([status, text.includes('urn:problem-type:belgif:resourceNotFound')]).toEqual([200, true])
  })
})

function page(key: string, headers: Record<string, string> = {}) {
  return rig.ask({ path: `${API}/refData/problemTypes/${key}`, headers })
}
