import { describe, expect, it } from 'vitest';
import { readSections, sectionsUnder } from '@/platforms/sections';

const WORDS = ['协商记录', '协商历史'];
const OTHERS = ['物流轨迹'];

function read(html: string) {
  document.body.innerHTML = html;
  return readSections(document.body, WORDS, OTHERS);
}
const ENTRIES = '<ul><li><p>2026-11-20 09:01:02</p><p>买家：退款原因：坏了</p></li><li><p>2026-11-20 10:00</p><p>商家：请补图</p></li></ul>';

describe('what stands under a heading', () => {
  it.each([
    ['a heading and a list', `<h3>协商记录</h3>${ENTRIES}`],
    ['a card with a head and a body', `<div class="c"><div class="h"><span>协商记录</span></div><div class="b">${ENTRIES}</div></div>`],
    ['a control beside the heading', `<div class="c"><div><b>协商记录：</b><a>展开</a><i>(2)</i></div><div>${ENTRIES}</div></div>`],
    ['a heading split by spaces', `<div><h4> 协商 记录 </h4></div><section>${ENTRIES}</section>`],
    ['a table row', `<table><tbody><tr><td>协商记录</td><td>${ENTRIES}</td></tr></tbody></table>`],
    ['an open tab', `<div role="tablist"><div role="tab" aria-selected="true" aria-controls="p">协商记录</div><div role="tab" aria-selected="false">物流轨迹</div></div><div id="p">${ENTRIES}</div>`],
  ])('is found below %s', (_, html) => {
    const [found, ...more] = read(html);
    expect(more).toEqual([]);
    expect(found?.label).toBe('协商记录');
    expect(found?.entries.map(({ time }) => time)).toEqual(['2026-11-20 09:01:02', '2026-11-20 10:00']);
    expect(found?.entries[0]?.text).toContain('退款原因：坏了');
  });

  it.each([
    ['another card follows an empty one', `<div class="c"><h3>协商记录</h3></div><div class="c"><h3>商品信息</h3><p>双肩包 2026-01-01 10:00</p></div>`],
    ['the tab is closed', `<div><div role="tab" aria-selected="false">协商记录</div></div><div>2026-11-18 08:00 已揽收</div>`],
    ['the next heading follows at once', `<h3>协商记录</h3><h3>物流轨迹</h3><p>2026-11-18 08:00 已揽收</p>`],
    ['the words stand in a sentence', '<p>我看过协商记录了，2026-11-18 08:00</p><p>别的话 2026-11-18</p>'],
  ])('is nothing where %s', (_, html) => {
    expect(read(html)).toEqual([]);
  });

  it('ends at the next heading, and says so when there is nothing yet', () => {
    expect(read(`<h3>协商记录</h3><p>暂无记录</p><h3>物流轨迹</h3><p>2026-11-18 08:00</p>`)[0]?.text).toBe('暂无记录');
  });

  it('keeps no script and nothing of ours, and is read in a shadow root', () => {
    document.body.innerHTML = '<div id="app"></div>';
    const root = document.getElementById('app')?.attachShadow({ mode: 'open' });
    if (root) root.innerHTML = `<h3>协商历史</h3><div>${ENTRIES}<script>1</script><returnproof-badge>x</returnproof-badge></div>`;
    const [found] = readSections(document.body, WORDS, OTHERS);
    expect(found?.entries).toHaveLength(2);
    expect(found?.dom).not.toMatch(/script|returnproof/);
  });

  it('stays within its bounds on a page made to be long', () => {
    const row = '<li>2026-11-20 09:01 说</li>';
    const [found] = read(`<h3>协商记录</h3><ul>${row.repeat(1000)}</ul>`);
    expect(found?.entries.length).toBeLessThanOrEqual(300);
    expect((found?.dom.length ?? 0) + (found?.text.length ?? 0)).toBeLessThan(400_000);
    expect(sectionsUnder(document.body, WORDS, OTHERS)).toHaveLength(1);
  });
});
