/** One large file up the web service by curl, beside nginx's own PUT under the same certificate, and what it takes of the daemon's memory. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Sha256 } from '../../src/base/hashes.ts'
import { blobPath, layoutOf } from '../../src/spool/layout.ts'
import type { Bench, Figure } from '../figure.ts'
import { findCurlHttps } from '../peers/curl.ts'
import { startNginx } from '../peers/nginx.ts'
import { besideGoal, besidePeer } from '../reading.ts'
import { removeDurably, stamp, syncFile, writeLargeFile } from '../rig/files.ts'
import { openGateway } from '../rig/gateway.ts'
import { openTempFolder } from '../rig/temp-folder.ts'
import { API_PATH, openWebExchange, tokensOf } from '../rig/web.ts'
import { inTurns } from '../rounds.ts'

const MEGABYTES = 500
const TARGET = 0.8
/** Still flat: buffers of streams that were not collected yet. */
const GROWTH_MEGABYTES_MAX = 64

export const webLargeUpload: Figure = {
  id: 'web-upload',
  title: 'Upload over the web service, 1 stream',
  async measure(bench: Bench) {
    const { program, stop } = bench
    await using folder = await openTempFolder()
    const at = (name: string): string => join(folder.path, name)
    const [source, small, theirs] = [at('source'), at('small'), at('theirs')]
    await mkdir(theirs)
    await writeLargeFile(source, MEGABYTES)
    await writeLargeFile(small, MEGABYTES / 10)
    const curl = await findCurlHttps(stop)
    await using gateway = await openGateway(program, at('gateway'))
    const { web } = gateway
    await using nginx = await startNginx(at('nginx'), theirs, web, stop)
    using exchange = await openWebExchange(web)
    const tokens = tokensOf(web, exchange)

    const post = async (file: string): Promise<number> => {
      await stamp(file)
      const [token, key] = [await tokens.current(), gateway.nextKey()]
      if (!token.ok) throw new Error(`a token was refused with ${token.problem.status}`)
      const words = JSON.stringify({ setName: `${key}.1`, go: false, digests: {} })
      return await curl(web.certificateFile, [
        ...['-H', `Authorization: Bearer ${token.value}`, '-F', `metadata=${words};type=application/json`],
        ...['-F', `declaration=@${file};filename=FI.${key}.1.1`, `${web.url.origin}${API_PATH}/transfers`],
      ])
    }
    const postOnce = async (): Promise<number> => {
      const seconds = await post(source)
      await removeBlobOf(source, join(gateway.folder, 'spool'))
      return MEGABYTES / seconds
    }
    const put = async (isSynced: boolean): Promise<number> => {
      await stamp(source)
      const file = join(theirs, 'file')
      const seconds = await curl(web.certificateFile, ['-T', source, `${nginx.url}/file`])
      const more = isSynced ? await syncFile(file) : 0
      await removeDurably(file)
      return MEGABYTES / (seconds + more)
    }
    await post(small)
    const before = await gateway.peakMegabytes()
    const rates = await inTurns({ gateway: postOnce, plain: () => put(false), durable: () => put(true) }, bench)
    const peak = await gateway.peakMegabytes()
    return readings(rates, { before, peak })
  },
}

/** As the peer's file is removed: a file that stays makes the next one take memory that the machine never had before, which is slow. */
async function removeBlobOf(file: string, spool: string): Promise<void> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  const blob = blobPath(layoutOf(spool), hash.digest('hex') as Sha256)
  await access(blob)
  await removeDurably(blob)
}

type Rates = Readonly<Record<'gateway' | 'plain' | 'durable', readonly number[]>>

function readings({ gateway, plain, durable }: Rates, { before, peak }: { before: number; peak: number }) {
  const name = `Upload of ${MEGABYTES} MB over the web service`
  const goal = { what: 'at most', value: GROWTH_MEGABYTES_MAX } as const
  return [
    besidePeer({ name, unit: 'MB/s' }, gateway, { what: 'nginx PUT', values: plain, target: TARGET }),
    besidePeer({ name: `${name}, peer durable as well`, unit: 'MB/s' }, gateway, {
      ...{ what: 'nginx PUT, then fsync', values: durable, target: TARGET },
    }),
    besideGoal(
      {
        ...{ name: `More memory for ${MEGABYTES} than for ${MEGABYTES / 10} MB over the web service`, unit: 'MB' },
        note: `from ${before.toFixed(0)} to ${peak.toFixed(0)} MB`,
      },
      [Math.max(1, peak - before)],
      goal,
    ),
  ]
}
