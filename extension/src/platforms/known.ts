/** The descriptions built into this version, and which of some a page belongs to. */
import douyin from '@shared/platforms/douyin.json';
import kuaishou from '@shared/platforms/kuaishou.json';
import pinduoduo from '@shared/platforms/pinduoduo.json';
import taobao from '@shared/platforms/taobao.json';
import weixin from '@shared/platforms/weixin.json';
import xiaohongshu from '@shared/platforms/xiaohongshu.json';
import { type Description, readDescription } from '@/platforms/description';

// Kuaishou is first: it is in the manifest, and the sample shop looks like it.
export const documents: readonly unknown[] = [kuaishou, douyin, pinduoduo, taobao, weixin, xiaohongshu];

export const platforms: readonly Description[] = documents.flatMap((document) => {
  const read = readDescription(document);
  return read.ok ? [read.value] : [];
});

/** The sample shop is a Kuaishou look-alike; everything else goes by its origin. */
export function platformOf(url: URL, sampleOrigin: string | null, among: readonly Description[] = platforms): Description | null {
  if (sampleOrigin !== null && url.origin === sampleOrigin) {
    return url.pathname.startsWith('/sample/') ? (among.find(({ id }) => id === 'kuaishou') ?? null) : null;
  }
  return among.find((platform) => platform.hosts.includes(url.origin)) ?? null;
}
