import { expect, test } from 'vitest'
import { doesRoleReach, lowerRole, OPERATOR_ROLES } from '../../../src/registry/operators/operator.ts'

test('rule 21.2: each role may what the ones before may', () => {
  const reached = OPERATOR_ROLES.map((held) => OPERATOR_ROLES.filter((needed) => doesRoleReach(held, needed)))
  expect(reached).toEqual([['viewer'], ['viewer', 'operator'], ['viewer', 'operator', 'administrator']])
  expect([lowerRole('viewer', 'administrator'), lowerRole('administrator', 'operator')]).toEqual(['viewer', 'operator'])
})
