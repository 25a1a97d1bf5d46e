import { useEffect, useState } from 'react'

export interface Answer<T> {
  value: T | undefined
  error: string
  loading: boolean
}

/** Asks again whenever `key` changes; an answer that comes too late is dropped. */
export function useAnswer<T>(key: string, ask: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const [state, setState] = useState<Answer<T>>({ value: undefined, error: '', loading: true })
  useEffect(() => {
    const controller = new AbortController()
    setState((old) => ({ ...old, loading: true, error: '' }))
    ask(controller.signal).then(
      (value) => !controller.signal.aborted && setState({ value, error: '', loading: false }),
      (error: unknown) =>
        !controller.signal.aborted && setState({ value: undefined, error: String(error), loading: false }),
    )
    return () => controller.abort()
    // `ask` is made anew on each render; `key` says when its question differs.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key])
  return state
}
