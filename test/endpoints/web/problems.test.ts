import { expect, test } from 'vitest'
import { LANGUAGES } from '../../../src/batch/languages.ts'
import {
  ISSUE_KEYS,
  languageFor,
  PROBLEM_KEYS,
  restProblem,
  statusOf,
  typeOf,
  worded,
} from '../../../src/endpoints/web/problems.ts'

const BASE = 'https://gateway.example/api'

test('rule 16.9: the catalogue is the one of the specification', () => {
  expect(Object.fromEntries([...PROBLEM_KEYS.slice(0, 15)].map((key) => [typeOf(key), statusOf(key)]))).toEqual({
    'urn:problem-type:belgif:noAccessToken': 401,
    'urn:problem-type:belgif:invalidAccessToken': 401,
    'urn:problem-type:belgif:expiredAccessToken': 401,
    'urn:problem-type:belgif:missingScope': 403,
    'urn:problem-type:belgif:missingPermission': 403,
    'urn:problem-type:belgif:resourceNotFound': 404,
    'urn:problem-type:belgif:badRequest': 400,
    'urn:problem-type:sluice:structuredReports:fileNameAlreadyUsed': 409,
    'urn:problem-type:sluice:structuredReports:invalidState': 409,
    'urn:problem-type:belgif:payloadTooLarge': 413,
    'urn:problem-type:belgif:unsupportedMediaType': 415,
    'urn:problem-type:belgif:tooManyRequests': 429,
    'urn:problem-type:belgif:tooManyFailedRequests': 429,
    'urn:problem-type:belgif:internalServerError': 500,
    'urn:problem-type:belgif:serviceUnavailable': 503,
  })
  expect(ISSUE_KEYS.map(typeOf)).toEqual([
    'urn:problem-type:belgif:input-validation:schemaViolation',
    'urn:problem-type:belgif:input-validation:invalidInput',
    'urn:problem-type:belgif:input-validation:unknownInput',
    'urn:problem-type:belgif:input-validation:referencedResourceNotFound',
    'urn:problem-type:belgif-ext:input-validation:invalidStructure',
    'urn:problem-type:belgif-ext:input-validation:requiredInput',
    'urn:problem-type:sluice:input-validation:structuredReports:digestMismatch',
  ])
})

test.each(PROBLEM_KEYS)('rule 16.9: %s is told in each language, in words of its own', (key) => {
  const told = LANGUAGES.map((language) => worded(restProblem(key), language, BASE))
  expect(new Set(told.map(({ title }) => title)).size).toBe(LANGUAGES.length)
  expect(new Set(told.map(({ detail }) => detail)).size).toBe(LANGUAGES.length)
  for (const each of told) {
    expect(each).toEqual({
      ...{ type: typeOf(key), title: expect.any(String), status: statusOf(key), detail: expect.stringMatching(/\.$/) },
      ...{ href: `${BASE}/refData/problemTypes/${key}`, instance: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/) },
    })
  }
})

test.each(ISSUE_KEYS)('rule 16.9: the issue %s is told in each language', (issue) => {
  const told = LANGUAGES.map((language) => {
    const issues = [{ issue, in: 'body', name: 'x', value: 'y', members: { acknowledgementCode: 1 } } as const]
    return (worded(restProblem('badRequest', { issues }), language, BASE).issues as object[])[0]
  })
  expect(new Set(told.map((each) => JSON.stringify(each))).size).toBe(LANGUAGES.length)
  expect(told[0]).toEqual({
    ...{ type: typeOf(issue), href: `${BASE}/refData/problemTypes/${issue}`, title: expect.any(String) },
    ...{ detail: expect.stringMatching(/\.$/), in: 'body', name: 'x', value: 'y', acknowledgementCode: 1 },
  })
})

test.each([
  [undefined, 'en'],
  ['es', 'en'],
  ['*', 'en'],
  ['nl-BE,nl;q=0.9,en;q=0.1', 'nl'],
  ['en;q=0.1, de', 'de'],
])('rule 16.9: who accepts %s is spoken to in %s', (accepted, language) => {
  expect(languageFor(accepted)).toBe(language)
})
