import type { AnswerTables } from './answer-tables.ts'
import type { FlowTables } from './flow-tables.ts'
import type { HistoryTables } from './history-tables.ts'
import type { OperatorTables } from './operator-tables.ts'
import type { PeopleTables } from './people-tables.ts'
import type { RegistryTables } from './registry-tables.ts'
import type { RetentionTables } from './retention-tables.ts'
import type { SessionTables } from './session-tables.ts'

/**
 * The tables as the migrations make them; `database` knows no words of the field, so codes are text here.
 * `bigint` (sizes, counters, fences, `count(*)`) is read as a number: a value above 2^53 is `Corrupt`. `numeric` stays text.
 */
export type Tables = RegistryTables &
  FlowTables &
  PeopleTables &
  OperatorTables &
  RetentionTables &
  AnswerTables &
  SessionTables &
  HistoryTables
