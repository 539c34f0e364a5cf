import { expect, test } from 'vitest'
import { type Attempt, type Next, nextAfter } from '../../../../src/endpoints/web/client/again.ts'

const answered = (status: number, retryAfter?: string): Attempt => ({
  status,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
})

// biome-ignore format: a table
test.each<[string, Attempt, number, number, Next]>([
  ['an answer is taken',                          answered(201),         0, 0, { do: 'take' }],
  ['so is a refusal',                             answered(409),         0, 0, { do: 'take' }],
  ['and what went wrong on the other side',       answered(500),         0, 0, { do: 'take' }],
  ['a token that is not taken is renewed',        answered(401),         0, 0, { do: 'renew' }],
  ['but once',                                    answered(401),         0, 1, { do: 'take' }],
  ['a broken connection is tried again',          'broken',              0, 0, { do: 'again', afterSeconds: 0.2 }],
  ['later each time',                             'broken',              3, 0, { do: 'again', afterSeconds: 2 }],
  ['but not for ever',                            'broken',              6, 0, { do: 'take' }],
  ['what is away is asked for again',             answered(503),         1, 0, { do: 'again', afterSeconds: 0.5 }],
  ['when it says',                                answered(503, '30'),   1, 0, { do: 'again', afterSeconds: 30 }],
  ['who asks too often waits as long as is said', answered(429, '7'),    0, 0, { do: 'again', afterSeconds: 7 }],
  ['within bounds',                               answered(429, '9999'), 0, 0, { do: 'again', afterSeconds: 60 }],
  ['whatever it says',                            answered(429, 'soon'), 0, 0, { do: 'again', afterSeconds: 0.2 }],
])('%s', (_, attempt, failures, renewals, next) => {
  expect(nextAfter(attempt, failures, renewals)).toEqual(next)
})
