import { useSyncExternalStore } from 'react'
import { prefix } from './platform'

/** The page within `/zone/refund/`, changed without reloading, as the platform does. */
export interface Route {
  page: 'list' | 'detail'
  refundId: string
}

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
  }
}

export function go(path: string): void {
  history.pushState(null, '', `${prefix}/zone/refund/${path}`)
  window.scrollTo(0, 0)
  for (const listener of listeners) listener()
}

export const detailPath = (refundId: string): string => `detail?refundId=${refundId}`
export const href = (path: string): string => `${prefix}/zone/refund/${path}`

export function useRoute(): Route {
  const place = useSyncExternalStore(subscribe, () => location.pathname + location.search)
  const query = new URLSearchParams(place.split('?')[1] ?? '')
  const refundId = query.get('refundId') ?? ''
  return place.includes('/zone/refund/detail') && refundId ? { page: 'detail', refundId } : { page: 'list', refundId: '' }
}
