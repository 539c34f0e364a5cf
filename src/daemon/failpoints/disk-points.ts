import type { Failpoints } from '../../base/failpoints.ts'
import type { Disk, OpenFile } from '../../spool/disk.ts'

/** Passes P0 to P4 behind the calls of the spool; those of its probes are among them. */
export function diskPoints(disk: Disk, failpoints: Failpoints | undefined): Disk {
  if (!failpoints) return disk
  return {
    ...disk,
    async create(path) {
      const file = await disk.create(path)
      await failpoints.pass('P0')
      return filePoints(file, failpoints)
    },
    async link(existing, name) {
      await disk.link(existing, name)
      await failpoints.pass('P3')
    },
    async openFolder(path) {
      const folder = await disk.openFolder(path)
      return {
        close: () => folder.close(),
        async sync() {
          await folder.sync()
          await failpoints.pass('P4')
        },
      }
    },
  }
}

function filePoints(file: OpenFile, failpoints: Failpoints): OpenFile {
  return {
    ...file,
    async write(bytes, position) {
      await file.write(bytes, position)
      await failpoints.pass('P1')
    },
    async sync() {
      await file.sync()
      await failpoints.pass('P2')
    },
  }
}
