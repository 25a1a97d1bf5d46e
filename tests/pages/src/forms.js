import { ElButton, ElDialog, ElForm, ElFormItem, ElInput, ElUpload } from 'element-plus'
import { h, reactive } from 'vue'

/** What the forms hold and what became of them; tests read it from the page. */
export const state = reactive({ open: false, reject: { text: '', files: [] }, freight: { text: '', files: [] }, submitted: [] })
globalThis.formState = state

const field = (form, label, rows) =>
  h(ElFormItem, { label }, () => h(ElInput, { modelValue: form.text, 'onUpdate:modelValue': (text) => (form.text = text), type: 'textarea', rows, maxlength: 300, showWordLimit: true }))

const upload = (form, label, more, tip) =>
  h(ElFormItem, { label }, () =>
    h(ElUpload, { fileList: form.files, 'onUpdate:fileList': (files) => (form.files = files), autoUpload: false, action: '/never', ...more }, { default: () => tip, tip: () => h('small', '支持 jpg/png，单张不超过 2MB') }))

const submit = (name) => h(ElButton, { type: 'primary', nativeType: 'submit' }, () => `提交${name}`)

/** A dialog that opens later, and a block of the page that is a form without saying so. */
export const forms = (row) =>
  h('section', [
    h('div', { class: 'pair' }, [h('span', '售后单号：'), h('span', row.refundId)]),
    h('div', { class: 'pair' }, [h('span', '订单编号：'), h('span', row.orderId)]),
    h(ElInput, { placeholder: '搜索订单备注', type: 'textarea' }),
    h(ElButton, { onClick: () => (state.open = true) }, () => '驳回'),
    h(ElDialog, { modelValue: state.open, 'onUpdate:modelValue': (open) => (state.open = open), title: '拒绝售后申请' }, () =>
      h(ElForm, { labelPosition: 'top', onSubmit: (event) => { event.preventDefault(); state.submitted.push('reject') } }, () => [
        field(state.reject, '拒绝理由（必填）', 4),
        upload(state.reject, '凭证图片（最多 2 张）', { listType: 'picture-card', limit: 2, multiple: true, accept: 'image/*' }, '＋'),
        submit('拒绝'),
      ])),
    h('div', { class: 'block' }, [
      h('h3', '退货运费处理'),
      field(state.freight, '* 运费说明：', 3),
      upload(state.freight, '运费凭证', { drag: true }, '将文件拖到此处，或点击上传'),
      h(ElButton, { onClick: () => state.submitted.push('freight') }, () => '确认'),
    ]),
  ])
