/** How the pages write money and time. */

export const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`

const two = (n: number): string => String(n).padStart(2, '0')

export function moment(ms: number): string {
  const d = new Date(ms)
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`
}

export function left(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  if (seconds <= 0) return '已超时'
  const days = Math.floor(seconds / 86400)
  const clock = `${Math.floor((seconds % 86400) / 3600)}小时${two(Math.floor((seconds % 3600) / 60))}分${two(seconds % 60)}秒`
  return days ? `${days}天${clock}` : clock
}
