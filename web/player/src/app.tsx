/** The routes of the player and the shell around them. Pages are fetched when first opened. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  RouterProvider,
} from '@tanstack/react-router'
import { AppProviders } from './api/app-providers.tsx'
import { ToastProvider } from './components/toast.tsx'
import { NotFound, PageError } from './shell/page-error.tsx'
import { pageTransition } from './shell/page-transitions.ts'
import { Shell } from './shell/shell.tsx'

const pages = import.meta.glob<Record<string, React.ComponentType>>('./pages/*-page.tsx')

/** `page('home', 'HomePage')` is the component `HomePage` of `pages/home-page.tsx`. */
function page(name: string, component: string) {
  const load = pages[`./pages/${name}-page.tsx`]
  return lazyRouteComponent(async () => (await load?.()) ?? { [component]: NotFound }, component)
}

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })
const route = <Path extends string>(path: Path, name: string, component: string) =>
  createRoute({ getParentRoute: () => root, path, component: page(name, component) })

const routes = [
  route('/', 'home', 'HomePage'),
  route('/search', 'search', 'SearchPage'),
  route('/artist/$id', 'artist', 'ArtistPage'),
  route('/album/$id', 'album', 'AlbumPage'),
  route('/track/$id', 'track', 'TrackPage'),
  route('/genre/$name', 'genre', 'GenrePage'),
  route('/genres', 'genres', 'GenresPage'),
  route('/playlist/$id', 'playlist', 'PlaylistPage'),
  route('/liked', 'liked', 'LikedPage'),
  route('/recent', 'recent', 'RecentPage'),
  route('/library', 'library', 'LibraryPage'),
  route('/queue', 'queue', 'QueuePage'),
  route('/settings', 'settings', 'SettingsPage'),
  route('/admin/import', 'import', 'ImportPage'),
  route('/admin/users', 'users', 'UsersPage'),
  route('/setup', 'setup', 'SetupPage'),
  route('/callback', 'callback', 'CallbackPage'),
]

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  defaultPreloadDelay: 80,
  defaultViewTransition: pageTransition,
  scrollRestoration: true,
  scrollToTopSelectors: ['#content'],
  defaultErrorComponent: PageError,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

export function App() {
  return (
    <ToastProvider>
      <AppProviders>
        <RouterProvider router={router} />
      </AppProviders>
    </ToastProvider>
  )
}
