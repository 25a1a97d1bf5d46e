import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { provide } from '@/content/door';
import { makeFilling } from '@/content/filling/filling';

export default defineUnlistedScript(() => provide('filling', makeFilling));
