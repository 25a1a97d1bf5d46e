import 'element-plus/dist/index.css'
import './page.css'
import { createApp, h, onMounted, ref } from 'vue'
import { forms } from './forms.js'
import { records } from './records.js'
import { cards, detail, table, virtual } from './views.js'

const VIEWS = ['table', 'cards', 'virtual', 'virtual-fixed', 'shadow', 'forms']

/** The place is in the query: `view` for the list, `refundId` for one refund. */
function place() {
  const query = new URLSearchParams(location.search)
  return { view: query.get('view') ?? 'table', refundId: query.get('refundId') }
}

const Page = {
  setup() {
    const rows = ref([])
    const now = ref(Date.now())
    const at = ref(place())
    const backwards = ref(false)
    onMounted(async () => {
      const virtual = at.value.view.startsWith('virtual')
      rows.value = await records(virtual ? 500 : 30)
      setInterval(() => (now.value = Date.now()), 1000)
      addEventListener('popstate', () => (at.value = place()))
    })
    const go = (search) => {
      history.pushState(null, '', location.pathname + search)
      at.value = place()
    }
    return () => {
      const shown = backwards.value ? [...rows.value].reverse() : rows.value
      const one = shown.find((row) => row.refundId === at.value.refundId)
      const bar = h('nav', [
        ...VIEWS.map((view) => h('button', { onClick: () => go(`?view=${view}`) }, view)),
        h('button', { onClick: () => (backwards.value = !backwards.value) }, '倒序'),
      ])
      return h('main', [bar, at.value.refundId ? one && detail(one, now.value) : list(at.value.view, shown, now.value)])
    }
  },
}

function list(view, rows, now) {
  if (view === 'forms') return rows[0] && forms(rows[0])
  if (view === 'cards') return cards(rows, now)
  if (view === 'virtual') return virtual(rows, now, false)
  if (view === 'virtual-fixed') return virtual(rows, now, true)
  return table(rows, now)
}

/** `shadow` stands in an open shadow root, as a micro-app does; everything else in the page itself. */
function ground() {
  const root = document.getElementById('root')
  if (place().view !== 'shadow') return root
  const shadow = root.attachShadow({ mode: 'open' })
  for (const style of document.querySelectorAll('link[rel=stylesheet], style')) shadow.append(style.cloneNode(true))
  return shadow.appendChild(document.createElement('div'))
}

createApp(Page).mount(ground())
