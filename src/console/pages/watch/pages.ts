import { DASHBOARD_PAGES } from './dashboard.tsx'
import { HEALTH_PAGES } from './health.tsx'
import { QUEUES_PAGES } from './queues.tsx'
import { SERVICE_PAGES } from './service.tsx'
import { TAIL_PAGES } from './tail.tsx'
import { TRY_AGAIN_PAGES } from './try-again.tsx'

export const WATCH_PAGES = [
  ...DASHBOARD_PAGES,
  ...QUEUES_PAGES,
  ...SERVICE_PAGES,
  ...TRY_AGAIN_PAGES,
  ...HEALTH_PAGES,
  ...TAIL_PAGES,
]
