import { DatabaseError } from 'pg'
import { expect, test } from 'vitest'
import { Corrupt, Unavailable } from '../../src/base/errors.ts'
import { isConflict, isUnanswered, translated } from '../../src/database/failures.ts'

test.each([
  '08006',
  '57P01',
  '57P02',
  '57P03',
  '53100',
  '53300',
  '40001',
  '40P01',
  '55P03',
  '57014',
  '25006',
  '28P01',
  '42501',
])('SQLSTATE %s means: not now, with the cause', (code) => {
  const cause = ofServer(code)
  const error = translated(cause) as Error
  expect([error.constructor, error.cause]).toEqual([Unavailable, cause])
})

test.each(['XX001', 'XX002'])('SQLSTATE %s means: corrupt', (code) => {
  expect(translated(ofServer(code))).toBeInstanceOf(Corrupt)
})

test.each(['23505', '23503', '42P01', '22P02', 'P0001'])('SQLSTATE %s stays what it is: expected, or a bug', (code) => {
  const error = ofServer(code)
  expect(translated(error)).toBe(error)
})

test.each([
  Object.assign(new Error('connect ENOENT /x/.s.PGSQL.5432'), { code: 'ENOENT', syscall: 'connect' }),
  Object.assign(new Error('getaddrinfo ENOTFOUND x'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
  new Error('Connection terminated unexpectedly'),
  new Error('Client has encountered a connection error and is not queryable'),
  new Error('Query read timeout'),
  new Error('timeout exceeded when trying to connect'),
])('a lost connection means: not now (%s)', (cause) => {
  expect(translated(cause)).toEqual(new Unavailable('The database does not answer.', { cause }))
})

test('a bug stays a bug', () => {
  const bug = new TypeError('x is not a function')
  expect(translated(bug)).toBe(bug)
})

test('only serialisation failures and deadlocks are conflicts', () => {
  const codes = ['40001', '40P01', '40003', '57P01', '23505']
  expect(codes.filter((code) => isConflict(translated(ofServer(code))))).toEqual(['40001', '40P01'])
})

function ofServer(code: string): DatabaseError {
  return Object.assign(new DatabaseError('words of the server', 0, 'error'), { code })
}

test.each([
  ['a connection that is lost', translated(new Error('Connection terminated unexpectedly')), true],
  ['a server that ends', translated(Object.assign(ofServer('57P01'), { severity: 'FATAL' })), true],
  ['a lock that was not to be had', translated(Object.assign(ofServer('55P03'), { severity: 'ERROR' })), false],
  ['a violated index', translated(Object.assign(ofServer('23505'), { severity: 'ERROR' })), false],
  ['a bug', new TypeError('theirs'), false],
])('of %s it is known whether the server has said what it did', (_, error, unanswered) => {
  expect(isUnanswered(error)).toBe(unanswered)
})
