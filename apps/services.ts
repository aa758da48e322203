/** The list of services. Deleting a service's folder and its two lines here leaves the rest running. */
import { analytics } from '@backbeat/analytics'
import { catalog } from '@backbeat/catalog'
import { delivery } from '@backbeat/delivery'
import { edge } from '@backbeat/edge'
import { gateway } from '@backbeat/gateway'
import { identity } from '@backbeat/identity'
import { library } from '@backbeat/library'
import { media } from '@backbeat/media'
import { playback } from '@backbeat/playback'
import type { Service } from '@backbeat/runtime/service'
import { search } from '@backbeat/search'

const all = [
  analytics,
  catalog,
  delivery,
  edge,
  gateway,
  identity,
  library,
  media,
  playback,
  search,
]

/** Each service under the general type: what it needs is checked where it is defined. */
export const services = all as unknown as readonly Service[]
