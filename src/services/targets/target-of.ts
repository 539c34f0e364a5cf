import type { OnlineService } from '../online-service.ts'
import type { Target } from '../target.ts'
import { directoryTarget } from './directory.ts'
import { credentialStamp } from './http/credentials.ts'
import { httpTarget } from './http/http-target.ts'

/** The one place that knows which kinds of target there are. Null: the service takes its jobs itself. `gatewayNumber`: six digits, ours. */
export function targetOf({ target, concurrency }: OnlineService, gatewayNumber: () => string): Target | null {
  switch (target.type) {
    case 'directory':
      return directoryTarget(target.path)
    case 'http':
      return httpTarget({ target, concurrency, gatewayNumber })
    case 'worker':
      return null
  }
}

/** Changes with the files that the target's settings name. */
export async function targetStamp({ target }: OnlineService): Promise<string> {
  return target.type === 'http' ? credentialStamp(target) : ''
}
