import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { provide } from '@/content/door';
import { drawViews } from '@/content/views';

export default defineUnlistedScript(() => provide('views', drawViews));
