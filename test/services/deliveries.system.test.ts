import pg from 'pg'
import { silentLog } from '../../src/base/log.ts'
import type { Database } from '../../src/database/database.ts'
import { openQueues } from '../../src/queues/queues.ts'
import { deliverySuite } from './delivery-suite.ts'

deliverySuite({
  open: ({ connection }) => openQueues({ url: '', password: null, connection, workersMax: 4, log: silentLog }),
  async wipe({ connection }: Database) {
    const client = new pg.Client(connection)
    await client.connect()
    await client.query('drop schema bullmq cascade').finally(() => client.end())
  },
})
