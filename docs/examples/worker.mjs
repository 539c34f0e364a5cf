/**
 * A worker of an online service. It takes jobs from its queue (Redis, or BullMQ's tables in PostgreSQL), or without a queue asks for
 * the next delivery by itself, stores the files and reports. Settings are variables of the environment; see docs/online-services.md.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { gatewayFor } from './worker-client.mjs'

const { GATEWAY_URL, GATEWAY_CA, SERVICE, TOKEN_FILE, STORE, QUEUE = 'none' } = process.env

const ca = GATEWAY_CA && readFileSync(GATEWAY_CA)
const gateway = gatewayFor({ url: GATEWAY_URL, service: SERVICE, tokenFile: TOKEN_FILE, ca })
await mkdir(STORE, { recursive: true })

/** True when there was something to do. */
async function work(job) {
  const claim = await gateway.claim(job)
  if (!claim) return false
  const renewal = setInterval(() => gateway.renew(claim).catch(() => {}), (claim.leaseSeconds * 1000) / 3)
  try {
    await gateway.report(claim, { outcome: 'delivered', reference: await keep(claim) })
  } catch (error) {
    // Whether it had its effect or not: the next attempt has the same key, and finds it.
    await gateway.report(claim, { outcome: 'retry', reason: error.message }).catch(() => {})
  } finally {
    clearInterval(renewal)
  }
  return true
}

/** Once for each key: a folder appears whole or not at all, and what is there is not done again. */
async function keep(claim) {
  const folder = join(STORE, claim.idempotencyKey)
  if (existsSync(folder)) return claim.idempotencyKey
  const draft = join(STORE, `.draft-${claim.idempotencyKey}-${claim.fence}`)
  await mkdir(draft, { recursive: true })
  for (const { name, sha256 } of claim.files) {
    const bytes = await buffer(await gateway.file(claim, name))
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new Error(`${name} arrived damaged`)
    await writeFile(join(draft, name), bytes)
  }
  await writeFile(join(draft, 'submission.json'), JSON.stringify(await gateway.description(claim)))
  await rename(draft, folder)
  await appendFile(join(STORE, 'effects.log'), `${claim.idempotencyKey}\n`)
  return claim.idempotencyKey
}

async function workFromQueue() {
  const { Worker, createPostgresBackend } = await import('bullmq')
  const isRedis = QUEUE.startsWith('redis')
  const options = {
    connection: isRedis ? { url: QUEUE, maxRetriesPerRequest: null } : { connectionString: QUEUE, schema: 'bullmq' },
    ...(isRedis && { prefix: 'sluice' }),
    ...{ concurrency: 2, lockDuration: 60_000, stalledInterval: 30_000, maxStalledCount: 1_000_000 },
  }
  // A job holds its id and nothing else; it is gone when this ends, for what is left to do stands in the gateway.
  const run = ({ id }) => work(id)
  const name = `deliveries-${SERVICE}`
  const worker = isRedis ? new Worker(name, run, options) : new Worker(name, run, options, createPostgresBackend)
  worker.on('error', (error) => console.error(error.message))
  process.once('SIGTERM', () => worker.close().then(() => process.exit(0)))
  await worker.waitUntilReady()
  console.log('ready')
}

async function workByAsking() {
  let isStopped = false
  process.once('SIGTERM', () => {
    isStopped = true
  })
  console.log('ready')
  while (!isStopped) {
    const hadWork = await work().catch((error) => console.error(error.message))
    if (!hadWork) await pause(1000)
  }
}

await (QUEUE === 'none' ? workByAsking() : workFromQueue())
