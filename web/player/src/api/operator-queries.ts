/** For curators and administrators: music folders, the import, renditions, accounts; and the first setup. */
import type {
  Account,
  AccountPatch,
  Folder,
  List,
  NewAccount,
  SetupBody,
} from '@backbeat/contracts/api/app'
import type { ImportProgress } from '@backbeat/contracts/api/catalog'
import { useQuery } from '@tanstack/react-query'
import { get, request } from './client.ts'
import { queryClient } from './query-client.ts'
import { forgetLists } from './use-sparse-list.ts'

const watchMs = 600
const restMs = 10_000

export const useFolders = (enabled = true) =>
  useQuery({
    queryKey: ['folders'],
    queryFn: async ({ signal }) => {
      const answer = await get<List<Folder> | Folder[]>('/app/v1/folders', {}, signal)
      return Array.isArray(answer) ? answer : answer.items
    },
    enabled,
  })

export const isImporting = (progress: ImportProgress | undefined): boolean =>
  progress?.state === 'scanning' || progress?.state === 'importing'

/** Asked often while something is going on, else now and then. */
export const useImport = (enabled = true) =>
  useQuery({
    queryKey: ['import'],
    queryFn: ({ signal }) => get<ImportProgress>('/app/v1/imports/current', {}, signal),
    refetchInterval: ({ state }) => (isImporting(state.data) ? watchMs : restMs),
    staleTime: 0,
    enabled,
  })

/** Renditions of the quality ladder, counted. */
export interface MediaStatus {
  waiting: number
  running: number
  made: number
  failed: number
}

export const useMediaStatus = (enabled = true) =>
  useQuery({
    queryKey: ['media-status'],
    queryFn: ({ signal }) => get<MediaStatus>('/app/v1/media/status', {}, signal),
    refetchInterval: 3000,
    enabled,
  })

export async function addFolder(path: string): Promise<void> {
  await request('/app/v1/folders', { method: 'POST', body: { path } })
  await queryClient.invalidateQueries({ queryKey: ['folders'] })
}

export async function removeFolder(path: string): Promise<void> {
  await request('/app/v1/folders', { method: 'DELETE', body: { path } })
  await queryClient.invalidateQueries({ queryKey: ['folders'] })
}

export async function startImport(options: { dryRun?: boolean } = {}): Promise<void> {
  const progress = await request<ImportProgress>('/app/v1/imports', {
    method: 'POST',
    body: options,
  })
  if (progress) queryClient.setQueryData(['import'], progress)
  await queryClient.invalidateQueries({ queryKey: ['import'] })
}

/** Makes the demo album and imports it. */
export async function addDemoAlbum(): Promise<void> {
  await request('/app/v1/demo', { method: 'POST' })
  await queryClient.invalidateQueries({ queryKey: ['import'] })
  await queryClient.invalidateQueries({ queryKey: ['folders'] })
}

/** New music shows up everywhere. */
export async function catalogChanged(): Promise<void> {
  forgetLists()
  await queryClient.invalidateQueries({
    predicate: ({ queryKey }) => !['import', 'media-status', 'me'].includes(String(queryKey[0])),
  })
}

export const setUp = (body: SetupBody): Promise<void> =>
  request('/app/v1/setup', { method: 'POST', body, anonymous: true })

export const useAccounts = (enabled = true) =>
  useQuery({
    queryKey: ['users'],
    queryFn: async ({ signal }) => {
      const answer = await get<List<Account> | Account[]>('/app/v1/users', { limit: 500 }, signal)
      return Array.isArray(answer) ? answer : answer.items
    },
    enabled,
  })

export async function createAccount(body: NewAccount): Promise<void> {
  await request('/app/v1/users', { method: 'POST', body })
  await queryClient.invalidateQueries({ queryKey: ['users'] })
}

export async function changeAccount(id: string, body: AccountPatch): Promise<void> {
  await request(`/app/v1/users/${id}`, { method: 'PATCH', body })
  await queryClient.invalidateQueries({ queryKey: ['users'] })
}
