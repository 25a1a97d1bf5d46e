import { App, Alert, Button, Form, Input, Segmented, Select, Table, Tabs } from 'antd'
import { useState } from 'react'
import { Cards } from './Cards'
import { columns } from './columns'
import type { Row } from './platform'
import { list } from './platform'
import { useAnswer } from './useAnswer'

const TABS = [
  { key: 'all', label: '全部' },
  { key: 'waiting', label: '待处理', statuses: [10, 11] },
  { key: 'receipt', label: '待确认收货', statuses: [40] },
  { key: 'platform', label: '平台介入', statuses: [20, 21, 22, 23] },
  { key: 'done', label: '已完成', statuses: [60, 70] },
]
// `?virtual` shows a long list as Ant Design's virtual table, whose few rows are used over and over.
const VIRTUAL_SCROLL = { x: 1466, y: 560 }
const isVirtual = (): boolean => new URLSearchParams(location.search).has('virtual')

const KINDS = [
  { value: 10, label: '仅退款' },
  { value: 1, label: '退货退款' },
  { value: 3, label: '换货' },
  { value: 4, label: '补寄' },
  { value: 5, label: '维修' },
]

/** 售后列表. */
export function ListPage() {
  const { message } = App.useApp()
  const onSample = () => void message.info('示例店铺：这个按钮不做任何事')
  const [tab, setTab] = useState('all')
  const [view, setView] = useState('table')
  const [page, setPage] = useState(1)
  const [size, setSize] = useState(() => Number(new URLSearchParams(location.search).get('pageSize')) || 20)
  const [filter, setFilter] = useState<{ keyword?: string; handlingWay?: number }>({})
  const statuses = TABS.find((each) => each.key === tab)?.statuses
  const question = { limit: size, offset: (page - 1) * size, ...filter, ...(statuses ? { refundStatus: statuses } : {}) }
  const { value, error, loading } = useAnswer(JSON.stringify(question), (signal) => list(question, signal))
  const turn = (to: number, rows: number) => {
    setPage(to)
    setSize(rows)
  }
  const rows = value?.resultList ?? []
  return (
    <div className="sheet">
      <h1>售后管理</h1>
      <Form
        layout="inline"
        className="filter"
        onFinish={(values: { keyword?: string; handlingWay?: number }) => {
          setPage(1)
          setFilter({ ...(values.keyword ? { keyword: values.keyword.trim() } : {}), ...(values.handlingWay ? { handlingWay: values.handlingWay } : {}) })
        }}
      >
        <Form.Item name="keyword" label="单号 / 商品">
          <Input placeholder="售后单号、订单编号或商品名称" allowClear style={{ width: 260 }} />
        </Form.Item>
        <Form.Item name="handlingWay" label="类型">
          <Select options={KINDS} allowClear placeholder="全部" style={{ width: 120 }} />
        </Form.Item>
        <Button type="primary" htmlType="submit">查询</Button>
        <Segmented
          className="views"
          value={view}
          onChange={setView}
          options={[{ value: 'table', label: '表格' }, { value: 'cards', label: '卡片' }]}
        />
      </Form>
      <Tabs
        activeKey={tab}
        items={TABS.map(({ key, label }) => ({ key, label }))}
        onChange={(key) => {
          setPage(1)
          setTab(key)
        }}
      />
      {error ? <Alert type="error" showIcon title="列表没有取到，请刷新页面" description={error} /> : null}
      {view === 'table' ? (
        <Table<Row>
          rowKey="refundId"
          size="middle"
          columns={columns(onSample)}
          dataSource={rows}
          loading={loading}
          virtual={isVirtual()}
          scroll={isVirtual() ? VIRTUAL_SCROLL : { x: 1466, y: 'calc(100vh - 372px)' }}
          pagination={{ current: page, pageSize: size, total: value?.total ?? 0, showSizeChanger: true, showTotal: (n) => `共 ${n} 条`, onChange: turn }}
        />
      ) : (
        <Cards rows={rows} total={value?.total ?? 0} page={page} size={size} loading={loading} onPage={turn} onSample={onSample} />
      )}
    </div>
  )
}
