import { describe, expect, test } from 'vitest'
import { Corrupt } from '../../src/base/errors.ts'
import {
  CERTIFICATE,
  CHANNEL,
  ENTERPRISE,
  type Machine,
  nextState,
  QUALITY,
  SENDER,
} from '../../src/registry/transitions.ts'

// biome-ignore format: a table: for each state, what each event leads to
const EXPECTED = [
  [ENTERPRISE, ['activate', 'suspend', 'resume', 'close'], {
    pendingActivation: ['active', null,        null,     'closed'],
    active:            [null,     'suspended', null,     'closed'],
    suspended:         [null,     null,        'active', 'closed'],
    closed:            [null,     null,        null,     null    ],
  }],
  [QUALITY, ['activate', 'close'], {
    inactive: ['active', null    ],
    active:   [null,     'closed'],
    closed:   [null,     null    ],
  }],
  [SENDER, ['openChannel', 'suspend', 'resume', 'close'], {
    allocated: ['active',    null,        null,     'closed'],
    active:    ['active',    'suspended', null,     'closed'],
    suspended: ['suspended', null,        'active', 'closed'],
    closed:    [null,        null,        null,     null    ],
  }],
  [CHANNEL, ['suspend', 'resume', 'remove'], {
    active:    ['suspended', null,     'removed'],
    suspended: [null,        'active', 'removed'],
    removed:   [null,        null,     null     ],
  }],
  [CERTIFICATE, ['approve', 'reject', 'age', 'expire', 'revoke', 'remove'], {
    uploaded: ['valid', 'rejected', null,       null,      null,      'removed'],
    valid:    [null,    null,       'expiring', 'expired', 'revoked', 'removed'],
    expiring: [null,    null,       null,       'expired', 'revoked', 'removed'],
    expired:  [null,    null,       null,       null,      null,      'removed'],
    revoked:  [null,    null,       null,       null,      null,      'removed'],
    rejected: [null,    null,       null,       null,      null,      null     ],
    removed:  [null,    null,       null,       null,      null,      null     ],
  }],
] as const satisfies readonly (readonly [Machine<string, string>, readonly string[], Record<string, readonly (string | null)[]>])[]

describe.each(EXPECTED)('spec access.md §6: $of', (machine: Machine<string, string>, events, expected) => {
  test('has exactly these states', () => {
    expect(Object.keys(machine.moves)).toEqual(Object.keys(expected))
  })

  const pairs = Object.entries(expected as Record<string, readonly (string | null)[]>).flatMap(([state, nexts]) =>
    events.map((event, index) => [state, event, nexts[index] ?? null] as const),
  )
  test.each(pairs)('%s, %s: %s', (state, event, next) => {
    const result = nextState(machine, state, event)
    expect(result.ok ? result.value : null).toBe(next)
    if (!result.ok) expect(result.problem.code).toBe('SLU-STATE')
  })

  test('knows no other event', () => {
    const known = new Set(Object.values(machine.moves).flatMap((moves) => Object.keys(moves)))
    expect([...known].sort()).toEqual([...events].sort())
  })
})

test('a refusal names the state, the event and what is possible', () => {
  expect(nextState(ENTERPRISE, 'suspended', 'suspend')).toEqual({
    ok: false,
    problem: {
      code: 'SLU-STATE',
      cause: 'The enterprise is suspended: "suspend" is not possible.',
      remedy: 'Look at its state first; possible now: resume, close.',
      told: { key: 'notInThisState' },
    },
  })
})

test('a stored state that no table has is corrupt, not refused', () => {
  expect(() => nextState(SENDER, 'toString', 'close')).toThrow(Corrupt)
})
