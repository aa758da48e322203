/** The demo album in the order of its tracks. */
import { auroraMachine } from './aurora-machine.ts'
import { firstLight } from './first-light.ts'
import { glassHarbor } from './glass-harbor.ts'
import { nightBus } from './night-bus.ts'
import { paperLanterns } from './paper-lanterns.ts'
import type { Piece } from './piece.ts'
import { sixteenSteps } from './sixteen-steps.ts'

export const album = {
  title: 'Signal Path',
  artist: 'Backbeat Session Players',
  year: 2026,
  label: 'Backbeat',
} as const

export const pieces: readonly Piece[] = [
  firstLight,
  sixteenSteps,
  paperLanterns,
  glassHarbor,
  nightBus,
  auroraMachine,
]
