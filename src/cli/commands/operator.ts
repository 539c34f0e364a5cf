import type { Command } from 'commander'
import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import { operatorRulesOf } from '../../daemon/console-ground.ts'
import { openSecretBox } from '../../daemon/registry-key.ts'
import type { Database, Transaction } from '../../database/database.ts'
import { addOperator } from '../../identity/operators/add-operator.ts'
import {
  changeContents,
  changeRole,
  deleteOperator,
  inviteOperator,
  lockOperator,
  signOutOperator,
  unlockOperator,
} from '../../identity/operators/change-operator.ts'
import { listOperators, type OperatorRecord } from '../../identity/operators/find.ts'
import type { ReasonedAct } from '../../registry/audit.ts'
import { isOperatorRole, OPERATOR_ROLES, type OperatorRole } from '../../registry/operators/operator.ts'
import type { SecretBox } from '../../registry/secret-box.ts'
import { type ActOptions, actOnHost, addChange, type Change, withReason } from '../acting.ts'
import type { CommandDefinition } from '../command.ts'
import { consoleAddress, firstSignIn, signInLines } from '../first-sign-in.ts'
import { onOrOff } from '../on-or-off.ts'
import { orRefused, RefusedCommand } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { withDatabase } from '../with-database.ts'

type Issued = Promise<Result<{ readonly code: string }, Refusal>>
type Invite = (tx: Transaction, box: SecretBox, seconds: number, act: ReasonedAct) => Issued

const CHANGES = [
  ['lock', lockOperator],
  ['unlock', unlockOperator],
  ['delete', deleteOperator],
  ['sign-out', signOutOperator],
] as const

/** `sluice operator …`: who may use the console. The first one is made here and nowhere else (case G9, rule 21.6). */
export const operatorCommand: CommandDefinition = (program, terminal) => {
  const operators = program.command('operator').description('who may use the console')
  adding(operators, terminal)
  inviting(operators, terminal)
  listing(operators, terminal)
  for (const [verb, change] of CHANGES) addChange(operators, verb, '<name>', terminal, byName(change))
  addChange(operators, 'role', '<name> <role>', terminal, (name = '', word = '') => {
    const role = roleIn(word)
    return (tx, act) => changeRole(tx, name, role, act)
  })
  addChange(operators, 'contents', '<name> <on|off>', terminal, (name = '', word = '') => {
    const may = onOrOff(word)
    return (tx, act) => changeContents(tx, name, may, act)
  })
}

function byName(change: (tx: Transaction, name: string, act: ReasonedAct) => ReturnType<Change>) {
  return (name = ''): Change =>
    (tx, act) =>
      change(tx, name, act)
}

function adding(parent: Command, terminal: Terminal): void {
  const command = parent
    .command('add <name>')
    .description('add an operator, who signs in for the first time with the code that is printed')
    .option('--role <role>', OPERATOR_ROLES.join(', '), 'operator')
    .option('--contents', 'the contents of declarations and answers may be read, each time with a reason')
    .option('--reason <text>', 'why; kept in the audit', 'sluice operator add')
    .option('--json', 'answer in JSON')
  command.action(
    async (name: string, options: { role: string; contents?: boolean; reason: string; json?: boolean }) => {
      const role = roleIn(options.role)
      await issue(command, terminal, { name, ...options }, (tx, box, invitationSeconds, act) =>
        addOperator(tx, box, { name, role, mayReadContents: options.contents === true, invitationSeconds }, act),
      )
    },
  )
}

function inviting(parent: Command, terminal: Terminal): void {
  const command = withReason(
    parent
      .command('invite <name>')
      .description('a new code for a first sign-in, for who has lost the code, the password or the telephone'),
  )
  command.action(async (name: string, options: ActOptions) => {
    await issue(command, terminal, { name, ...options }, (tx, box, seconds, act) =>
      inviteOperator(tx, box, { name, seconds }, act),
    )
  })
}

type Asked = ActOptions & { readonly name: string }

async function issue(command: Command, terminal: Terminal, asked: Asked, invite: Invite): Promise<void> {
  const { config } = await loadSettings(command, terminal)
  const box = await openSecretBox(config)
  const { invitationSeconds } = operatorRulesOf(config)
  const act = actOnHost(asked.reason)
  const { url, issued } = await withDatabase(config, async ({ queries, transaction }) => ({
    url: await consoleAddress(queries, config),
    issued: await transaction((tx) => invite(tx, box, invitationSeconds, act)),
  }))
  const told = firstSignIn(config, url, orRefused(issued).code)
  if (asked.json) terminal.json({ name: asked.name, ...told })
  else for (const line of signInLines(asked.name, told)) terminal.answer(line)
}

function listing(parent: Command, terminal: Terminal): void {
  const command = parent.command('list').description('all operators, by name').option('--json', 'answer in JSON')
  command.action(async ({ json }: { json?: boolean }) => {
    const { config } = await loadSettings(command, terminal)
    const found = await withDatabase(config, ({ queries }: Database) => listOperators(queries))
    if (json) return terminal.json({ operators: found.map(told) })
    for (const { name, role, state, mayReadContents } of found) {
      terminal.answer([name, role, state, ...(mayReadContents ? ['contents'] : [])].join('  '))
    }
    if (found.length === 0) terminal.answer('There is no operator yet: sluice operator add NAME --role administrator')
  })
}

function told({ name, role, state, mayReadContents, createdAt, createdBy, lastLoginAt }: OperatorRecord) {
  return { name, role, state, mayReadContents, createdAt, createdBy, lastLoginAt }
}

function roleIn(text: string): OperatorRole {
  if (isOperatorRole(text)) return text
  throw new RefusedCommand(`"${text}" is no role. Choose ${OPERATOR_ROLES.join(', ')}.`)
}
