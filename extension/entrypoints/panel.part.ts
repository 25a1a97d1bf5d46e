import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { provide } from '@/content/door';
import { makePanel } from '@/content/panel-host';

export default defineUnlistedScript(() => provide('panel', makePanel));
