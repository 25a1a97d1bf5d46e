import { App, Form, Input, Modal, Select, Upload } from 'antd'
import type { Row } from './platform'

const REASONS = ['商品无质量问题', '买家举证不足', '退回商品与发出的不符', '退回包裹缺少商品', '物流显示已签收', '其他']
const LIMIT = 6

/** 拒绝申请: looks and behaves like the real form; nothing leaves the page. */
export function RejectForm({ row, open, onClose }: { row: Row; open: boolean; onClose: () => void }) {
  const { message } = App.useApp()
  const [form] = Form.useForm()
  const done = () => {
    void message.success('示例：没有提交给任何人')
    onClose()
  }
  return (
    <Modal title="拒绝售后申请" open={open} onCancel={onClose} okText="提交" cancelText="取消" destroyOnHidden onOk={() => form.submit()}>
      <p className="quiet">售后单号：{row.refundId}</p>
      <Form form={form} layout="vertical" onFinish={done}>
        <Form.Item name="reason" label="拒绝原因" rules={[{ required: true, message: '请选择拒绝原因' }]}>
          <Select placeholder="请选择" options={REASONS.map((value) => ({ value, label: value }))} />
        </Form.Item>
        <Form.Item name="desc" label="拒绝说明" rules={[{ required: true, message: '请填写拒绝说明' }]}>
          <Input.TextArea rows={4} maxLength={200} showCount placeholder="请说明拒绝的理由，买家可以看到" />
        </Form.Item>
        <Form.Item name="images" label={`凭证图片（最多 ${LIMIT} 张）`} valuePropName="fileList" getValueFromEvent={(event: { fileList: unknown[] }) => event.fileList}>
          <Upload listType="picture-card" accept="image/jpeg,image/png" multiple maxCount={LIMIT} beforeUpload={() => false}>
            上传
          </Upload>
        </Form.Item>
      </Form>
    </Modal>
  )
}
