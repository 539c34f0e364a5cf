import type { HttpApp } from '../../../http/listener.ts'
import type { WebGround } from '../ground.ts'

export function serveTokens(_app: HttpApp, _ground: WebGround): void {}
