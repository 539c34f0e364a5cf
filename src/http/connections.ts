/** Nobody takes all the connections of a listener for himself (case H2). */
import type { Server, Socket } from 'node:net'
import { plainAddress } from '../base/addresses.ts'

/** As whom an address counts; null: it stands for many and is not counted. */
export type PlaceOf = (address: string) => string | null

/** Ends connections beyond `perPlaceMax` of one place as soon as they come, before a byte is read. */
export function shareConnections(server: Server, perPlaceMax: number, placeOf: PlaceOf = plainAddress): void {
  const counts = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const place = placeOf(socket.remoteAddress ?? '')
    if (place === null) return
    const count = counts.get(place) ?? 0
    if (count >= perPlaceMax) return void socket.destroy()
    counts.set(place, count + 1)
    socket.once('close', () => {
      const left = (counts.get(place) ?? 0) - 1
      if (left > 0) counts.set(place, left)
      else counts.delete(place)
    })
  })
}

/** Ends connections of those who are kept out as soon as they come; who is, may change at any time. */
export function keepOut(server: Server, admits: (address: string) => boolean): void {
  server.prependListener('connection', (socket: Socket) => {
    if (!admits(plainAddress(socket.remoteAddress))) socket.destroy()
  })
}
