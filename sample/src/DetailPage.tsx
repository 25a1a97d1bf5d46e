import { Alert, App, Button, Image, Skeleton, Space, Steps, Tabs, Tag, Timeline, Typography } from 'antd'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Countdown } from './Countdown'
import { Item, Marks, statusColour } from './columns'
import type { Detail, Step } from './platform'
import { detail, logistics } from './platform'
import { Proof } from './Picture'
import { type FormName, PlatformForms } from './PlatformForms'
import { RejectForm } from './RejectForm'
import { go } from './route'
import { useAnswer } from './useAnswer'
import { moment, yuan } from './words'

const WHO = { buyer: '买家', seller: '商家', system: '系统' }
const NO_TRACE = '未获取到物流轨迹，请复制单号自行查询'

/** 售后详情. */
export function DetailPage({ refundId }: { refundId: string }) {
  const { value, error, loading } = useAnswer(refundId, (signal) => detail(refundId, signal))
  const trace = useAnswer(`trace ${refundId}`, (signal) => logistics(refundId, signal))
  return (
    <div className="sheet detail">
      <Button type="link" className="back" onClick={() => go('list')}>
        ‹ 返回售后列表
      </Button>
      {error ? <Alert type="error" showIcon title="没有取到这张售后单" description={error} /> : null}
      {loading && !value ? <Skeleton active paragraph={{ rows: 12 }} /> : null}
      {value ? <Record row={value} trace={trace.value ?? []} /> : null}
    </div>
  )
}

function Record({ row, trace }: { row: Detail; trace: Step[] }) {
  return (
    <>
      <Progress row={row} />
      <Decide row={row} />
      <section className="block">
        <h2>售后信息</h2>
        <div className="facts">
          <Fact label="售后单号"><Typography.Text copyable={{ tooltips: false }}>{row.refundId}</Typography.Text></Fact>
          <Fact label="订单编号"><Typography.Text copyable={{ tooltips: false }}>{row.orderId}</Typography.Text></Fact>
          <Fact label="售后类型">{row.handlingWayDesc}</Fact>
          <Fact label="退款金额"><b className="money">{yuan(row.refundFee)}</b></Fact>
          <Fact label="申请原因">{row.refundReasonDesc}</Fact>
          <Fact label="收货状态">{row.receiptStatus === 1 ? '未收到货' : '已收到货'}</Fact>
          <Fact label="买家昵称">{row.buyerNick} <Marks row={row} /></Fact>
          <Fact label="申请时间">{moment(row.submitTime)}</Fact>
          <Fact label="发货时间">{moment(row.sendTime)}</Fact>
          <Fact label="签收时间">{moment(row.recvTime)}</Fact>
          <Fact label="发货物流单号">{row.deliverExpressCompany} {row.deliverExpressNo}</Fact>
          {row.reverseLogistics ? <Fact label="退货物流单号">{row.expressCompanyName} {row.expressNo}</Fact> : null}
          <Fact label="买家留言" wide>{row.refundDesc}</Fact>
          <Fact label="凭证图片" wide><Pictures urls={row.pictures} /></Fact>
        </div>
      </section>
      <section className="block">
        <h2>商品信息</h2>
        <div className="goods"><Item row={row} /><span>单价 {yuan(row.itemPrice)}</span></div>
      </section>
      <section className="block">
        <Tabs
          items={[
            { key: 'talk', label: '协商历史', children: <History row={row} /> },
            { key: 'trace', label: '物流轨迹', children: <Trace steps={trace} /> },
          ]}
          tabBarExtraContent={row.reverseLogistics ? <span className="quiet">退货单号：{row.expressNo}</span> : null}
        />
      </section>
    </>
  )
}

function Progress({ row }: { row: Detail }) {
  const back = row.handlingWay === 1 || row.handlingWay === 3
  const titles = back ? ['买家申请', '商家处理', '买家寄回', '商家收货', '售后完成'] : ['买家申请', '商家处理', '售后完成']
  const at = row.refundStatus === 60 ? titles.length : row.refundStatus === 40 ? 3 : 1
  const items = titles.map((title, index) => ({ title, ...(index === 0 ? { content: moment(row.submitTime) } : {}) }))
  return <section className="block"><Steps current={at} items={items} size="small" /></section>
}

function Decide({ row }: { row: Detail }) {
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const [form, setForm] = useState<FormName | null>(null)
  const sample = () => void message.info('示例店铺：这个按钮不做任何事')
  return (
    <section className="block decide">
      <div>
        <Tag color={statusColour(row.refundStatus)}>{row.refundStatusDesc}</Tag>
        {row.expireTime === null ? null : <span className="rest">剩余时间 <Countdown until={row.expireTime} /> ，超时后按平台规则处理</span>}
      </div>
      {row.refundStatus < 60 ? (
        <Space>
          <Button type="primary" onClick={sample}>同意申请</Button>
          <Button onClick={() => setOpen(true)}>拒绝申请</Button>
          <Button onClick={() => setForm('intervene')}>申请平台介入</Button>
          {row.reverseLogistics ? <Button onClick={() => setForm('freight')}>退货运费</Button> : null}
          <Button onClick={sample}>联系买家</Button>
        </Space>
      ) : null}
      <RejectForm row={row} open={open} onClose={() => setOpen(false)} />
      <PlatformForms row={row} name={form} onClose={() => setForm(null)} />
    </section>
  )
}

function Fact({ label, wide, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? 'fact wide' : 'fact'}>
      <span className="label">{label}</span>
      <span className="content">{children}</span>
    </div>
  )
}

function Pictures({ urls }: { urls: string[] }) {
  if (urls.length === 0) return <span className="quiet">买家没有上传图片</span>
  return (
    <Image.PreviewGroup>
      <Space>{urls.map((url) => <Proof key={url} src={url} />)}</Space>
    </Image.PreviewGroup>
  )
}

function History({ row }: { row: Detail }) {
  return (
    <ul className="talk">
      {row.negotiateHistory.map((each) => (
        <li key={each.time + each.content}>
          <b>{WHO[each.role]}</b> <span className="quiet">{moment(each.time)}</span>
          <p>{each.content}</p>
        </li>
      ))}
    </ul>
  )
}

function Trace({ steps }: { steps: Step[] }) {
  if (steps.length === 0) return <span className="quiet">{NO_TRACE}</span>
  return <Timeline items={steps.map((each) => ({ content: <><div>{each.title}</div><div className="quiet">{moment(each.desc)}</div></> }))} />
}
