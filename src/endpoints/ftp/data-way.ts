/** The way by which the next data connection will come to be: we wait for it (passive), or make it (active). */

import { connect, type Socket } from 'node:net'
import { plainAddress } from '../../base/addresses.ts'
import type { HostAndPort } from './addresses.ts'
import type { Listening } from './passive-ports.ts'

export type DataWay = {
  /** The data connection, once, which is then the caller's; null when there was none within `seconds` or it was cancelled. */
  open(seconds: number): Promise<Socket | null>
  /** Changes nothing for a connection that was given out. */
  cancel(): void
}

/**
 * Waits at a port of ours. Only the peer of the control connection is let in: whoever else guesses the port is turned away, told once, and changes nothing
 * (case F4). The port is given up with the first connection, after `seconds` without one, or when the way is cancelled (case F15).
 */
export function passiveWay(
  { server, close }: Listening,
  peer: string,
  seconds: number,
  onStranger: (from: string) => void,
): DataWay {
  const { promise, settle } = settled<Socket | null>()
  let [isOver, isGivenOut, wasTold] = [false, false, false]
  const leave = (socket: Socket | null): void => {
    if (isOver) return void socket?.destroy()
    isOver = true
    clearTimeout(timer)
    close()
    settle(socket)
  }
  const timer = setTimeout(() => leave(null), seconds * 1000)
  server.on('connection', (socket) => {
    socket.on('error', () => socket.destroy())
    const from = plainAddress(socket.remoteAddress)
    if (from === peer) return leave(socket)
    if (!wasTold) onStranger(from)
    wasTold = true
    socket.destroy()
  })
  return {
    async open(patience) {
      const socket = await atMost(promise, patience, leave)
      isGivenOut = true
      return socket
    },
    cancel() {
      leave(null)
      if (!isGivenOut) void promise.then((socket) => socket?.destroy())
    },
  }
}

/** Connects from the address that the client knows us by. */
export function activeWay({ host, port }: HostAndPort, localAddress: string): DataWay {
  let leave: (socket: Socket | null) => void = () => {}
  let isCancelled = false
  return {
    async open(seconds) {
      if (isCancelled) return null
      const { promise, settle } = settled<Socket | null>()
      const socket = connect({ host, port, localAddress, noDelay: true, allowHalfOpen: true })
      leave = (outcome) => {
        if (outcome === null) socket.destroy()
        settle(outcome)
      }
      socket
        .once('error', () => leave(null))
        .once('connect', () => {
          leave(socket.pause())
          leave = () => {}
        })
      return atMost(promise, seconds, leave)
    },
    cancel() {
      isCancelled = true
      leave(null)
    },
  }
}

function settled<Value>(): { readonly promise: Promise<Value>; readonly settle: (value: Value) => void } {
  let settle: (value: Value) => void = () => {}
  const promise = new Promise<Value>((resolve) => {
    settle = resolve
  })
  return { promise, settle }
}

async function atMost(
  promise: Promise<Socket | null>,
  seconds: number,
  leave: (socket: null) => void,
): Promise<Socket | null> {
  const timer = setTimeout(() => leave(null), seconds * 1000)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}
