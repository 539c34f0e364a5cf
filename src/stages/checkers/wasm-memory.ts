/**
 * libxml2-wasm builds its memory without a maximum of ours (2 GiB), so growth is bounded where WebAssembly grows: a refusal reaches
 * libxml2 as a failed allocation. Import before the library.
 */
import { WASM_BYTES_MAX } from './limits.ts'

type Memory = { readonly buffer: ArrayBuffer; grow(pages: number): number }
/** Node's types do not know it. */
declare const WebAssembly: { readonly Memory: { readonly prototype: Memory } }

const PAGE_BYTES = 65_536
const grow = WebAssembly.Memory.prototype.grow
let refused = false

WebAssembly.Memory.prototype.grow = function (this: Memory, pages: number): number {
  if (this.buffer.byteLength + pages * PAGE_BYTES > WASM_BYTES_MAX) {
    refused = true
    throw new RangeError('no more memory for WebAssembly')
  }
  return grow.call(this, pages)
}

/** True once an allocation failed: what libxml2 says from then on is worth nothing, and the process is to be replaced. */
export function wasmMemoryWasRefused(): boolean {
  return refused
}
