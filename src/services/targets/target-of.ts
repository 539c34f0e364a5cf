import type { OnlineService } from '../online-service.ts'
import type { Target } from '../target.ts'
import { directoryTarget } from './directory.ts'

/** The one place that knows which kinds of target there are. */
export function targetOf({ target }: OnlineService): Target {
  switch (target.type) {
    case 'directory':
      return directoryTarget(target.path)
  }
}
