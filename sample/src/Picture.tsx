import { Image } from 'antd'
import { useEffect, useState } from 'react'

const AGAIN_MS = 3000

/** Asks again for a picture that is not there yet: in the sample shop it may still be being drawn. */
function useArrival(src: string): { key: string; src: string; missing: boolean; onError: () => void } {
  const [tries, setTries] = useState(0)
  const [missing, setMissing] = useState(false)
  useEffect(() => {
    if (!missing) return
    const timer = setTimeout(() => {
      setMissing(false)
      setTries((n) => n + 1)
    }, AGAIN_MS)
    return () => clearTimeout(timer)
  }, [missing])
  return { key: `${src} ${tries}`, src, missing, onError: () => setMissing(true) }
}

export function Thumb({ src }: { src: string }) {
  const { key, missing, ...rest } = useArrival(src)
  return <img key={key} {...rest} className={missing ? 'awaited' : undefined} alt="" width={52} height={52} loading="lazy" />
}

/** One picture of the buyer: a small view that opens in full, both from the original address. */
export function Proof({ src }: { src: string }) {
  const { key, missing, ...rest } = useArrival(src)
  return <Image key={key} {...rest} className={missing ? 'awaited' : undefined} width={112} height={84} alt="凭证图片" />
}
