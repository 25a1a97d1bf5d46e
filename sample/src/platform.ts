/** What the platform answers, and the one door to it. Times in milliseconds, money in fen. */

export interface Row {
  refundId: string
  orderId: string
  handlingWay: number
  handlingWayDesc: string
  refundFee: number
  refundStatus: number
  refundStatusDesc: string
  refundReasonDesc: string
  refundDesc: string
  receiptStatus: number
  buyerNick: string
  itemTitle: string
  skuNick: string
  itemNum: number
  itemPrice: number
  itemPicture: string
  expressNo: string
  expressCompanyName: string
  reverseLogistics: boolean
  expressLatestTraceState: string
  freightInsurance: boolean
  riskTags: string[]
  submitTime: number
  recvTime: number
  expireTime: number | null
}

export interface Talk {
  time: number
  role: 'buyer' | 'seller' | 'system'
  content: string
}

export interface Detail extends Row {
  pictures: string[]
  sendTime: number
  deliverExpressCompany: string
  deliverExpressNo: string
  negotiateHistory: Talk[]
}

export interface Question {
  limit: number
  offset: number
  handlingWay?: number
  refundStatus?: number[]
  keyword?: string
}

interface Envelope<T> {
  result: number
  error_msg?: string
  data: T
}

/** The part of the address before `/zone/refund/…`: `/sample` here, nothing on another host. */
export const prefix = location.pathname.replace(/\/zone\/refund\/.*$/, '').replace(/\/+$/, '')

const AGAIN_MS = 500
const MOST_TRIES = 240

/** Asks again while the sample shop is still being filled, which on a busy machine takes a while. */
async function fetched(path: string, init?: RequestInit): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(prefix + path, { credentials: 'same-origin', ...init })
    if (response.status !== 503 || tries === MOST_TRIES) return response
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
  }
}

async function answer<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetched(path, init)
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  const envelope = (await response.json()) as Envelope<T>
  if (envelope.result !== 1) throw new Error(envelope.error_msg ?? `result ${envelope.result}`)
  return envelope.data
}

export function list(question: Question, signal: AbortSignal): Promise<{ total: number; resultList: Row[] }> {
  return answer('/rest/pc/aftersales/schema/refund/list/pagination?caver=2', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ boolCondition: [], orderViewStatus: 3, sortWay: 1, type: 1, ...question }),
    signal,
  })
}

export function detail(refundId: string, signal: AbortSignal): Promise<Detail> {
  return answer(`/rest/pc/aftersales/schema/refund/detail?refundId=${encodeURIComponent(refundId)}`, { signal })
}

export interface Step {
  title: string
  desc: number
}

export async function logistics(refundId: string, signal: AbortSignal): Promise<Step[]> {
  const path = `/rest/pc/aftersales/schema/refund/logistics/detail?refundId=${encodeURIComponent(refundId)}`
  const found = await answer<{ modules: { logisticsDetailStep: { data: { itemList: Step[] } } } }>(path, { signal })
  return found.modules.logisticsDetailStep.data.itemList
}
