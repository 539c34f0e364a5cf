import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import { statusOf } from '../../../../src/endpoints/web/problems.ts'
import { problemsOf, restDocument } from '../../../../src/endpoints/web/rest/openapi.ts'
import { REST_ROUTES } from '../../../../src/endpoints/web/rest/routes.ts'

const DOCUMENT = restDocument(REST_ROUTES, 'https://gateway.test')

test('rule 16.10: the document of the REST service passes the recommended rules of a linter', async () => {
  const config = await createConfig({ extends: ['recommended'] })
  const found = await lintFromString({ source: JSON.stringify(DOCUMENT), config })
  const told = found.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])
  expect(told).toEqual([])
})

test('rule 16.10: every route is described with every status that it may answer', () => {
  const { paths } = DOCUMENT as unknown as {
    paths: Record<string, Record<string, { responses: object; security: object[] }>>
  }
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses, security }]) => [
      `${method.toUpperCase()} ${path}`,
      Object.keys(responses).map(Number).sort(),
      security,
    ]),
  )
  const served = REST_ROUTES.map((route) => [
    `${route.method} ${route.path.replaceAll(/:(\w+)/g, '{$1}')}`,
    [...new Set([...Object.keys(route.answers).map(Number), ...problemsOf(route).map(statusOf)])].sort(),
    route.access === 'anybody' ? [] : [{ clientCredentials: route.access === 'anyToken' ? [] : [route.access] }],
  ])
  expect(described).toEqual(served)
})
