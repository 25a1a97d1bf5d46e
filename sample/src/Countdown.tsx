import { useEffect, useState } from 'react'
import { left } from './words'

/** Time left, ticking every second as the platform's own does. */
export function Countdown({ until }: { until: number | null }) {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  if (until === null) return <span className="quiet">-</span>
  const rest = until - now
  return <span className={rest < 4 * 3600e3 ? 'time urgent' : 'time'}>{left(rest)}</span>
}
