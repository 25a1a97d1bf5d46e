import './page.css'
import { App as Messages, ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { createRoot } from 'react-dom/client'
import { Shell } from './Shell'

const root = document.getElementById('root')
if (!root) throw new Error('no #root')
createRoot(root).render(
  <ConfigProvider locale={zhCN} button={{ autoInsertSpace: false }}>
    <Messages>
      <Shell />
    </Messages>
  </ConfigProvider>,
)
