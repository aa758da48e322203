/** Home: a greeting and shelves that mean something for this listener; on a new server, what to do first. */
import { useNavigate } from '@tanstack/react-router'
import { Disc3 } from 'lucide-react'
import { useHome, useStats } from '../api/catalog-queries.ts'
import { useMe } from '../api/listener-queries.ts'
import { addDemoAlbum } from '../api/operator-queries.ts'
import { Button } from '../components/button.tsx'
import { Shelf } from '../components/shelf.tsx'
import { SkeletonShelf } from '../components/skeleton.tsx'
import { EmptyState, ErrorState } from '../components/states.tsx'
import { useToasts } from '../components/toast.tsx'
import { shelfCards } from './cards.tsx'
import { words } from './strings.ts'
import { usePage } from './use-page.ts'

export function HomePage() {
  usePage(words.home.title)
  const home = useHome()
  const shelves = home.data?.shelves ?? []
  return (
    <div className="page home">
      <h1>{greeting(new Date().getHours())}</h1>
      {home.isPending && <HomeSkeleton />}
      {home.error && <ErrorState error={home.error} retry={() => void home.refetch()} />}
      {home.data && shelves.length === 0 && <FirstRun />}
      {shelves.map((shelf) => (
        <Shelf key={shelf.id} title={shelf.title}>
          {shelfCards(shelf)}
        </Shelf>
      ))}
    </div>
  )
}

export function greeting(hours: number): string {
  if (hours < 5) return words.home.night
  if (hours < 12) return words.home.morning
  return hours < 18 ? words.home.afternoon : words.home.evening
}

function HomeSkeleton() {
  return (
    <>
      <SkeletonShelf />
      <SkeletonShelf round />
      <SkeletonShelf />
    </>
  )
}

/** Nothing to show: no music at all, or none that this page knows a reason for. */
function FirstRun() {
  const roles = useMe().data?.roles ?? []
  const tracks = useStats().data?.tracks ?? 0
  const navigate = useNavigate()
  const mayAdd = roles.includes('curator') || roles.includes('admin')
  if (tracks > 0) {
    return (
      <EmptyState
        icon={<Disc3 />}
        title={words.count.songs(tracks)}
        action={
          <Button kind="primary" onClick={() => void navigate({ to: '/library' })}>
            {words.actions.browse}
          </Button>
        }
      />
    )
  }
  return (
    <EmptyState
      icon={<Disc3 />}
      title={words.home.emptyTitle}
      text={mayAdd ? words.home.emptyText : words.home.emptyListener}
      action={mayAdd && <AddMusic />}
    />
  )
}

function AddMusic() {
  const navigate = useNavigate()
  const toasts = useToasts()
  const openImport = (): void => void navigate({ to: '/admin/import' })
  const demo = (): void => {
    addDemoAlbum().then(openImport, (error: unknown) =>
      toasts.show({ kind: 'error', text: words.failed(error) }),
    )
  }
  return (
    <>
      <Button kind="primary" onClick={openImport}>
        {words.actions.addMusic}
      </Button>
      <Button onClick={demo}>{words.actions.demo}</Button>
    </>
  )
}
