/** Who may do what: the permission matrix of spec access.md §5, in its order (rule 10.2). API and pages ask nothing else. */

export const ROLES = [
  'mainAccessManager',
  'coMainAccessManager',
  'accessManager',
  'coAccessManager',
  'user',
  'technicalUser',
] as const
export type Role = (typeof ROLES)[number]

/**
 * `yes`: within the scope of the role, which is the whole enterprise for the two main roles and one quality for the others.
 * `profile`: only through the access-manager profile of that quality (footnote 1). `own`: one's own record. `read`: to look at.
 * `grant`: with a grant of the online service. `switch`: when the configuration lets ordinary users do it (footnote 2). `no`.
 */
export type Cell = 'yes' | 'profile' | 'own' | 'read' | 'grant' | 'switch' | 'no'

export type Action =
  | 'activateEnterprise'
  | 'changeQualities'
  | 'changeCoMainAccessManagers'
  | 'changeAccessManagers'
  | 'changeCoAccessManagers'
  | 'listUsers'
  | 'createUser'
  | 'lockUser'
  | 'deleteUser'
  | 'resetPassword'
  | 'changeOwnPassword'
  | 'editOwnData'
  | 'grantServices'
  | 'switchPasswordLogin'
  | 'setUpReports'
  | 'changeChannels'
  | 'changeProofs'
  | 'chooseServices'
  | 'seeConfiguration'
  | 'stopReports'
  | 'useService'
  | 'seeMessages'
  | 'changeNotificationEmail'
  | 'readAudit'
  | 'expireProofs'

export type Row = {
  /** Of the table in spec §5. */
  readonly number: number
  readonly action: Action
  readonly cells: Readonly<Record<Role, Cell>>
  /** The system does it by itself. */
  readonly bySystem: boolean
  /** Asks for a fresh and strong sign-in (spec §8.6). */
  readonly fresh: boolean
}

const Y = 'yes'
const P = 'profile'
const O = 'own'
const R = 'read'
const G = 'grant'
const C = 'switch'
const _ = 'no'
const SYSTEM = true
const FRESH = true

// biome-ignore format: the table of the specification
export const MATRIX: readonly Row[] = [
  //   action                        M  CM A  CA U  T
  row( 1, 'activateEnterprise',         [Y, _, _, _, _, _]),
  row( 2, 'changeQualities',            [Y, Y, _, _, _, _]),
  row( 3, 'changeCoMainAccessManagers', [Y, _, _, _, _, _], { fresh: FRESH }),
  row( 4, 'changeAccessManagers',       [Y, Y, _, _, _, _], { fresh: FRESH }),
  row( 5, 'changeCoAccessManagers',     [Y, _, Y, _, _, _], { fresh: FRESH }),
  row( 6, 'listUsers',                  [Y, Y, Y, Y, _, _]),
  row( 7, 'createUser',                 [Y, Y, Y, Y, _, _]),
  row( 8, 'lockUser',                   [Y, Y, Y, Y, _, _]),
  row( 9, 'deleteUser',                 [Y, Y, Y, Y, _, _]),
  row(10, 'resetPassword',              [Y, Y, Y, Y, _, _], { fresh: FRESH }),
  row(11, 'changeOwnPassword',          [O, O, O, O, O, _]),
  row(12, 'editOwnData',                [O, O, O, O, O, _]),
  row(13, 'grantServices',              [Y, Y, Y, Y, _, _]),
  row(14, 'switchPasswordLogin',        [Y, _, _, _, _, _], { fresh: FRESH }),
  row(15, 'setUpReports',               [P, P, Y, Y, _, _], { fresh: FRESH }),
  row(16, 'changeChannels',             [P, P, Y, Y, C, _], { fresh: FRESH }),
  row(17, 'changeProofs',               [P, P, Y, Y, C, _], { fresh: FRESH }),
  row(18, 'chooseServices',             [P, P, Y, Y, C, _], { fresh: FRESH }),
  row(19, 'seeConfiguration',           [Y, Y, Y, Y, C, R]),
  row(20, 'stopReports',                [P, P, Y, Y, _, _]),
  row(21, 'useService',                 [G, G, Y, Y, G, _]),
  row(22, 'seeMessages',                [G, G, Y, Y, G, _]),
  row(23, 'changeNotificationEmail',    [Y, Y, Y, Y, _, _]),
  row(24, 'readAudit',                  [Y, Y, Y, R, _, _], { bySystem: SYSTEM }),
  row(25, 'expireProofs',               [_, _, _, _, _, _], { bySystem: SYSTEM }),
]

const ROW_OF: ReadonlyMap<Action, Row> = new Map(MATRIX.map((entry) => [entry.action, entry]))

export function rowOf(action: Action): Row {
  const found = ROW_OF.get(action)
  if (!found) throw new TypeError(`the matrix has no row ${action}`)
  return found
}

type Cells = readonly [main: Cell, coMain: Cell, manager: Cell, coManager: Cell, user: Cell, technicalUser: Cell]

function row(
  number: number,
  action: Action,
  [mainAccessManager, coMainAccessManager, accessManager, coAccessManager, user, technicalUser]: Cells,
  { bySystem = false, fresh = false }: { readonly bySystem?: boolean; readonly fresh?: boolean } = {},
): Row {
  const cells = { mainAccessManager, coMainAccessManager, accessManager, coAccessManager, user, technicalUser }
  return { number, action, cells, bySystem, fresh }
}
