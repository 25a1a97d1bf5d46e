import type { TableColumnsType } from 'antd'
import { Button, Space, Tag, Typography } from 'antd'
import { Countdown } from './Countdown'
import type { Row } from './platform'
import { Thumb } from './Picture'
import { detailPath, go, href } from './route'
import { moment, yuan } from './words'

export function statusColour(status: number): string {
  if (status >= 20 && status <= 23) return 'purple'
  if (status === 60) return 'success'
  if (status === 70) return 'default'
  return 'processing'
}

export function Item({ row }: { row: Row }) {
  return (
    <div className="item">
      <Thumb src={row.itemPicture} />
      <div>
        <div className="title">{row.itemTitle}</div>
        <div className="quiet">
          {row.skuNick}　×{row.itemNum}
        </div>
      </div>
    </div>
  )
}

export function Marks({ row }: { row: Row }) {
  return (
    <>
      {row.riskTags.map((each) => (
        <Tag key={each} color="error">
          {each}
        </Tag>
      ))}
      {row.freightInsurance ? <Tag>运费险</Tag> : null}
    </>
  )
}

export function Actions({ row, onSample, flat }: { row: Row; onSample: () => void; flat?: boolean }) {
  return (
    <Space size={flat ? 10 : 0} orientation={flat ? 'horizontal' : 'vertical'}>
      <a
        href={href(detailPath(row.refundId))}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey) return
          event.preventDefault()
          go(detailPath(row.refundId))
        }}
      >
        查看详情
      </a>
      {row.refundStatus < 60 ? (
        <Button type="link" size="small" className="plain" onClick={onSample}>
          联系买家
        </Button>
      ) : null}
    </Space>
  )
}

export function columns(onSample: () => void): TableColumnsType<Row> {
  const id = (text: string) => <Typography.Text copyable={{ tooltips: false }}>{text}</Typography.Text>
  return [
    {
      title: '售后单号',
      dataIndex: 'refundId',
      fixed: 'left',
      width: 174,
      render: (text: string, row) => (
        <div>
          {id(text)}
          <div className="marks">
            <Marks row={row} />
          </div>
        </div>
      ),
    },
    { title: '订单编号', dataIndex: 'orderId', width: 172, render: id },
    { title: '商品', width: 214, render: (_, row) => <Item row={row} /> },
    { title: '售后类型', dataIndex: 'handlingWayDesc', width: 84 },
    { title: '退款金额', dataIndex: 'refundFee', width: 88, align: 'right', render: (fen: number) => <b>{yuan(fen)}</b> },
    { title: '申请原因', dataIndex: 'refundReasonDesc', width: 116 },
    {
      title: '状态',
      width: 118,
      render: (_, row) => <Tag color={statusColour(row.refundStatus)}>{row.refundStatusDesc}</Tag>,
    },
    {
      title: '剩余时间',
      dataIndex: 'expireTime',
      width: 148,
      render: (until: number | null) => <Countdown until={until} />,
    },
    { title: '申请时间', dataIndex: 'submitTime', width: 162, render: moment },
    {
      title: '物流',
      width: 104,
      render: (_, row) => (row.reverseLogistics ? `退货${row.expressLatestTraceState}` : row.expressLatestTraceState),
    },
    { title: '操作', fixed: 'right', width: 86, render: (_, row) => <Actions row={row} onSample={onSample} /> },
  ]
}
