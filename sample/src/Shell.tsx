import { AppstoreOutlined, CustomerServiceOutlined, HomeOutlined, ShoppingOutlined, WalletOutlined } from '@ant-design/icons'
import { App, Layout, Menu } from 'antd'
import { DetailPage } from './DetailPage'
import { ListPage } from './ListPage'
import { go, useRoute } from './route'

const MENU = [
  { key: 'home', icon: <HomeOutlined />, label: '首页' },
  { key: 'goods', icon: <AppstoreOutlined />, label: '商品管理' },
  { key: 'orders', icon: <ShoppingOutlined />, label: '订单管理' },
  {
    key: 'after',
    icon: <CustomerServiceOutlined />,
    label: '售后管理',
    children: [
      { key: 'list', label: '售后列表' },
      { key: 'rules', label: '售后规则' },
      { key: 'address', label: '退货地址' },
    ],
  },
  { key: 'money', icon: <WalletOutlined />, label: '资金中心' },
]

/** The frame every page of the backend stands in. */
export function Shell() {
  const route = useRoute()
  const { message } = App.useApp()
  return (
    <Layout className="shell">
      <Layout.Header className="head">
        <span className="logo" aria-hidden="true">店</span>
        <span className="shop">商家后台</span>
        <span className="sample" title="商品、买家和照片都是画出来的 Goods, buyers and photos are drawn">
          示例店铺 / sample shop
        </span>
        <span className="account">小满优选旗舰店</span>
      </Layout.Header>
      <Layout hasSider>
        <Layout.Sider width={176} theme="light" className="side">
          <Menu
            mode="inline"
            items={MENU}
            selectedKeys={['list']}
            defaultOpenKeys={['after']}
            onClick={({ key }) => (key === 'list' ? go('list') : void message.info('示例店铺只有售后页面'))}
          />
        </Layout.Sider>
        <Layout.Content className="body">
          {route.page === 'detail' ? <DetailPage key={route.refundId} refundId={route.refundId} /> : <ListPage />}
        </Layout.Content>
      </Layout>
    </Layout>
  )
}
