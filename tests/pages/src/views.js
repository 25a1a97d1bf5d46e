import { ElCard, ElDescriptions, ElDescriptionsItem, ElImage, ElLink, ElTable, ElTableColumn, ElTableV2, ElTag } from 'element-plus'
import { h } from 'vue'
import { left, yuan } from './records.js'

const column = (label, value, more = {}) => h(ElTableColumn, { label, ...more }, { default: ({ row }) => value(row) })

/** A table with a header of its own and columns fixed on both sides. */
export const table = (rows, now) =>
  h(ElTable, { data: rows, height: 620, rowKey: 'refundId', border: true }, () => [
    h(ElTableColumn, { type: 'selection', width: 48, fixed: 'left' }),
    column('售后编号', (row) => h('span', row.refundId), { width: 190, fixed: 'left' }),
    column('关联订单', (row) => h('span', row.orderId), { width: 190 }),
    column('商品', (row) => row.itemTitle, { minWidth: 260 }),
    column('类型', (row) => row.handlingWayDesc, { width: 120 }),
    column('申请金额', (row) => h('b', yuan(row.refundFee)), { width: 120 }),
    column('状态', (row) => h(ElTag, () => row.refundStatusDesc), { width: 140 }),
    column('剩余时间', (row) => left(row.expireTime, now), { width: 160 }),
    column('操作', () => h(ElLink, { type: 'primary' }, () => '处理'), { width: 100, fixed: 'right' }),
  ])

const pair = (label, value) => h('div', { class: 'pair' }, [h('span', { class: 'k' }, `${label}：`), h('div', [h('span', value)])])

/** The same as cards: label and value beside each other, the id split over several spans. */
export const cards = (rows, now) =>
  h('div', { class: 'cards' }, rows.map((row) =>
    h(ElCard, { key: row.refundId, shadow: 'hover' }, () => [
      h('header', [
        h('span', '售后单号 '),
        h('span', [h('i', row.refundId.slice(0, 6)), h('i', row.refundId.slice(6))]),
      ]),
      pair('订单编号', row.orderId),
      pair('退款金额', yuan(row.refundFee)),
      pair('售后类型', row.handlingWayDesc),
      pair('剩余时间', left(row.expireTime, now)),
    ]),
  ))

const cell = (key, title, width, value) => ({ key, dataKey: key, title, width, cellRenderer: ({ rowData }) => h('span', value(rowData)) })

/** A virtual list: a few dozen elements are used over and over for hundreds of records. */
export const virtual = (rows, now, fixed) =>
  h(ElTableV2, {
    data: rows,
    width: 1180,
    height: 620,
    rowHeight: 64,
    rowKey: 'refundId',
    fixed: true,
    columns: [
      { ...cell('refundId', '售后单号', 200, (row) => row.refundId), ...(fixed ? { fixed: 'left' } : {}) },
      cell('orderId', '订单编号', 200, (row) => row.orderId),
      cell('itemTitle', '商品', 300, (row) => row.itemTitle),
      cell('handlingWayDesc', '售后类型', 140, (row) => row.handlingWayDesc),
      cell('refundFee', '退款金额', 140, (row) => yuan(row.refundFee)),
      cell('expireTime', '剩余时间', 200, (row) => left(row.expireTime, now)),
    ],
  })

/** One refund, as a table of descriptions. */
export const detail = (row, now) =>
  h(ElDescriptions, { title: '售后详情', column: 3, border: true }, () => [
    ['售后单号', row.refundId],
    ['订单编号', row.orderId],
    ['售后类型', row.handlingWayDesc],
    ['退款金额', yuan(row.refundFee)],
    ['退款原因', row.refundReasonDesc],
    ['问题描述', row.refundDesc],
    ['剩余时间', left(row.expireTime, now)],
    ['买家凭证', row.pictures.map((src) => h(ElImage, { src, key: src, class: 'proof', previewSrcList: row.pictures }))],
  ].map(([label, value]) => h(ElDescriptionsItem, { label, key: label }, () => value)))
