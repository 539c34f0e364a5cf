import { readServerSetting } from '../../ledger/server-settings.ts'
import type { Examination } from './examination.ts'

/** The queues' pool keeps some connections beside one for each service's worker. */
const QUEUE_SPARE = 10
const OTHER_COMMANDS = 10

/** Every worker keeps a database connection for itself; too few let one of them wait silently. */
export const examineConnections: Examination = async ({ config, database }) => {
  const allowed = Number(await readServerSetting(database.queries, 'max_connections'))
  const queues = config.queues.url === '' ? config.services.length + QUEUE_SPARE : 0
  const wanted = config.database.connections + queues + OTHER_COMMANDS
  const found = `the server allows ${allowed} connections; a process of the gateway may want ${wanted}`
  if (wanted <= allowed) return [{ name: 'connections', state: 'ok', found }]
  const remedy = 'Raise max_connections of the server, or lower database.connections or the number of services.'
  return [{ name: 'connections', state: 'problem', found, remedy }]
}
