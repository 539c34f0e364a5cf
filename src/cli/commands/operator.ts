import { userInfo } from 'node:os'
import type { Command } from 'commander'
import type { Refusal } from '../../base/refusal.ts'
import type { Result } from '../../base/result.ts'
import type { Config } from '../../config/schema.ts'
import { PLACES } from '../../console/places.ts'
import { consoleUrlOf } from '../../daemon/console-address.ts'
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
import type { CommandDefinition } from '../command.ts'
import { onOrOff } from '../on-or-off.ts'
import { RefusedCommand, refused } from '../refused-command.ts'
import { loadSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { actorOnHost, withDatabase } from '../with-database.ts'

type Issued = Promise<Result<{ readonly code: string }, Refusal>>
type Invite = (tx: Transaction, box: SecretBox, seconds: number, act: ReasonedAct) => Issued
type Change = (tx: Transaction, act: ReasonedAct) => Promise<Result<void, Refusal>>

/** `sluice operator …`: who may use the console. The first one is made here and nowhere else (case G9, rule 21.6). */
export const operatorCommand: CommandDefinition = (program, terminal) => {
  const operators = program.command('operator').description('who may use the console')
  adding(operators, terminal)
  inviting(operators, terminal)
  listing(operators, terminal)
  changing(
    operators,
    'lock',
    '<name>',
    terminal,
    ([name = '']) =>
      (tx, act) =>
        lockOperator(tx, name, act),
  )
  changing(
    operators,
    'unlock',
    '<name>',
    terminal,
    ([name = '']) =>
      (tx, act) =>
        unlockOperator(tx, name, act),
  )
  changing(
    operators,
    'delete',
    '<name>',
    terminal,
    ([name = '']) =>
      (tx, act) =>
        deleteOperator(tx, name, act),
  )
  changing(
    operators,
    'sign-out',
    '<name>',
    terminal,
    ([name = '']) =>
      (tx, act) =>
        signOutOperator(tx, name, act),
  )
  changing(operators, 'role', '<name> <role>', terminal, ([name = '', word = '']) => {
    const role = roleIn(word)
    return (tx, act) => changeRole(tx, name, role, act)
  })
  changing(operators, 'contents', '<name> <on|off>', terminal, ([name = '', word = '']) => {
    const may = onOrOff(word)
    return (tx, act) => changeContents(tx, name, may, act)
  })
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
  const command = parent
    .command('invite <name>')
    .description('a new code for a first sign-in, for who has lost the code, the password or the telephone')
    .requiredOption('--reason <text>', 'why; kept in the audit')
    .option('--json', 'answer in JSON')
  command.action(async (name: string, options: { reason: string; json?: boolean }) => {
    await issue(command, terminal, { name, ...options }, (tx, box, seconds, act) =>
      inviteOperator(tx, box, { name, seconds }, act),
    )
  })
}

type Asked = { readonly name: string; readonly reason: string; readonly json?: boolean }

async function issue(command: Command, terminal: Terminal, asked: Asked, invite: Invite): Promise<void> {
  const { config } = await loadSettings(command, terminal)
  const box = await openSecretBox(config)
  const { invitationSeconds } = operatorRulesOf(config)
  const act = actOf(asked.reason)
  const issued = await withDatabase(config, (database) =>
    database.transaction((tx) => invite(tx, box, invitationSeconds, act)),
  )
  if (!issued.ok) throw refused(issued.problem)
  const told = { name: asked.name, ...firstSignIn(config, issued.value.code) }
  if (asked.json) return terminal.json(told)
  terminal.answer(`${told.name} signs in for the first time within ${told.hours} hours, once, at:`)
  terminal.answer(`  ${told.link}`)
  terminal.answer(`or anywhere the console is reached, with the code ${told.code}`)
}

/** Where a new operator goes, and with what. */
export function firstSignIn(config: Config, code: string, url = consoleUrlOf(config.console)) {
  const link = `${url}${PLACES.firstSignIn}?code=${code}`
  return { code, link, hours: config.operators.invitationHours }
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

function changing(
  parent: Command,
  verb: string,
  parameters: string,
  terminal: Terminal,
  changeOf: (words: readonly string[]) => Change,
): void {
  const command = parent
    .command(`${verb} ${parameters}`)
    .requiredOption('--reason <text>', 'why; kept in the audit')
    .option('--json', 'answer in JSON')
  command.action(async () => {
    const { reason, json } = command.opts<{ reason: string; json?: boolean }>()
    const change = changeOf(command.args)
    const { config } = await loadSettings(command, terminal)
    const outcome = await withDatabase(config, (database) => database.transaction((tx) => change(tx, actOf(reason))))
    if (!outcome.ok) throw refused(outcome.problem)
    const subject = command.args.join(' ')
    if (json) terminal.json({ ok: true, subject, verb })
    else terminal.answer(`operator ${subject}: ${verb} done.`)
  })
}

function actOf(reason: string): ReasonedAct {
  return { actor: actorOnHost(userInfo().username), reason }
}

function roleIn(text: string): OperatorRole {
  if (isOperatorRole(text)) return text
  throw new RefusedCommand(`"${text}" is no role. Choose ${OPERATOR_ROLES.join(', ')}.`)
}
