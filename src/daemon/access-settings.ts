import type { Config } from '../config/schema.ts'
import type { AccessSettings } from '../portal/access-ground.ts'

const HOUR = 3600
const DAY = 24 * HOUR

/** The settings of access management as the pages about people want them. */
export function accessSettingsOf({
  access,
  qualities,
  services,
  limits,
}: Pick<Config, 'access' | 'qualities' | 'services' | 'limits'>): AccessSettings {
  const { coMainAccessManagers, coAccessManagers, usersPerQuality, refusalsPerHour, activationHours, passwords } =
    access
  return {
    ...{ qualities, services, refusalsPerHour },
    appointments: { coMainAccessManagers, coAccessManagers },
    users: { usersPerQuality },
    temporarySeconds: passwords.temporaryHours * HOUR,
    activationSeconds: activationHours * HOUR,
    provisionalSeconds: passwords.provisionalDays * DAY,
    exportRows: limits.exportRows,
  }
}
