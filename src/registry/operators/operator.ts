/** The gateway's own people: they watch and act in the console, and are no accounts of any enterprise. */

/** Each may what the one before may. */
export const OPERATOR_ROLES = ['viewer', 'operator', 'administrator'] as const
export type OperatorRole = (typeof OPERATOR_ROLES)[number]

export type Operator = {
  /** As `sluice operator add` was told; unique, and what the audit calls the person. */
  readonly name: string
  readonly role: OperatorRole
  /** Whether the contents of declarations and answers may be read, each time with a reason. */
  readonly mayReadContents: boolean
}

/** Who acts, as the audit writes it: not to be taken for a user of the host of the same name. */
export function actorOfOperator({ name }: Pick<Operator, 'name'>): string {
  return `operator:${name}@console`
}

/** rule 21.2: whether whoever holds one role may what is for the other. */
export function doesRoleReach(held: OperatorRole, needed: OperatorRole): boolean {
  return OPERATOR_ROLES.indexOf(held) >= OPERATOR_ROLES.indexOf(needed)
}

/** The one that may less. */
export function lowerRole(one: OperatorRole, other: OperatorRole): OperatorRole {
  return doesRoleReach(one, other) ? other : one
}

export function isOperatorRole(text: string): text is OperatorRole {
  return OPERATOR_ROLES.some((role) => role === text)
}
