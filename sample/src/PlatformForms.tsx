import { App, Form, Input, Modal, Upload } from 'antd'
import type { Row } from './platform'

export type FormName = 'intervene' | 'freight'

const FORMS = {
  intervene: { title: '申请平台介入', text: '介入说明', pictures: '举证图片', most: 3, longest: 300 },
  freight: { title: '拒绝承担退货运费', text: '运费说明', pictures: '运费凭证', most: 6, longest: 300 },
}

/** 申请平台介入 and 退货运费: look and behave like the real forms; nothing leaves the page. */
export function PlatformForms({ row, name, onClose }: { row: Row; name: FormName | null; onClose: () => void }) {
  const { message } = App.useApp()
  const [form] = Form.useForm()
  const { title, text, pictures, most, longest } = FORMS[name ?? 'intervene']
  const done = () => {
    void message.success('示例：没有提交给任何人')
    onClose()
  }
  return (
    <Modal title={title} open={name !== null} onCancel={onClose} okText="提交" cancelText="取消" destroyOnHidden onOk={() => form.submit()}>
      <p className="quiet">售后单号：{row.refundId}</p>
      <Form form={form} layout="vertical" preserve={false} onFinish={done}>
        <Form.Item name="text" label={text} rules={[{ required: true, message: `请填写${text}` }]}>
          <Input.TextArea rows={4} maxLength={longest} showCount placeholder="请如实说明情况" />
        </Form.Item>
        <Form.Item name="images" label={pictures} extra={`支持 jpg、png 格式，单张不超过 5M，最多 ${most} 张`} valuePropName="fileList" getValueFromEvent={(event: { fileList: unknown[] }) => event.fileList}>
          <Upload listType="picture-card" accept="image/jpeg,image/png" multiple maxCount={most} beforeUpload={() => false}>
            上传
          </Upload>
        </Form.Item>
      </Form>
    </Modal>
  )
}
