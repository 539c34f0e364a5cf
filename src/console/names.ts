/** Codes in the words of operators. */
import type { OperatorRole } from '../registry/operators/operator.ts'
import type { Say } from './texts.ts'

export function roleName(t: Say, role: OperatorRole): string {
  return t(`role.${role}`)
}

export function methodName(t: Say, method: string): string {
  return t(method === 'oidc' ? 'method.oidc' : 'method.password')
}
