#!/usr/bin/env node
/**
 * Where a process of `sluice` begins. It is CommonJS because the size of Node's thread pool has to be said before the pool is
 * first used, and loading an ES module uses it. Its threads wait for the disk's flushes: of the four that Node starts, four
 * files that are being made durable would take all, and every reader and every new file would wait behind them.
 *
 * How far the heap may grow before all of it is searched for garbage is said here, too. By itself V8 takes a tenth, for it does not count that the bytes
 * of a transfer go through buffers outside of the heap; and then a large file costs twenty full searches a second (record 0018).
 */
// biome-ignore lint/style/noProcessEnv: libuv reads this and nothing else.
process.env.UV_THREADPOOL_SIZE ??= '16'
require('node:v8').setFlagsFromString('--heap-growing-percent=150')
void import('./main.ts')
