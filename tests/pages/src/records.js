/** The same answers as the sample seller backend asks for, and how this page writes them. */

const API = '/rest/pc/aftersales/schema/refund'

export async function records(limit) {
  const response = await fetch(`${API}/list/pagination?caver=2`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ limit, offset: 0 }),
  })
  return (await response.json()).data.resultList.slice(0, limit)
}

export const yuan = (fen) => `￥${(fen / 100).toFixed(2)}`

/** Ticks, so that every row is drawn again each second, as the real pages do. */
export function left(until, now) {
  const seconds = Math.max(0, Math.floor((until - now) / 1000))
  return `${Math.floor(seconds / 3600)}时${Math.floor((seconds % 3600) / 60)}分${seconds % 60}秒`
}
