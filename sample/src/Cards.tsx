import { Card, Empty, Pagination, Spin, Tag } from 'antd'
import { Countdown } from './Countdown'
import { Actions, Item, Marks, statusColour } from './columns'
import type { Row } from './platform'
import { yuan } from './words'

interface Props {
  rows: Row[]
  total: number
  page: number
  size: number
  loading: boolean
  onPage: (page: number, size: number) => void
  onSample: () => void
}

/** The same records as cards, each pair of label and value side by side. */
export function Cards({ rows, total, page, size, loading, onPage, onSample }: Props) {
  return (
    <Spin spinning={loading}>
      {rows.length === 0 && !loading ? <Empty description="暂无售后单" /> : null}
      <div className="cards">
        {rows.map((row) => (
          <Card
            key={row.refundId}
            size="small"
            title={<span className="card-id">售后单号：{row.refundId}</span>}
            extra={<Tag color={statusColour(row.refundStatus)}>{row.refundStatusDesc}</Tag>}
          >
            <Item row={row} />
            <dl className="pairs">
              <dt>订单编号：</dt><dd>{row.orderId}</dd>
              <dt>售后类型：</dt><dd>{row.handlingWayDesc}</dd>
              <dt>退款金额：</dt><dd><b>{yuan(row.refundFee)}</b></dd>
              <dt>申请原因：</dt><dd>{row.refundReasonDesc}</dd>
              <dt>剩余时间：</dt><dd><Countdown until={row.expireTime} /></dd>
            </dl>
            <div className="card-foot"><span><Marks row={row} /></span><Actions row={row} onSample={onSample} flat /></div>
          </Card>
        ))}
      </div>
      <Pagination className="pager" align="end" current={page} pageSize={size} total={total} showSizeChanger onChange={onPage} />
    </Spin>
  )
}
