/**
 * Which of a page's own responses the tap hands over. Only this part of each description is built
 * into the tap: it runs in every page of a platform before anything else does.
 */
import { responses as douyin } from '@shared/platforms/douyin.json';
import { responses as kuaishou } from '@shared/platforms/kuaishou.json';
import { responses as pinduoduo } from '@shared/platforms/pinduoduo.json';
import { responses as taobao } from '@shared/platforms/taobao.json';
import { responses as weixin } from '@shared/platforms/weixin.json';
import { responses as xiaohongshu } from '@shared/platforms/xiaohongshu.json';

export interface Listened {
  readonly paths: readonly string[];
  readonly never: readonly string[];
}

export const listened: readonly Listened[] = [kuaishou, douyin, pinduoduo, taobao, weixin, xiaohongshu];
