/** The time left, as it runs: by the second in the last hour, else by the half minute. */
import { useEffect, useState } from 'preact/hooks';

const HOUR_MS = 3_600_000;

export function useNow(deadline: string | null | undefined): number {
  const [now, setNow] = useState(Date.now());
  const left = Date.parse(deadline ?? '') - now;
  const isClose = left > 0 && left < HOUR_MS;
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), isClose ? 1000 : 30_000);
    return () => clearInterval(timer);
  }, [isClose]);
  return now;
}
